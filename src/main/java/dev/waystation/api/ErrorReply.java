package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.delivery.StoreException;
import dev.waystation.event.InvalidEventException;
import dev.waystation.event.Problem;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request that failed, for people: which field, what was expected. Never a stack trace. */
public final class ErrorReply implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorReply.class);

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof ApiException known) {
            Replies.send(exchange, known.status(), Replies.failure(known.status(), known.getMessage()));
        } else if (failure instanceof InvalidEventException invalid) {
            Replies.send(exchange, 400, invalidEvent(invalid));
        } else if (failure instanceof StoreException) {
            LOG.error("A request failed in the store: {}", failure.getMessage());
            Replies.send(
                    exchange,
                    503,
                    Replies.failure(503, "The store cannot be written. Nothing was accepted; try again."));
        } else {
            LOG.error("A request failed", failure);
            Replies.send(
                    exchange, 500, Replies.failure(500, "Waystation failed to handle the request; its log says why."));
        }
    }

    private static ObjectNode invalidEvent(InvalidEventException invalid) {
        ObjectNode reply = Replies.failure(400, invalid.getMessage());
        ArrayNode errors = ((ObjectNode) reply.get("status")).putArray("errors");
        for (Problem problem : invalid.problems()) {
            ObjectNode error = errors.addObject();
            if (problem.index() >= 0) {
                error.put("index", problem.index());
            }
            error.put("field", problem.field());
            error.put("expected", problem.expected());
            error.put("found", problem.found());
        }
        return reply;
    }
}
