#!/bin/sh
# All that is needed to start payouts and to follow them by plain HTTP: curl (7.76 or newer) and jq (1.6 or newer).
#
#   payouts.sh start FLOW ID < input.json         starts an order or attaches to it; prints the id of the run
#   payouts.sh result ID                          waits for the end, for days if need be; prints the result
#   payouts.sh standing ID                        how it stands
#   payouts.sh offer ID [DECISION]                the number of the offer that a decision, or an approval, answers
#   payouts.sh tell ID UPDATE UPDATE_ID < said.json   approve, resolve …
#   payouts.sh find 'PayoutNeedsAttention = true' ids by search attributes
#
# TEMPORAL_HTTP: the Temporal UI's server (http://127.0.0.1:8233 with the development server), which passes on the API of
# the server. The server's own HTTP port, 7243, finds no workflow id with a slash. TEMPORAL_NAMESPACE: default where left
# out. Exit status: 1 the payout failed, 2 no answer, 3 the id runs for something else, 4 the run was ended from outside,
# 5 the update was refused.
set -eu
api=${TEMPORAL_HTTP:?}/api/v1/namespaces/${TEMPORAL_NAMESPACE:-default}

# An input without what is beside the payout, in one form: lists in one order, decimals with two decimals or more.
payout_jq='
def payload: {metadata: {encoding: ("json/plain" | @base64)}, data: (tojson | @base64)};
def value: .payloads[0] | if . == null then null else .data | @base64d | fromjson end;
def decimal: split(".") | (.[1] // "" | sub("0+$"; "")) as $decimals | .[0] + "." + $decimals + "00"[($decimals | length):];
def in_one_form: walk(
  if type == "array" then sort
  elif type == "object" then with_entries(
    if (.key | test("(amount|decimal)$"; "i")) and (.value | type == "string") then .value |= decimal else . end)
  else . end);
def pays: {profile: "default", approval: "none", credit: "none"} + (objects // {}) | in_one_form
  | del(.send, .settleBy, .requestedBy, .batchId, .summary, .checkBalance, .reconcile);
def seen($other): (if [type, ($other | type)] == ["array", "array"] then . - $other else . end) | tojson
  | if length > 300 then .[:300] + "…" else . end;
def mismatch($ours; $theirs): [$ours + $theirs | keys[] | select($ours[.] != $theirs[.]) as $name
  | "\($name): asked for \($ours[$name] | seen($theirs[$name])), runs with \($theirs[$name] | seen($ours[$name]))"];
'

say() { # TEXT
  printf '%s\n' "$1"
}

fail() { # STATUS WHY
  say "$2" >&2
  exit "$1"
}

# Prints the answer, or why there is none. The UI takes what changes something only with a token that its page was given,
# twice the same: any will do.
call() { # PATH [CURL OPTION]...
  path=$1
  shift
  body=$(curl --silent --fail-with-body --retry 5 --retry-connrefused --header 'Content-Type: application/json' \
    --header 'Cookie: _csrf=payouts' --header 'X-CSRF-Token: payouts' "$@" "$api/$path") && say "$body" && return
  say "${body:-no answer from $api}"
  return 2
}

of_id() { # ID
  jq -nr --arg id "$1" '"workflows/" + ($id | @uri)'
}

ask_to_start() { # FLOW ID POLICY
  say "$input" | jq --arg flow "$1" --arg policy "$3" "$payout_jq"'{
    workflowType: {name: $flow}, taskQueue: {name: "payouts"}, input: {payloads: [payload]},
    workflowIdConflictPolicy: "WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING",
    workflowIdReusePolicy: ("WORKFLOW_ID_REUSE_POLICY_" + $policy)
  }' | call "$(of_id "$2")" --data-binary @-
}

start_or_attach() { # FLOW ID
  policy=REJECT_DUPLICATE
  for round in 1 2 3 4 5; do
    if answer=$(ask_to_start "$1" "$2" "$policy"); then
      say "$answer" | jq -r .runId
      return
    fi
    # 6: the id is taken by a run that has closed
    test "$(say "$answer" | jq .code 2>/dev/null)" = 6 || fail 2 "$answer"
    last=$(call "$(of_id "$2")") || fail 2 "$last"
    how=$(say "$last" | jq -r '.workflowExecutionInfo.status | ltrimstr("WORKFLOW_EXECUTION_STATUS_")')
    case $how in
      COMPLETED)
        say "$last" | jq -r .workflowExecutionInfo.execution.runId
        return ;;
      TERMINATED | TIMED_OUT | CANCELED)
        test "$(say "$input" | jq -r .send)" = never || fail 4 "$how" ;;
    esac
    # Failed: nothing moved, so the order may run again. This policy never runs a completed one again.
    policy=ALLOW_DUPLICATE_FAILED_ONLY
  done
  fail 2 "somebody else keeps starting and ending $2"
}

