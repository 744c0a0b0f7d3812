"""All that a Python service needs to start payouts and to follow them. Copy it, or take what you need."""

import json
import re
from dataclasses import dataclass
from typing import Any

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryRequest
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
)
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

TASK_QUEUE = "payouts"
LOST = (
    WorkflowExecutionStatus.TERMINATED,
    WorkflowExecutionStatus.TIMED_OUT,
    WorkflowExecutionStatus.CANCELED,
)
MOST_ROUNDS = 5
MOST_SHOWN = 300
# What an input says beside what is paid, to whom and by what terms: two inputs that differ in these alone are one payout.
BESIDE = {"send", "settleBy", "requestedBy", "batchId", "summary", "checkBalance", "reconcile"}
DEFAULTS = {"profile": "default", "approval": "none", "credit": "none"}


@dataclass
class PayoutFailed(Exception):
    """The payout ended Failed: no money moved, or a person said so. `known` is what was known at the end."""

    type: str
    message: str
    known: dict[str, Any] | None


@dataclass
class PayoutLost(Exception):
    """The order's last run was ended from outside: money may have moved without anybody's saying so."""

    workflow_id: str
    how: str


@dataclass
class UpdateRefused(Exception):
    """An update was not taken: its words are wrong (InvalidInput), or it is not its time (UpdateRefused)."""

    type: str
    message: str


@dataclass
class PayoutMismatch(Exception):
    """The run of this id pays something else than what was asked for now. Nothing was started."""

    workflow_id: str
    run_id: str
    message: str

    def __str__(self) -> str:
        return self.message


async def start(client: Client, flow: str, workflow_id: str, order: dict[str, Any]) -> str:
    """Starts an order, or attaches to the run that carries it. Safe to repeat. Returns the id of the run.

    Raises PayoutMismatch where that run pays something else, and PayoutLost where the last one was ended from outside."""
    run_id = await start_or_attach(client, flow, workflow_id, order)
    await check_same(client, flow, workflow_id, run_id, order)
    return run_id


async def start_or_attach(client: Client, flow: str, workflow_id: str, order: dict[str, Any]) -> str:
    reuse = WorkflowIDReusePolicy.REJECT_DUPLICATE
    for _ in range(MOST_ROUNDS):
        try:
            handle = await client.start_workflow(
                flow,
                order,
                id=workflow_id,
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=reuse,
                search_attributes=attributes(flow, order),
            )
            return handle.result_run_id or ""
        except WorkflowAlreadyStartedError:
            last = await client.get_workflow_handle(workflow_id).describe()
            if last.status == WorkflowExecutionStatus.COMPLETED:
                return last.run_id
            if last.status in LOST and order.get("send") != "never":
                raise PayoutLost(workflow_id, last.status.name) from None
            # Failed: nothing moved, so the order may run again. This policy never runs a completed one again.
            reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY
    raise RuntimeError(f"somebody else keeps starting and ending {workflow_id}")


async def check_same(client: Client, flow: str, workflow_id: str, run_id: str, order: dict[str, Any]) -> None:
    """Holds what is asked for against what the run was asked for: its first event has that, however it was started."""
    first = await client.workflow_service.get_workflow_execution_history(
        GetWorkflowExecutionHistoryRequest(
            namespace=client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id, run_id=run_id),
            maximum_page_size=1,
        )
    )
    started = first.history.events[0].workflow_execution_started_event_attributes
    inputs = await client.data_converter.decode(started.input.payloads)
    ours = {"flow": flow, **pays(order)}
    theirs = {"flow": started.workflow_type.name, **pays(inputs[0] if inputs and isinstance(inputs[0], dict) else {})}
    differs = [name for name in sorted({*ours, *theirs}) if text_of(ours.get(name)) != text_of(theirs.get(name))]
    if differs:
        told = [f"{name}: asked for {seen(ours, theirs, name)}, runs with {seen(theirs, ours, name)}" for name in differs]
        raise PayoutMismatch(workflow_id, run_id, f"{workflow_id} pays something else: {'; '.join(told)}")


def pays(order: dict[str, Any]) -> dict[str, Any]:
    """What of an input makes it the payout that it is, in one form."""
    return in_one_form({**DEFAULTS, **{name: value for name, value in order.items() if name not in BESIDE}})


def in_one_form(value: Any, name: str = "") -> Any:
    """Lists in one order; decimals with two decimals or more: `100.1` and `100.10` are the same."""
    if isinstance(value, dict):
        return {member: in_one_form(inner, member) for member, inner in value.items()}
    if isinstance(value, list):
        return sorted((in_one_form(inner) for inner in value), key=text_of)
    if isinstance(value, str) and re.search("(?i)(amount|decimal)$", name):
        whole, _, decimals = value.partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def text_of(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def seen(of: dict[str, Any], other: dict[str, Any], name: str) -> str:
    """A member as one side has it; of a list only what the other side has not, since lists are long."""
    value, beside = of.get(name), other.get(name)
    if isinstance(value, list) and isinstance(beside, list):
        value = [one for one in value if one not in beside]
    text = text_of(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def attributes(flow: str, order: dict[str, Any]) -> TypedSearchAttributes:
    """What the flow sets by itself later: given at the start, a payout is found before a worker has seen it."""
    values = {"PayoutFlow": flow, "PayoutProfile": order.get("profile", "default")}
    if "batchId" in order:
        values["PayoutBatchId"] = order["batchId"]
    pairs = [SearchAttributePair(SearchAttributeKey.for_keyword(name), value) for name, value in values.items()]
    return TypedSearchAttributes(pairs)


async def result(client: Client, workflow_id: str) -> dict[str, Any]:
    """Waits for the end, for days if need be. Look at `status`: it may be settled in part only."""
    try:
        return await client.get_workflow_handle(workflow_id, result_type=dict).result()
    except WorkflowFailureError as error:
        if isinstance(error.cause, ApplicationError):
            known = error.cause.details[0] if error.cause.details else None
            raise PayoutFailed(error.cause.type or "", error.cause.message, known) from error
        raise PayoutLost(workflow_id, type(error.cause).__name__) from error


async def tell(client: Client, workflow_id: str, update: str, said: dict[str, Any], update_id: str) -> dict[str, Any]:
    """Says `approve`, `resolve` or another update, with the `offer` that was shown and a `note` that says why.

    Repeated with the same update id it is said once."""
    try:
        return await client.get_workflow_handle(workflow_id).execute_update(update, said, id=update_id)
    except WorkflowUpdateFailedError as error:
        if isinstance(error.cause, ApplicationError):
            raise UpdateRefused(error.cause.type or "", error.cause.message) from error
        raise


async def standing(client: Client, workflow_id: str) -> dict[str, Any]:
    """How the payout stands now, or stood at its end."""
    return await client.get_workflow_handle(workflow_id).query("payout")


def offer_in(shown: dict[str, Any], decision: str | None = None) -> int | None:
    """
    The number of what a person was offered, by the `standing` that they were shown. Sent with their word (`offer`) it
    answers nothing else: what changed meanwhile is refused. Without a decision: the offer of an approval.
    """
    if decision is None:
        return (shown["waiting"] or {}).get("offer")
    attention = shown["attention"]
    raised = [attention, *attention["also"]] if attention else []
    return next((reason["offer"] for reason in raised if decision in reason["decisions"]), None)


async def find(client: Client, query: str) -> list[str]:
    """Workflow ids by search attributes, such as `PayoutBatchId = "2026-11" AND PayoutNeedsAttention = true`."""
    return [run.id async for run in client.list_workflows(query)]
