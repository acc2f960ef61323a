package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.cli.DemoSubscription.Created;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The demo as a user of the gateway's HTTP API. */
final class DemoApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            // The gateway is on this machine, whatever proxy the machine has for others.
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final String address;
    private final String token;

    /**
     * @param address where the gateway listens, without a slash at the end
     * @param token the API token
     */
    DemoApi(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Makes the subscription with an endpoint at {@code clientUrl}. */
    Created create(DemoSubscription subscription, String clientUrl) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("name", subscription.name());
        body.put("client_url", clientUrl);
        body.set("event_types", JSON.valueToTree(subscription.eventTypes()));
        body.set("job_ids", JSON.valueToTree(subscription.jobIds()));
        body.put("active", true);
        JsonNode data = post(subscription.account(), "subscriptions", JSON.writeValueAsBytes(body), 201);
        return new Created(
                subscription, data.path("id").asText(), data.path("hmac_secret").asText());
    }

    /** Publishes the sample as it is in its file, and tells to how many subscriptions the gateway says it goes. */
    int publish(DemoSample sample) throws IOException, InterruptedException {
        return post(sample.account(), "events", sample.bytes(), 202)
                .path(0)
                .path("deliveries")
                .asInt(-1);
    }

    private JsonNode post(long account, String what, byte[] body, int expected)
            throws IOException, InterruptedException {
        URI uri = URI.create(address + "/api/v3/accounts/" + account + "/webhooks/" + what);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", "Token " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode reply = JSON.readTree(response.body());
        if (response.statusCode() != expected) {
            throw new IOException(
                    "POST " + uri.getPath() + " was answered " + response.statusCode() + ", expected " + expected + ": "
                            + reply.path("status").path("user_message").asText());
        }
        return reply.path("data");
    }
}
