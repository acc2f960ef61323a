package dev.waystation.camel.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.testing.RunEvents;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final Rule rule = new Rule();

    @BeforeEach
    void setUp() {
        rule.setParameter("severity");
        rule.setVariable("severity");
        rule.setValues("critical, error,warning");
    }

    private String severity(String expression) {
        rule.setExpression(expression);
        rule.check();
        exchange.getMessage()
                .setBody(RunEvents.errored()
                        .with("environmentName", "Production")
                        .bytes());
        rule.process(exchange);
        return exchange.getVariable("severity", String.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'error' | error",
                "'warning' if data.environmentName == 'Production' else 'error' | warning",
                "{'Production': 'error'}[data.environmentName] | error"
            })
    void it_gives_what_the_expression_says_about_the_event(String expression, String value) {
        assertThat(severity(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'fatal' if data else ''", "data.nothing", "1 / 0", "'' if data else 'x'"})
    void what_is_not_allowed_or_fails_is_the_gravest_so_that_the_message_goes_out(String expression) {
        assertThat(severity(expression)).isEqualTo("critical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'error", "{{ 'error' }}", "if x"})
    void what_is_no_expression_is_named(String expression) {
        assertThatThrownBy(() -> severity(expression)).hasMessageContaining("'severity' is no expression");
    }

    @Test
    void a_body_that_is_no_json_has_no_fields() {
        rule.setExpression("'error' if data is undefined else 'warning'");
        rule.check();
        exchange.getMessage().setBody("no JSON");
        rule.process(exchange);
        assertThat(exchange.getVariable("severity")).isEqualTo("error");
    }

    @Test
    void a_word_without_quotes_and_a_text_that_is_not_allowed_are_refused_when_the_route_is_made() {
        assertThatThrownBy(() -> severity("warning")).hasMessageContaining("in quotes: \"'warning'\"");
        assertThatThrownBy(() -> severity("'urgent'"))
                .hasMessageContaining("expected one of [critical, error, warning]");
    }
}
