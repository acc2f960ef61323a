package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.Settings;
import dev.waystation.cli.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A whole Waystation in this process, asked over HTTP, for tests of what clients see. */
final class ApiServer implements AutoCloseable {

    static final String TOKEN = "test-token";
    static final ObjectMapper JSON = new ObjectMapper();

    private final Server server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private ApiServer(Server server) {
        this.server = server;
    }

    /** Starts one with its data in that directory; settings in pairs of name and value win over the defaults. */
    static ApiServer start(Path data, Clock clock, String... settings) throws Exception {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("waystation.port", "0");
        overrides.put("waystation.data-dir", data.toString());
        overrides.put("waystation.api-token", TOKEN);
        overrides.put("waystation.accounts", "1,2,123");
        overrides.put("waystation.routes", "routes");
        overrides.put("waystation.shutdown.timeout", "1s");
        for (int i = 0; i < settings.length; i += 2) {
            overrides.put(settings[i], settings[i + 1]);
        }
        Server server = new Server(Settings.load(Path.of(""), overrides), clock, (finished, subscription) -> {});
        server.start();
        return new ApiServer(server);
    }

    Server server() {
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** An answer with its body parsed, if it is JSON. */
    record Reply(int status, String text, JsonNode json, HttpResponse<String> response) {

        JsonNode data() {
            return json.get("data");
        }

        String message() {
            return json.at("/status/user_message").asText();
        }
    }

    Reply get(String path) {
        return send(TOKEN, "GET", path, null);
    }

    Reply post(String path, String body) {
        return send(TOKEN, "POST", path, body);
    }

    Reply put(String path, String body) {
        return send(TOKEN, "PUT", path, body);
    }

    Reply delete(String path) {
        return send(TOKEN, "DELETE", path, null);
    }

    Reply send(String token, String method, String path, String body) {
        return sendWith(method, path, body, "Authorization", "Token " + token, "Content-Type", "application/json");
    }

    /** Sends just these headers, beside what HTTP itself needs, and holds the answer against the OpenAPI document. */
    Reply sendWith(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode json = type.startsWith("application/json") ? JSON.readTree(response.body()) : null;
            if (json != null) {
                OpenApi.get().check(method, path, response.statusCode(), json);
            }
            return new Reply(response.statusCode(), response.body(), json, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for something that happens soon, asking again and again. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not so after 20 s: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
