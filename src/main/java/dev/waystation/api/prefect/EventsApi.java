package dev.waystation.api.prefect;

import dev.waystation.Gateway;
import dev.waystation.api.ApiException;
import dev.waystation.api.ApiPath;
import dev.waystation.api.Replies;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.EventProblem;
import dev.waystation.event.received.InvalidReceivedEventException;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.ReceivedEventReader;
import dev.waystation.feed.BadPageTokenException;
import dev.waystation.feed.CountRequest;
import dev.waystation.feed.Countable;
import dev.waystation.feed.Feed;
import dev.waystation.feed.FeedJson;
import dev.waystation.feed.FeedPage;
import dev.waystation.feed.FeedRequest;
import dev.waystation.feed.InvalidCountException;
import dev.waystation.feed.InvalidFeedRequestException;
import dev.waystation.feed.ProblemJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Prefect's events API: the feed, counts of it, and events sent in directly. What is wrong with a request is answered as
 * Prefect's own server does, which is what clients of this API were written for. Safe for use by several threads.
 */
public final class EventsApi {

    private final Gateway gateway;
    private final PublicUrl publicUrl;
    private final ReceivedEventReader reader = new ReceivedEventReader(EventLimits.DEFAULTS);

    public EventsApi(Gateway gateway, PublicUrl publicUrl) {
        this.gateway = gateway;
        this.publicUrl = publicUrl;
    }

    /** {@code POST …/events}: a list of events, all or none; 204 after they are stored with their fan-out. */
    public void create(Exchange exchange) {
        WebhooksApi.workspace(exchange);
        String body = body(exchange);
        List<ReceivedEvent> events;
        try {
            events = reader.batch(
                    body, WebhooksApi.account(exchange), gateway.clock().instant());
        } catch (InvalidReceivedEventException e) {
            List<EventProblem> problems = e.problems().stream()
                    .map(problem -> new EventProblem(inBody(problem), problem.type(), problem.message()))
                    .toList();
            send(exchange, 422, ProblemJson.server(problems, parsed(body)));
            return;
        }
        if (!events.isEmpty()) {
            long start = System.nanoTime();
            gateway.fanOut().publish(events);
            gateway.metrics().accepted(events.size(), System.nanoTime() - start);
        }
        Replies.sendNothing(exchange, 204);
    }

    private static List<Object> inBody(EventProblem problem) {
        List<Object> location = new ArrayList<>(List.of("body"));
        location.addAll(problem.location());
        return location;
    }

    private static Object parsed(String body) {
        try {
            return PythonJson.parse(body);
        } catch (PythonJson.NotJson e) {
            return body;
        }
    }

    /** {@code POST …/events/filter}: the first page. The body may be absent. */
    public void filter(Exchange exchange) {
        WebhooksApi.workspace(exchange);
        Feed feed = gateway.feed();
        try {
            FeedRequest request = FeedRequest.of(body(exchange), feed.now(), Feed.LARGEST_PAGE);
            sendPage(exchange, feed.first(WebhooksApi.account(exchange), request.filter(), request.limit()));
        } catch (InvalidFeedRequestException e) {
            send(exchange, 422, ProblemJson.server(e.problems(), e.request()));
        }
    }

    /** {@code GET …/events/filter/next?page-token=…}: the page that an answer linked to. */
    public void next(Exchange exchange) {
        WebhooksApi.workspace(exchange);
        String token = pageToken(exchange);
        if (token == null) {
            EventProblem missing = new EventProblem(List.of("query", "page-token"), "missing", "is missing");
            send(exchange, 422, ProblemJson.server(List.of(missing), null));
            return;
        }
        try {
            sendPage(exchange, gateway.feed().next(WebhooksApi.account(exchange), Feed.fromParameter(token)));
        } catch (BadPageTokenException e) {
            send(exchange, 403, ProblemJson.message(e.getMessage()));
        }
    }

    /** {@code POST …/events/count-by/{countable}}: by day, time, event or resource. */
    public void countBy(Exchange exchange) throws ApiException {
        WebhooksApi.workspace(exchange);
        String name = ApiPath.after(exchange, "count-by");
        Countable countable = Countable.named(name)
                .orElseThrow(() -> new ApiException(
                        404,
                        "Events are not counted by '" + ApiPath.shown(name)
                                + "', expected day, time, event or resource."));
        Feed feed = gateway.feed();
        try {
            CountRequest request = CountRequest.of(body(exchange), feed.now());
            send(
                    exchange,
                    200,
                    FeedJson.counts(feed.countBy(
                            WebhooksApi.account(exchange),
                            countable,
                            request.filter(),
                            request.unit(),
                            request.interval())));
        } catch (InvalidFeedRequestException e) {
            send(exchange, 422, ProblemJson.server(e.problems(), e.request()));
        } catch (InvalidCountException e) {
            send(exchange, 422, ProblemJson.message(e.getMessage()));
        }
    }

    private void sendPage(Exchange exchange, FeedPage page) {
        UUID workspace = WebhooksApi.workspace(exchange);
        String next = publicUrl.base(exchange) + "/api/accounts/" + ApiPath.after(exchange, "accounts")
                + (workspace == null ? "" : "/workspaces/" + workspace) + "/events/filter/next";
        send(exchange, 200, FeedJson.page(page, next));
    }

    /** As the client sent it: Camel's headers would mix it with a header of the same name. */
    private static String pageToken(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class);
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("page-token=")) {
                return decoded(parameter.substring("page-token=".length()));
            }
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static String body(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    private static void send(Exchange exchange, int status, byte[] json) {
        Replies.send(exchange, status, new String(json, StandardCharsets.UTF_8));
    }
}
