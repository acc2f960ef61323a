package dev.waystation.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.received.CleanJson;
import dev.waystation.event.received.EventProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bodies of answers with status 422, in the two shapes that Prefect has for them, as JSON in UTF-8. */
public final class ProblemJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProblemJson() {}

    /**
     * As Prefect's own server answers: {@code {"exception_message":…,"exception_detail":[{"type","loc","msg","input"}],
     * "request_body":…}}. It repeats the whole request, so it does not belong into logs.
     *
     * @param problems locations begin with {@code body}, or with another part of the request
     * @param request the request's body as parsed JSON, or as text when it is not JSON; null if there is none
     */
    public static byte[] server(List<EventProblem> problems, Object request) {
        List<Map<String, Object>> detail = new ArrayList<>();
        for (EventProblem problem : problems) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", problem.type());
            json.put("loc", problem.location());
            json.put("msg", problem.message());
            json.put("input", input(problem, request));
            detail.add(json);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("exception_message", "Invalid request received.");
        body.put("exception_detail", detail);
        body.put("request_body", request);
        return bytes(body);
    }

    /** As Prefect Cloud answers: {@code {"detail":[{"loc","msg","type"}]}}. */
    public static byte[] cloud(List<EventProblem> problems) {
        List<Map<String, Object>> detail = new ArrayList<>();
        for (EventProblem problem : problems) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("loc", problem.location());
            json.put("msg", problem.message());
            json.put("type", problem.type());
            detail.add(json);
        }
        return bytes(Map.of("detail", detail));
    }

    /** As both answer when there is only one thing to say, such as too many buckets: {@code {"detail":"…"}}. */
    public static byte[] message(String detail) {
        return bytes(Map.of("detail", detail));
    }

    /** The value that is wrong; where one is missing, the object that should have it. */
    private static Object input(EventProblem problem, Object request) {
        List<Object> location = problem.location();
        if (location.isEmpty()
                || !"body".equals(location.get(0))
                || problem.type().equals("json_invalid")) {
            return null;
        }
        Object value = request;
        for (Object step : location.subList(1, location.size())) {
            if (value instanceof Map<?, ?> map && map.containsKey(step)) {
                value = map.get(step);
            } else if (value instanceof List<?> list && step instanceof Integer at && at < list.size()) {
                value = list.get(at);
            } else {
                return value;
            }
        }
        return value;
    }

    /** Any value as JSON; a request that is repeated may hold what only Python can say. */
    static byte[] bytes(Object json) {
        try {
            return MAPPER.writeValueAsBytes(
                    CleanJson.map(Collections.singletonMap("", json)).get(""));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was parsed can be written", e);
        }
    }
}
