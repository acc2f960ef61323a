package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.ApiException;
import dev.waystation.api.Replies;
import dev.waystation.receive.InvalidWebhookException;
import dev.waystation.receive.WebhookTemplates;
import java.util.List;
import org.apache.camel.Exchange;

/** Checks templates before they are saved, as Prefect does. Safe for use by several threads. */
public final class TemplatesApi {

    private final WebhookTemplates templates;

    public TemplatesApi(WebhookTemplates templates) {
        this.templates = templates;
    }

    /** {@code POST …/templates/validate} with the template as a JSON string: 204, or 422 with line and message. */
    public void validate(Exchange exchange) throws ApiException {
        JsonNode body = Body.read(exchange);
        if (!body.isTextual()) {
            throw new InvalidRequestException(
                    new FieldError(List.of("body"), "string_type", "The template was expected as one JSON string"));
        }
        try {
            templates.check("template", body.textValue());
            Replies.sendNothing(exchange, 204);
        } catch (InvalidWebhookException e) {
            ObjectNode reply = Replies.JSON.createObjectNode();
            reply.putObject("error")
                    .put("line", e.line())
                    .put("message", e.getMessage())
                    .put("source", body.textValue());
            Replies.send(exchange, 422, reply);
        }
    }
}
