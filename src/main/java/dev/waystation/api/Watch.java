package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** What monitoring asks: {@code /health} and {@code /metrics}. No token needed; nothing in them is secret. */
public final class Watch {

    private final Gateway gateway;

    public Watch(Gateway gateway) {
        this.gateway = gateway;
    }

    /** 200 with {@code {"status":"UP"}} when all checks pass, else 503 and which one does not. */
    public void health(Exchange exchange) {
        Collection<HealthCheck.Result> results = results(exchange.getContext());
        boolean up = results.stream().allMatch(r -> r.getState() == HealthCheck.State.UP);
        ObjectNode reply = Replies.JSON.createObjectNode();
        reply.put("status", up ? "UP" : "DOWN");
        ObjectNode checks = reply.putObject("checks");
        for (HealthCheck.Result result : results) {
            ObjectNode check = checks.putObject(result.getCheck().getId());
            check.put("status", result.getState().name());
            if (result.getMessage().isPresent()) {
                check.put("message", result.getMessage().get());
            }
        }
        boolean head = isHead(exchange);
        Replies.send(exchange, up ? 200 : 503, reply);
        if (head) {
            exchange.getMessage().setBody(ByteBuffer.allocate(0));
        }
    }

    /** Some monitors ask with HEAD, whose answer has no body; over HTTP/2 one is an error of the protocol. */
    private static boolean isHead(Exchange exchange) {
        return "HEAD".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
    }

    private static Collection<HealthCheck.Result> results(CamelContext context) {
        try {
            return HealthCheckHelper.invoke(context);
        } catch (RuntimeException e) {
            // Camel's check of a route stumbles when a reload removes the route under it; a moment later it is gone.
            return HealthCheckHelper.invoke(context);
        }
    }

    /** Prometheus' text format. */
    public void metrics(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean head = isHead(exchange);
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        message.setBody(head ? ByteBuffer.allocate(0) : gateway.metrics().scrape());
    }
}