start() { # FLOW ID
  input=$(jq -c .)
  run=$(start_or_attach "$@")
  # What is asked for against what the run was asked for: its first event has that, however it was started.
  first=$(call "$(of_id "$2")/history?maximumPageSize=1&execution.runId=$run") || fail 2 "$first"
  told=$({ say "$input"; say "$first"; } | jq -rs --arg flow "$1" "$payout_jq"'
    (.[1].history.events[0].workflowExecutionStartedEventAttributes) as $run
    | mismatch({$flow} + (.[0] | pays); {flow: $run.workflowType.name} + ($run.input | value | pays)) | join("; ")')
  test -z "$told" || fail 3 "$2 pays something else: $told"
  say "$run"
}

result() { # ID
  end=null
  # The server answers after a while where there is no end yet.
  while test "$end" = null; do
    waited=$(call "$(of_id "$1")/history?waitNewEvent=true&historyEventFilterType=HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT") ||
      fail 2 "$waited"
    end=$(say "$waited" | jq -c '.history.events[0]')
  done
  case $(say "$end" | jq -r .eventType) in
    *_EXECUTION_COMPLETED) say "$end" | jq "$payout_jq .workflowExecutionCompletedEventAttributes.result | value" ;;
    *_EXECUTION_FAILED)
      say "$end" | jq "$payout_jq"'.workflowExecutionFailedEventAttributes.failure
        | {type: .applicationFailureInfo.type, message, known: (.applicationFailureInfo.details // {} | value)}'
      exit 1 ;;
    *) fail 4 "$(say "$end" | jq -r .eventType)" ;;
  esac
}

standing() { # ID
  answer=$(call "$(of_id "$1")/query/payout" --data '{}') || fail 2 "$answer"
  say "$answer" | jq "$payout_jq .queryResult | value"
}

# Sent with a person's word ("offer") it answers nothing else: what changed meanwhile is refused.
offer() { # ID [DECISION]
  shown=$(standing "$1")
  say "$shown" | jq --arg decision "${2:-}" 'if $decision == "" then .waiting.offer
    else [.attention, .attention.also[]?] | map(select(.decisions // [] | index($decision)))[0].offer end'
}

tell() { # ID UPDATE UPDATE_ID
  answer=$(jq --arg update "$3" "$payout_jq"'{
    request: {meta: {updateId: $update}, input: {args: {payloads: [payload]}}},
    waitPolicy: {lifecycleStage: "UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED"}
  }' | call "$(of_id "$1")/update/$2" --data-binary @-) || fail 2 "$answer"
  if test "$(say "$answer" | jq '.outcome | has("failure")')" = true; then
    say "$answer" | jq '.outcome.failure | {type: .applicationFailureInfo.type, message}'
    exit 5
  fi
  say "$answer" | jq "$payout_jq .outcome.success | value"
}

find() { # QUERY
  next=
  while
    page=$(call workflows --get --data-urlencode "query=$1" --data-urlencode "nextPageToken=$next") || fail 2 "$page"
    say "$page" | jq -r '.executions[]?.execution.workflowId'
    next=$(say "$page" | jq -r '.nextPageToken // ""')
    test -n "$next"
  do :; done
}

case ${1:-} in
  start | result | standing | offer | tell | find) "$@" ;;
  *) fail 2 "start, result, standing, offer, tell or find?" ;;
esac
