package dev.waystation.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waystation.cli.DemoSubscription.Created;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The endpoints of the demo's subscriptions: a small HTTP server on the loopback interface. It notes each request and
 * checks its signatures, then does what the subscription's script says. Safe for use by several threads.
 */
final class DemoReceiver implements AutoCloseable {

    /**
     * What the requests of one delivery have in common.
     *
     * @param subscription the name in the path
     * @param eventId as the body says; empty when it does not
     */
    record Delivery(String subscription, String eventId) {

        @Override
        public String toString() {
            return eventId + " at '" + subscription + "'";
        }
    }

    /**
     * A request that came in.
     *
     * @param delivery what it belongs to
     * @param number how many requests with this event the endpoint has had, this one included
     * @param answer what was done with it
     * @param signatures whether they are right
     * @param body what was sent; not copied
     */
    record Arrival(Delivery delivery, int number, DemoAnswer answer, DemoSignatures signatures, byte[] body) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "demo-receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Created> byPath = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<Delivery, Arrival> latest = new HashMap<>();
    private final Set<Arrival> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    DemoReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens, without a slash at the end. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String address(DemoSubscription subscription) {
        return address() + "/" + subscription.name();
    }

    /** From here on there is an endpoint for this subscription. */
    void expect(Created created) {
        byPath.put("/" + created.name(), created);
    }

    /** All requests so far, in the order in which they came. */
    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /**
     * The latest request with this event at the endpoint of this name, unless it was taken before: null tells the caller
     * that the attempt which has just ended never came here.
     */
    synchronized Arrival take(String subscription, String eventId) {
        Arrival arrival = latest.get(new Delivery(subscription, eventId));
        return arrival != null && taken.add(arrival) ? arrival : null;
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closing an exchange that was not answered drops the connection.
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Created created = byPath.get(exchange.getRequestURI().getPath());
            if (created == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Headers headers = exchange.getRequestHeaders();
            DemoSignatures signatures = DemoSignatures.check(
                    created.secret(),
                    headers.getFirst("Authorization"),
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    body,
                    Instant.now());
            DemoAnswer answer = note(created.subscription(), body, signatures);
            if (answer != DemoAnswer.DROPPED) {
                exchange.sendResponseHeaders(answer.status, -1);
            }
        }
    }

    private synchronized DemoAnswer note(DemoSubscription subscription, byte[] body, DemoSignatures signatures) {
        String eventId = eventId(body);
        Delivery delivery = new Delivery(subscription.name(), eventId);
        Arrival before = latest.get(delivery);
        int number = before == null ? 1 : before.number() + 1;
        DemoAnswer answer = subscription.answer(number);
        Arrival arrival = new Arrival(delivery, number, answer, signatures, body);
        arrivals.add(arrival);
        latest.put(delivery, arrival);
        return answer;
    }

    private static String eventId(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8))
                    .path("eventId")
                    .asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
