package payouts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a Java service needs to start payouts and to follow them. Copy it, or take what you need. */
public final class Payouts {
  private static final String TASK_QUEUE = "payouts";
  private static final int MOST_ROUNDS = 5;
  private static final int MOST_SHOWN = 300;
  private static final Pattern DECIMAL_NAME = Pattern.compile("(?i)(amount|decimal)$");
  private static final ObjectMapper json = new ObjectMapper();

  /**
   * What an input says beside what is paid, to whom and by what terms: two inputs that differ in these alone are one
   * payout.
   */
  private static final Set<String> BESIDE =
      Set.of("send", "settleBy", "requestedBy", "batchId", "summary", "checkBalance", "reconcile");

  /** What an input means that does not say them. */
  private static final Map<String, String> DEFAULTS =
      Map.of("profile", "default", "approval", "none", "credit", "none");

  /** The payout ended Failed: no money moved, or a person said so. {@code known} is what was known at the end. */
  public static final class Failed extends RuntimeException {
    public final String type;
    public final transient Map<?, ?> known;

    Failed(ApplicationFailure failure, Throwable cause) {
      super(failure.getOriginalMessage(), cause);
      type = failure.getType();
      known = failure.getDetails().getSize() == 0 ? null : failure.getDetails().get(Map.class);
    }
  }

  /** The order's last run was ended from outside: money may have moved without anybody's saying so. */
  public static final class Lost extends RuntimeException {
    Lost(String how, Throwable cause) {
      super(how, cause);
    }
  }

  /** An update was not taken: its words are wrong (InvalidInput), or it is not its time (UpdateRefused). */
  public static final class Refused extends RuntimeException {
    public final String type;

    Refused(ApplicationFailure failure, Throwable cause) {
      super(failure.getOriginalMessage(), cause);
      type = failure.getType();
    }
  }

  /** The run of this id pays something else than what was asked for now. Nothing was started. */
  public static final class Mismatch extends RuntimeException {
    public final String runId;

    Mismatch(String runId, String message) {
      super(message);
      this.runId = runId;
    }
  }

  private final WorkflowClient client;

  public Payouts(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Starts an order, or attaches to the run that carries it. Safe to repeat. Returns the id of the run.
   *
   * @throws Mismatch where that run pays something else
   * @throws Lost where the last run was ended from outside
   */
  public String start(String flow, String workflowId, Map<String, Object> order) {
    var runId = startOrAttach(flow, workflowId, order);
    checkSame(flow, workflowId, runId, order);
    return runId;
  }

  private String startOrAttach(String flow, String workflowId, Map<String, Object> order) {
    var reuse = WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;
    for (var round = 0; round < MOST_ROUNDS; round++) {
      try {
        var options =
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TASK_QUEUE)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(reuse)
                .setTypedSearchAttributes(attributes(flow, order))
                .build();
        return client.newUntypedWorkflowStub(flow, options).start(order).getRunId();
      } catch (WorkflowExecutionAlreadyStarted taken) {
        var last = client.newUntypedWorkflowStub(workflowId).describe();
        if (last.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
          return last.getExecution().getRunId();
        }
        if (isLost(last.getStatus()) && !"never".equals(order.get("send"))) {
          throw new Lost(last.getStatus().name(), taken);
        }
        // Failed: nothing moved, so the order may run again. This policy never runs a completed one again.
        reuse = WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
      }
    }
    throw new IllegalStateException("somebody else keeps starting and ending " + workflowId);
  }

