#!/bin/sh
# One Allinpay order from start to end by the Temporal CLI and jq (1.6 or newer): started or found, held against what runs
# under its id, approved by another person, awaited.
# Usage: payout.sh [APPROVER] < order.json, the input of an allinpayWithdrawal. TEMPORAL_ADDRESS names the server.
# Exit status: 1 the payout failed, 3 the id runs for something else.
set -eu
order=$(jq -c .)
id=$(printf '%s' "$order" | jq -r '"allinpay-withdrawal/\(.profile // "default")/\(.orderId)"')

# Safe to repeat: it shows the run that carries the order, if there is one, open or closed. (--fail-existing tells them
# apart: an order that failed, or whose run was ended from outside, is not started again by this.)
started=$(temporal workflow start --task-queue payouts --type allinpayWithdrawal --workflow-id "$id" \
  --id-conflict-policy UseExisting --id-reuse-policy RejectDuplicate \
  --search-attribute 'PayoutFlow="allinpayWithdrawal"' --input "$order" --output json)
run=$(printf '%s' "$started" | jq -r .runId)

# What is asked for against what the run was asked for: its first event has that, however it was started. Details are the
# same in any order, amounts in any way of writing.
history=$(temporal workflow show --workflow-id "$id" --run-id "$run" --output json)
told=$(printf '%s\n' "$order" "$history" | jq -rs '
  def amount: if type == "string" then split(".") | (.[1] // "" | sub("0+$"; "")) as $decimals
    | .[0] + "." + $decimals + "00"[($decimals | length):] else . end;
  def pays: {orderId, profile: (.profile // "default"), approval: (.approval // "none"),
    details: [.details[]? | .amount |= amount] | sort};
  .[0] as $order | .[1].events[0].workflowExecutionStartedEventAttributes as $run
  | ($run.input.payloads[0] | if . == null then {} else .data | @base64d | fromjson end) as $given
  | ({flow: "allinpayWithdrawal"} + ($order | pays)) as $ours | ({flow: $run.workflowType.name} + ($given | pays)) as $theirs
  | select($ours != $theirs) | "asked for \($ours | tojson), runs with \($theirs | tojson)"')
if test -n "$told"; then
  printf '%s pays something else: %s\n' "$id" "$told" >&2
  exit 3
fi

# How it stands, and the number of the offer that approval waits by
shown=$(temporal workflow query --workflow-id "$id" --type payout --output json)
printf '%s\n' "$shown"
offer=$(printf '%s' "$shown" | jq '.queryResult[0].waiting | select(.for? == "approval") | .offer')

# Said once, however often it is repeated with this update id. With the offer that was shown it answers nothing else: had
# something changed meanwhile, it would be refused
if test -n "$offer" && test $# -gt 0; then
  said=$(jq -nc --arg by "$1" --argjson offer "$offer" '{$by, $offer, note: "checked against the invoice"}')
  temporal workflow update execute --workflow-id "$id" --name approve --update-id "approve-$offer" --input "$said"
fi

# What needs a person
temporal workflow count --query 'PayoutFlow = "allinpayWithdrawal" AND PayoutNeedsAttention = true'

# Waits for the end; exits 1 where it failed, and shows the type and the details of the failure
temporal workflow result --workflow-id "$id" --output json
