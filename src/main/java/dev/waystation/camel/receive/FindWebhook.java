package dev.waystation.camel.receive;

import dev.waystation.receive.Handshake;
import dev.waystation.receive.RawRequest;
import dev.waystation.receive.Receiver;
import dev.waystation.receive.Webhooks;
import dev.waystation.watch.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The first step of a receipt: finds the webhook of the URL, and takes the request as it came. Unknown, rotated and disabled
 * webhooks are one and the same: 404. The body is the request's raw bytes from here on.
 */
public final class FindWebhook implements Processor {

    private static final byte[] NOTHING = {};

    private final Webhooks webhooks;
    private final Metrics metrics;

    public FindWebhook(Webhooks webhooks, Metrics metrics) {
        this.webhooks = webhooks;
        this.metrics = metrics;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Receiver receiver =
                webhooks.receiver(lastSegment(message)).orElseThrow(() -> new RefusedReceiptException(404, "unknown"));
        RawRequest request = request(message);
        if (request.method().equals("OPTIONS")) {
            Handshake.Answer answer =
                    Handshake.cloudEvents(request).orElseThrow(() -> new RefusedReceiptException(405, "method"));
            metrics.received("handshake");
            ReceiptReply.send(exchange, answer);
            exchange.setRouteStop(true);
            return;
        }
        Receptions.begin(exchange, receiver, request);
        message.setBody(request.body());
    }

    private static String lastSegment(Message message) {
        String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, Math.max(end, 0));
    }

    /** From the request itself: Camel's headers mix those of the request with its query and its form. */
    private static RawRequest request(Message message) {
        if (!(message instanceof HttpMessage http)) {
            throw new IllegalStateException("'findWebhook' belongs behind 'from: platform-http'");
        }
        HttpServerRequest request = http.getRequest();
        List<RawRequest.Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.add(new RawRequest.Header(header.getKey(), header.getValue()));
        }
        return new RawRequest(request.method().name(), headers, body(request), request.query());
    }

    /** {@link RequestBodies} has read it before this route was entered; Vert.x gives the same future again. */
    private static byte[] body(HttpServerRequest request) {
        Buffer body = request.body().result();
        return body == null ? NOTHING : body.getBytes();
    }
}
