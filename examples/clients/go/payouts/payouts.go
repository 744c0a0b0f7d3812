// Package payouts is all that a Go service needs to start payouts and to follow them. Copy it, or take what you need.
package payouts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
)

const (
	taskQueue  = "payouts"
	mostRounds = 5
	mostShown  = 300
)

// DataConverter reads what a run was asked for. Where your client has another one (a payload codec), set it here too.
var DataConverter = converter.GetDefaultDataConverter()

var (
	// What an input says beside what is paid, to whom and by what terms: two inputs that differ in these alone are one
	// payout.
	beside = []string{"send", "settleBy", "requestedBy", "batchId", "summary", "checkBalance", "reconcile"}
	// What an input means that does not say them.
	defaults    = Object{"profile": "default", "approval": "none", "credit": "none"}
	decimalName = regexp.MustCompile("(?i)(amount|decimal)$")
)

// Object is a JSON object: an input, an argument or a result. Amounts in it are strings, never numbers.
type Object = map[string]any

// Failed says that a payout ended Failed: no money moved, or a person said so.
type Failed struct {
	Type, Message string
	// Known is what was known at the end.
	Known Object
}

func (failed *Failed) Error() string { return failed.Type + ": " + failed.Message }

// Lost says that the order's last run was ended from outside: money may have moved without anybody's saying so.
type Lost struct{ WorkflowID, How string }

func (lost *Lost) Error() string { return lost.WorkflowID + " was ended from outside: " + lost.How }

// Refused says that an update was not taken: its words are wrong (InvalidInput), or it is not its time (UpdateRefused).
type Refused struct{ Type, Message string }

func (refused *Refused) Error() string { return refused.Type + ": " + refused.Message }

// Mismatch says that the run of this id pays something else than what was asked for now. Nothing was started.
type Mismatch struct{ WorkflowID, RunID, Message string }

func (mismatch *Mismatch) Error() string { return mismatch.Message }

// Start starts an order, or attaches to the run that carries it. Safe to repeat. It returns the id of the run; a
// *Mismatch where that run pays something else, and a *Lost where the last one was ended from outside.
func Start(ctx context.Context, c client.Client, flow, workflowID string, order Object) (string, error) {
	runID, err := startOrAttach(ctx, c, flow, workflowID, order)
	if err != nil {
		return "", err
	}
	return runID, checkSame(ctx, c, flow, workflowID, runID, order)
}

func startOrAttach(ctx context.Context, c client.Client, flow, workflowID string, order Object) (string, error) {
	reuse := enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE
	for range mostRounds {
		run, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
			ID:                       workflowID,
			TaskQueue:                taskQueue,
			WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
			WorkflowIDReusePolicy:    reuse,
			// Without this the SDK hands out a closed run as if it had been started now, a lost one too.
			WorkflowExecutionErrorWhenAlreadyStarted: true,
			TypedSearchAttributes:                    attributes(flow, order),
		}, flow, order)
		if err == nil {
			return run.GetRunID(), nil
		}
		var taken *serviceerror.WorkflowExecutionAlreadyStarted
		if !errors.As(err, &taken) {
			return "", err
		}
		last, err := c.DescribeWorkflowExecution(ctx, workflowID, "")
		if err != nil {
			return "", err
		}
		info := last.GetWorkflowExecutionInfo()
		switch info.GetStatus() {
		case enums.WORKFLOW_EXECUTION_STATUS_COMPLETED:
			return info.GetExecution().GetRunId(), nil
		case enums.WORKFLOW_EXECUTION_STATUS_TERMINATED,
			enums.WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
			enums.WORKFLOW_EXECUTION_STATUS_CANCELED:
			if order["send"] != "never" {
				return "", &Lost{workflowID, info.GetStatus().String()}
			}
		}
		// Failed: nothing moved, so the order may run again. This policy never runs a completed one again.
		reuse = enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY
	}
	return "", fmt.Errorf("somebody else keeps starting and ending %s", workflowID)
}

