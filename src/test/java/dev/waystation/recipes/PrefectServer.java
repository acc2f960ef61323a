package dev.waystation.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waystation.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Answers {@code POST /api/events} as a Prefect server does: 401 without the right login, 422 with the whole request in it
 * for what its models refuse, and else 204, whether it keeps the event, knows its id already, or drops it for its size.
 */
final class PrefectServer implements AutoCloseable {

    /** A request as it came. */
    record Request(String login, String contentType, byte[] body) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 1_500_000;

    private final Schema schema = Schema.of("prefect-events.schema.json");
    private final HttpServer server;
    private final String login;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> kept = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Integer> trouble = new ConcurrentLinkedQueue<>();

    /** @param login {@code user:password}, or null for none */
    PrefectServer(String login) {
        this.login = login;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    String apiUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    /** The next requests are taken in, and answered with these statuses all the same. */
    void inTrouble(Integer... statuses) {
        trouble.addAll(List.of(statuses));
    }

    List<Request> requests() {
        return requests;
    }

    /** The events that it keeps, once there are so many. */
    List<JsonNode> awaitKept(int count) {
        Await.until(count + " events are kept", Await.SOON, () -> kept().size() >= count);
        return kept();
    }

    List<JsonNode> kept() {
        synchronized (kept) {
            return new ArrayList<>(kept.values());
        }
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            byte[] body = http.getRequestBody().readAllBytes();
            String shown = http.getRequestHeaders().getFirst("Authorization");
            requests.add(new Request(shown, http.getRequestHeaders().getFirst("Content-Type"), body));
            if (!http.getRequestURI().toString().equals("/api/events")) {
                answer(http, 404, "{\"detail\":\"Not Found\"}");
            } else if (!http.getRequestMethod().equals("POST")) {
                answer(http, 405, "{\"detail\":\"Method Not Allowed\"}");
            } else if (login != null && !basic(login).equals(shown)) {
                answer(http, 401, "{\"exception_message\":\"Unauthorized\"}");
            } else {
                take(http, body);
            }
        }
    }

    private void take(HttpExchange http, byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        JsonNode events = JSON.readTree(body);
        String complaint = schema.complaint(events);
        if (complaint != null) {
            answer(
                    http,
                    422,
                    "{\"exception_message\":\"Invalid request received.\",\"exception_detail\":[{\"msg\":"
                            + JSON.writeValueAsString(complaint) + "}],\"request_body\":" + text + "}");
            return;
        }
        synchronized (kept) {
            for (JsonNode event : events) {
                if (JSON.writeValueAsBytes(event).length <= LARGEST) {
                    kept.putIfAbsent(event.get("id").asText(), event);
                }
            }
        }
        Integer status = trouble.poll();
        if (status != null) {
            answer(http, status, "{\"exception_message\":\"Service Unavailable\"}");
        } else {
            http.sendResponseHeaders(204, -1);
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII));
    }

    private static void answer(HttpExchange http, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