  private static boolean isLost(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED,
          WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
          WORKFLOW_EXECUTION_STATUS_CANCELED ->
          true;
      default -> false;
    };
  }

  /** Holds what is asked for against what the run was asked for: its first event has that, however it was started. */
  private void checkSame(String flow, String workflowId, String runId, Map<String, Object> order) {
    var run = WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId);
    var request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setExecution(run)
            .setMaximumPageSize(1)
            .build();
    var answer = client.getWorkflowServiceStubs().blockingStub().getWorkflowExecutionHistory(request);
    var started = answer.getHistory().getEvents(0).getWorkflowExecutionStartedEventAttributes();
    Map<?, ?> given = Map.of();
    if (started.getInput().getPayloadsCount() > 0) {
      var input = Optional.of(started.getInput());
      var read = client.getOptions().getDataConverter().fromPayloads(0, input, Object.class, Object.class);
      if (read instanceof Map<?, ?> object) given = object;
    }
    var ours = pays(flow, order);
    var theirs = pays(started.getWorkflowType().getName(), given);
    var names = new TreeSet<>(ours.keySet());
    names.addAll(theirs.keySet());
    names.removeIf(name -> textOf(ours.get(name)).equals(textOf(theirs.get(name))));
    if (names.isEmpty()) return;
    var told =
        names.stream()
            .map(name -> told(name, ours.get(name), theirs.get(name)))
            .collect(Collectors.joining("; "));
    throw new Mismatch(runId, workflowId + " pays something else: " + told);
  }

  private static String told(String name, Object ours, Object theirs) {
    return name + ": asked for " + seen(ours, theirs) + ", runs with " + seen(theirs, ours);
  }

  /** What of an input makes it the payout that it is, in one form. */
  private static Map<String, Object> pays(String flow, Map<?, ?> order) {
    var paid = new HashMap<String, Object>(DEFAULTS);
    paid.put("flow", flow);
    for (var member : json.convertValue(order, Map.class).entrySet()) {
      var entry = (Map.Entry<?, ?>) member;
      var name = (String) entry.getKey();
      if (!BESIDE.contains(name)) paid.put(name, inOneForm(name, entry.getValue()));
    }
    return paid;
  }

  /** Lists in one order; decimals with two decimals or more: {@code 100.1} and {@code 100.10} are the same. */
  private static Object inOneForm(String name, Object value) {
    if (value instanceof Map<?, ?> members) {
      var ordered = new TreeMap<String, Object>();
      members.forEach((member, inner) -> ordered.put((String) member, inOneForm((String) member, inner)));
      return ordered;
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(inner -> inOneForm("", inner))
          .sorted(Comparator.comparing(Payouts::textOf))
          .toList();
    }
    if (value instanceof Number number) {
      var exact = new BigDecimal(number.toString()).stripTrailingZeros();
      return exact.setScale(Math.max(0, exact.scale()));
    }
    if (!(value instanceof String text) || !DECIMAL_NAME.matcher(name).find()) return value;
    var parts = (text + ".").split("\\.", 3);
    var decimals = parts[1].replaceAll("0+$", "");
    return parts[0] + "." + decimals + "0".repeat(Math.max(0, 2 - decimals.length()));
  }

  private static String textOf(Object value) {
    return json.valueToTree(value).toString();
  }

  /** A member as one side has it; of a list only what the other side has not, since lists are long. */
  private static String seen(Object value, Object other) {
    var shown = value;
    if (value instanceof List<?> list && other instanceof List<?> others) {
      var theirs = others.stream().map(Payouts::textOf).collect(Collectors.toSet());
      shown = list.stream().filter(one -> !theirs.contains(textOf(one))).toList();
    }
    var text = textOf(shown);
    if (text.codePointCount(0, text.length()) <= MOST_SHOWN) return text;
    return text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…";
  }

  /** What the flow sets by itself later: given at the start, a payout is found before a worker has seen it. */
  private static SearchAttributes attributes(String flow, Map<String, Object> order) {
    var attributes =
        SearchAttributes.newBuilder()
            .set(SearchAttributeKey.forKeyword("PayoutFlow"), flow)
            .set(
                SearchAttributeKey.forKeyword("PayoutProfile"),
                (String) order.getOrDefault("profile", "default"));
    if (order.get("batchId") instanceof String batchId) {
      attributes.set(SearchAttributeKey.forKeyword("PayoutBatchId"), batchId);
    }
    return attributes.build();
  }

  /** Waits for the end, for days if need be. Look at {@code status}: it may be settled in part only. */
  public Map<?, ?> result(String workflowId) {
    try {
      return client.newUntypedWorkflowStub(workflowId).getResult(Map.class);
    } catch (WorkflowFailedException ended) {
      if (ended.getCause() instanceof ApplicationFailure failure) throw new Failed(failure, ended);
      throw new Lost(ended.getCause().getClass().getSimpleName(), ended);
    }
  }

  /**
   * Says approve, resolve or another update, with the {@code offer} that was shown and a {@code note} that says why.
   * Repeated with the same update id it is said once.
   */
  public Map<?, ?> tell(
      String workflowId, String update, Map<String, Object> said, String updateId) {
    try {
      var options =
          UpdateOptions.newBuilder(Map.class)
              .setUpdateName(update)
              .setUpdateId(updateId)
              .setWaitForStage(WorkflowUpdateStage.COMPLETED)
              .build();
      return client.newUntypedWorkflowStub(workflowId).startUpdate(options, said).getResult();
    } catch (WorkflowUpdateException refused) {
      if (refused.getCause() instanceof ApplicationFailure failure) {
        throw new Refused(failure, refused);
      }
      throw refused;
    }
  }

  /** How the payout stands now, or stood at its end. */
  public Map<?, ?> standing(String workflowId) {
    return client.newUntypedWorkflowStub(workflowId).query("payout", Map.class);
  }

  /**
   * The number of what a person was offered, by the {@code standing} that they were shown; null where it is not offered.
   * Sent with their word ({@code offer}) it answers nothing else: what changed meanwhile is refused. Without a decision:
   * the offer of an approval.
   */
  public static Object offerIn(Map<?, ?> shown, String decision) {
    if (decision == null) return shown.get("waiting") instanceof Map<?, ?> w ? w.get("offer") : null;
    if (!(shown.get("attention") instanceof Map<?, ?> attention)) return null;
    return Stream.concat(Stream.of(attention), ((List<?>) attention.get("also")).stream())
        .map(raised -> (Map<?, ?>) raised)
        .filter(raised -> ((List<?>) raised.get("decisions")).contains(decision))
        .findFirst()
        .<Object>map(raised -> raised.get("offer"))
        .orElse(null);
  }

  /** Workflow ids by search attributes: {@code PayoutBatchId = "2026-11" AND PayoutNeedsAttention = true}. */
  public List<String> find(String query) {
    try (var runs = client.listExecutions(query)) {
      return runs.map(run -> run.getExecution().getWorkflowId()).toList();
    }
  }
}
