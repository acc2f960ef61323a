package dev.waystation.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Speaks to a gateway over HTTP as its users do. Keeps connections alive. Safe for use by any number of threads. */
public final class GatewayClient {

    /** Account 1. */
    public static final String WEBHOOKS = "/api/v3/accounts/1/webhooks";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI base;
    private final String token;

    /** Speaks to the gateway on that port of this machine with that token. */
    public GatewayClient(int port, String token) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.token = token;
    }

    /** A subscription as its creator knows it. */
    public record Subscriber(String id, String secret) {}

    /** What a publisher is told about one event. */
    public record Receipt(String eventId, int deliveries, boolean duplicate) {}

    /** Where the gateway listens. */
    public URI uri(String path) {
        return base.resolve(path);
    }

    /** Creates a subscription of account 1 to these event types, of every job. */
    public Subscriber subscribe(String name, URI url, String... eventTypes) {
        return subscribe(name, url.toString(), List.of(eventTypes), List.of());
    }

    /** Creates a subscription of account 1. */
    public Subscriber subscribe(String name, String url, List<String> eventTypes, List<String> jobIds) {
        ObjectNode body =
                JSON.createObjectNode().put("name", name).put("client_url", url).put("active", true);
        eventTypes.forEach(body.putArray("event_types")::add);
        jobIds.forEach(body.putArray("job_ids")::add);
        HttpResponse<String> answer = post(WEBHOOKS + "/subscriptions", "application/json", body.toString());
        if (answer.statusCode() != 201) {
            throw new AssertionError("the subscription was not created: " + answer.body());
        }
        JsonNode data = json(answer).get("data");
        return new Subscriber(data.get("id").asText(), data.get("hmac_secret").asText());
    }

    /** What the API shows of a subscription of account 1. */
    public JsonNode subscription(Subscriber subscriber) {
        for (JsonNode shown : json(get(WEBHOOKS + "/subscriptions?limit=100")).get("data")) {
            if (shown.get("id").asText().equals(subscriber.id())) {
                return shown;
            }
        }
        throw new AssertionError("subscription " + subscriber.id() + " is not shown");
    }

    /** Publishes one event, which must be accepted. */
    public Receipt publish(RunEvents event) {
        return publishAll(event.json()).get(0);
    }

    /** Publishes a body, which must be accepted. */
    public List<Receipt> publishAll(String body) {
        HttpResponse<String> answer = tryPublish("application/json", body);
        if (answer.statusCode() != 202) {
            throw new AssertionError("not accepted: " + answer.statusCode() + " " + answer.body());
        }
        return receipts(answer);
    }

    /** The receipts in an answer to a publisher. */
    public static List<Receipt> receipts(HttpResponse<String> answer) {
        List<Receipt> receipts = new ArrayList<>();
        for (JsonNode one : json(answer).get("data")) {
            receipts.add(new Receipt(
                    one.get("event_id").asText(),
                    one.get("deliveries").asInt(),
                    one.get("duplicate").asBoolean()));
        }
        return receipts;
    }

    /** Publishes a body and tells the answer, whatever it is. */
    public HttpResponse<String> tryPublish(String contentType, String body) {
        return post(WEBHOOKS + "/events", contentType, body);
    }

    /** Posts with the token. */
    public HttpResponse<String> post(String path, String contentType, String body) {
        return post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Posts with the token; a null content type sends none. */
    public HttpResponse<String> post(String path, String contentType, byte[] body) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(request);
    }

    /** Gets with the token. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** A request to that path, with the token. */
    public HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Token " + token);
    }

    /** A request to that path, without a token. */
    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The body of an answer as JSON. */
    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    /** The text of {@code /metrics}. */
    public String metrics() {
        return send(anonymous("/metrics").GET()).body();
    }

    /** The sum of a meter's values over its labels, of those rows that contain all the given texts; 0 when there is none. */
    public double meter(String name, String... containing) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(containing).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until nothing is owed and nothing is in flight. */
    public void awaitNothingOwed(Duration atMost) {
        Await.until(
                "nothing is owed",
                atMost,
                () -> meter("waystation_pending") == 0 && meter("waystation_in_flight") == 0);
    }
}
