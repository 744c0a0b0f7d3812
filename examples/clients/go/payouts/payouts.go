// Package payouts is all that a Go service needs to start payouts and to follow them. Copy it, or take what you need.
package payouts

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

const (
	taskQueue  = "payouts"
	mostRounds = 5
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

// Start starts an order, or attaches to the run that carries it. Safe to repeat. It returns the id of the run.
func Start(ctx context.Context, c client.Client, flow, workflowID string, order Object) (string, error) {
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
