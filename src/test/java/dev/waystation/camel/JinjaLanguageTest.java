package dev.waystation.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel finds the language by its name, and a template sees the exchange. */
class JinjaLanguageTest {

    @TempDir
    Path directory;

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);

    private String render(String template) {
        return context.resolveLanguage("jinja").createExpression(template).evaluate(exchange, String.class);
    }

    @Test
    void a_json_body_is_seen_as_values_and_headers_in_any_case() {
        exchange.getMessage().setBody("{\"data\":{\"runId\":\"7\",\"ok\":true}}".getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader("EventType", "job.run.completed");
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
        exchange.setVariable("channel", "#data");

        assertThat(render(
                        "{{ method }} {{ headers.eventtype }} {{ body.data.runId }} {{ body.data.ok }} {{ channel }}"))
                .isEqualTo("POST job.run.completed 7 True #data");
    }

    @Test
    void any_other_body_is_text_and_maps_are_values() {
        exchange.getMessage().setBody("plain");
        assertThat(render("{{ body|upper }}")).isEqualTo("PLAIN");
        exchange.getMessage().setBody(Map.of("n", 2));
        assertThat(render("{{ body.n * 3 }}")).isEqualTo("6");
        exchange.getMessage().setBody(null);
        assertThat(render("[{{ body }}]")).isEqualTo("[]");
    }

    @Test
    void a_template_comes_from_a_file_too() throws Exception {
        Path file = Files.writeString(directory.resolve("t.j2"), "from {{ 'a file' }}");
        assertThat(render("resource:file:" + file)).isEqualTo("from a file");
    }

    @Test
    void a_broken_template_fails_when_the_route_is_made() {
        assertThatThrownBy(() -> context.resolveLanguage("jinja").createExpression("{{ body | }}"))
                .hasMessageContaining("line 1");
    }
}
