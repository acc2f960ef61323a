package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.ApiException;
import dev.waystation.api.Replies;
import dev.waystation.delivery.StoreException;
import dev.waystation.receive.InvalidWebhookException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request that failed as Prefect Cloud does: {@code {"detail": "…"}}, and for what is wrong with a request a 422
 * with a list of {@code loc}, {@code msg} and {@code type}. Never a stack trace.
 */
public final class PrefectErrorReply implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PrefectErrorReply.class);

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof ApiException known) {
            Replies.send(exchange, known.status(), detail(known.getMessage()));
        } else if (failure instanceof InvalidRequestException invalid) {
            Replies.send(exchange, 422, detail(invalid.errors()));
        } else if (failure instanceof InvalidWebhookException invalid) {
            FieldError error = FieldError.at(List.of("body"), invalid.field(), invalid.getMessage(), invalid.line());
            Replies.send(exchange, 422, detail(List.of(error)));
        } else if (failure instanceof StoreException) {
            LOG.error("A request failed in the store: {}", failure.getMessage());
            Replies.send(exchange, 503, detail("The store cannot be written. Nothing was changed; try again."));
        } else {
            LOG.error("A request failed", failure);
            Replies.send(exchange, 500, detail("Waystation failed to handle the request; its log says why."));
        }
    }

    static ObjectNode detail(String sentence) {
        return Replies.JSON.createObjectNode().put("detail", sentence);
    }

    static ObjectNode detail(List<FieldError> errors) {
        ObjectNode reply = Replies.JSON.createObjectNode();
        ArrayNode details = reply.putArray("detail");
        for (FieldError error : errors) {
            ObjectNode entry = details.addObject();
            ArrayNode location = entry.putArray("loc");
            for (Object step : error.location()) {
                if (step instanceof Integer index) {
                    location.add(index);
                } else {
                    location.add(step.toString());
                }
            }
            entry.put("msg", error.message());
            entry.put("type", error.type());
            if (error.line() > 0) {
                entry.putObject("ctx").put("line", error.line());
            }
        }
        return reply;
    }
}
