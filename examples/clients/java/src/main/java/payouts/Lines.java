package payouts;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Does what its standard input says, a line of JSON each, and answers in a line each: how the tests run Payouts. */
public final class Lines {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final ObjectMapper json = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    var options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(System.getenv("TEMPORAL_ADDRESS"))
            .build();
    var service = WorkflowServiceStubs.newServiceStubs(options);
    var payouts = new Payouts(WorkflowClient.newInstance(service));
    var in = new BufferedReader(new InputStreamReader(System.in));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(json.writeValueAsString(answer(payouts, json.readValue(line, OBJECT))));
    }
    service.shutdownNow();
  }

  private static Map<String, Object> answer(Payouts payouts, Map<String, Object> ask) {
    try {
      return Collections.singletonMap("ok", act(payouts, ask));
    } catch (Payouts.Failed failed) {
      var known = new HashMap<String, Object>();
      known.put("type", failed.type);
      known.put("message", failed.getMessage());
      known.put("known", failed.known);
      return Map.of("failed", known);
    } catch (Payouts.Lost lost) {
      return Map.of("lost", lost.getMessage());
    } catch (Payouts.Mismatch mismatch) {
      return Map.of("mismatch", mismatch.getMessage());
    } catch (Payouts.Refused refused) {
      return Map.of("refused", Map.of("type", refused.type, "message", refused.getMessage()));
    }
  }

  private static Object act(Payouts payouts, Map<String, Object> ask) {
    var id = (String) ask.get("id");
    return switch ((String) ask.get("do")) {
      case "start" -> payouts.start((String) ask.get("flow"), id, object(ask.get("input")));
      case "result" -> payouts.result(id);
      case "tell" ->
          payouts.tell(
              id,
              (String) ask.get("update"),
              object(ask.get("said")),
              (String) ask.get("updateId"));
      case "standing" -> payouts.standing(id);
      case "offer" -> Payouts.offerIn(payouts.standing(id), (String) ask.get("decision"));
      case "find" -> payouts.find((String) ask.get("query"));
      default -> throw new IllegalArgumentException("cannot " + ask.get("do"));
    };
  }

  private static Map<String, Object> object(Object value) {
    return json.convertValue(value, OBJECT);
  }
}