// Holds what is asked for against what the run was asked for: its first event has that, however it was started.
func checkSame(ctx context.Context, c client.Client, flow, workflowID, runID string, order Object) error {
	history := c.GetWorkflowHistory(ctx, workflowID, runID, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	first, err := history.Next()
	if err != nil {
		return err
	}
	started := first.GetWorkflowExecutionStartedEventAttributes()
	given, err := inputOf(started.GetInput())
	if err != nil {
		return err
	}
	asked, err := asJSON(order)
	if err != nil {
		return err
	}
	ours, theirs := pays(flow, asked), pays(started.GetWorkflowType().GetName(), given)
	var told []string
	for _, name := range slices.Sorted(maps.Keys(union(ours, theirs))) {
		if textOf(ours[name]) != textOf(theirs[name]) {
			mine, other := seen(ours[name], theirs[name]), seen(theirs[name], ours[name])
			told = append(told, fmt.Sprintf("%s: asked for %s, runs with %s", name, mine, other))
		}
	}
	if len(told) == 0 {
		return nil
	}
	return &Mismatch{workflowID, runID, workflowID + " pays something else: " + strings.Join(told, "; ")}
}

func inputOf(given *common.Payloads) (Object, error) {
	var input any
	if len(given.GetPayloads()) > 0 {
		if err := DataConverter.FromPayload(given.GetPayloads()[0], &input); err != nil {
			return nil, err
		}
	}
	object, _ := input.(Object)
	return object, nil
}

// An order as its JSON says it, whatever types it is made of.
func asJSON(order Object) (read Object, err error) {
	written, err := json.Marshal(order)
	if err != nil {
		return nil, err
	}
	return read, json.Unmarshal(written, &read)
}

// What of an input makes it the payout that it is, in one form.
func pays(flow string, order Object) Object {
	paid := Object{"flow": flow}
	for name, value := range union(defaults, order) {
		if !slices.Contains(beside, name) {
			paid[name] = inOneForm(name, value)
		}
	}
	return paid
}

func union(first, second Object) Object {
	both := maps.Clone(first)
	maps.Copy(both, second)
	return both
}

// Lists in one order; decimals with two decimals or more: "100.1" and "100.10" are the same.
func inOneForm(name string, value any) any {
	switch value := value.(type) {
	case Object:
		for member, inner := range value {
			value[member] = inOneForm(member, inner)
		}
	case []any:
		for at, inner := range value {
			value[at] = inOneForm("", inner)
		}
		slices.SortFunc(value, func(a, b any) int { return strings.Compare(textOf(a), textOf(b)) })
	case string:
		if decimalName.MatchString(name) {
			whole, decimals, _ := strings.Cut(value, ".")
			decimals = strings.TrimRight(decimals, "0")
			return whole + "." + decimals + strings.Repeat("0", max(0, 2-len(decimals)))
		}
	}
	return value
}

func textOf(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(text.String())
}

// A member as one side has it; of a list only what the other side has not, since lists are long.
func seen(value, other any) string {
	list, isList := value.([]any)
	others, areList := other.([]any)
	if isList && areList {
		value = slices.DeleteFunc(slices.Clone(list), func(one any) bool {
			return slices.ContainsFunc(others, func(another any) bool { return textOf(another) == textOf(one) })
		})
	}
	text := []rune(textOf(value))
	if len(text) > mostShown {
		return string(text[:mostShown]) + "…"
	}
	return string(text)
}

// What the flow sets by itself later: given at the start, a payout is found before a worker has seen it.
func attributes(flow string, order Object) temporal.SearchAttributes {
	keyword := func(name, value string) temporal.SearchAttributeUpdate {
		return temporal.NewSearchAttributeKeyKeyword(name).ValueSet(value)
	}
	profile, _ := order["profile"].(string)
	if profile == "" {
		profile = "default"
	}
	set := []temporal.SearchAttributeUpdate{keyword("PayoutFlow", flow), keyword("PayoutProfile", profile)}
	if batchID, ok := order["batchId"].(string); ok {
		set = append(set, keyword("PayoutBatchId", batchID))
	}
	return temporal.NewSearchAttributes(set...)
}

// Result waits for the end, for days if need be. Look at "status": it may be settled in part only.
func Result(ctx context.Context, c client.Client, workflowID string) (Object, error) {
	var result Object
	err := c.GetWorkflow(ctx, workflowID, "").Get(ctx, &result)
	if err == nil {
		return result, nil
	}
	var failure *temporal.ApplicationError
	if errors.As(err, &failure) {
		var known Object
		if failure.HasDetails() {
			if err := failure.Details(&known); err != nil {
				return nil, err
			}
		}
		return nil, &Failed{failure.Type(), failure.Message(), known}
	}
	var ended *temporal.WorkflowExecutionError
	if errors.As(err, &ended) {
		return nil, &Lost{workflowID, ended.Unwrap().Error()}
	}
	return nil, err
}

// Tell says approve, resolve or another update, with the offer that was shown and a note that says why. Repeated with
// the same update id it is said once.
func Tell(ctx context.Context, c client.Client, workflowID, update string, said Object, updateID string) (Object, error) {
	var recorded Object
	handle, err := c.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   workflowID,
		UpdateID:     updateID,
		UpdateName:   update,
		Args:         []any{said},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err == nil {
		err = handle.Get(ctx, &recorded)
	}
	var refusal *temporal.ApplicationError
	if errors.As(err, &refusal) {
		return nil, &Refused{refusal.Type(), refusal.Message()}
	}
	return recorded, err
}

// Standing says how the payout stands now, or stood at its end.
func Standing(ctx context.Context, c client.Client, workflowID string) (Object, error) {
	var standing Object
	answer, err := c.QueryWorkflow(ctx, workflowID, "", "payout")
	if err != nil {
		return nil, err
	}
	return standing, answer.Get(&standing)
}

// Offer is the number of what a person was offered, by the Standing that they were shown; 0 where it is not offered. Sent
// with their word ("offer") it answers nothing else: what changed meanwhile is refused. Without a decision: the offer of
// an approval.
func Offer(shown Object, decision string) int {
	if decision == "" {
		waiting, _ := shown["waiting"].(Object)
		return offerOf(waiting)
	}
	attention, _ := shown["attention"].(Object)
	also, _ := attention["also"].([]any)
	for _, one := range append([]any{attention}, also...) {
		raised, _ := one.(Object)
		decisions, _ := raised["decisions"].([]any)
		if slices.Contains(decisions, any(decision)) {
			return offerOf(raised)
		}
	}
	return 0
}

func offerOf(shown Object) int {
	offer, _ := shown["offer"].(float64)
	return int(offer)
}

// Find gives workflow ids by search attributes, such as `PayoutBatchId = "2026-11" AND PayoutNeedsAttention = true`.
func Find(ctx context.Context, c client.Client, query string) ([]string, error) {
	ids := []string{}
	var next []byte
	for {
		page, err := c.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{Query: query, NextPageToken: next})
		if err != nil {
			return nil, err
		}
		for _, run := range page.GetExecutions() {
			ids = append(ids, run.GetExecution().GetWorkflowId())
		}
		if next = page.GetNextPageToken(); len(next) == 0 {
			return ids, nil
		}
	}
}
