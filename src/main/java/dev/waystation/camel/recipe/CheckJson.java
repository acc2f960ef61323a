package dev.waystation.camel.recipe;

import dev.waystation.jinja.Json;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step behind a template that looks whether it gave JSON, if JSON is what is sent. The target would refuse anything
 * else for good; here it is a failure that is tried again, so that a mended template still sends the message.
 */
public final class CheckJson implements Processor {

    private String template = "";
    private String contentType = "application/json";

    @Override
    public void process(Exchange exchange) {
        if (!contentType.contains("json")) {
            return;
        }
        try {
            Json.parse(exchange.getMessage().getBody(String.class));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the template " + template + " gave no JSON for this event: " + e.getMessage());
        }
    }

    /** The template's name, for messages. */
    public void setTemplate(String template) {
        this.template = template;
    }

    /** What the template makes; only JSON is looked at. */
    public void setContentType(String contentType) {
        this.contentType = contentType;
    }
}
