package dev.waystation.camel.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waystation.camel.TargetException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckAnswerTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CheckAnswer check = new CheckAnswer();
    private Exchange exchange;

    @BeforeEach
    void build() {
        // Only then are headers found in any case.
        context.init();
        exchange = new DefaultExchange(context);
    }

    private TargetException refusal(int status, String body) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body);
        return catchThrowableOfType(TargetException.class, () -> check.process(exchange));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void without_a_rule_any_2xx_is_a_success(int status) {
        assertThat(refusal(status, null)).isNull();
    }

    @Test
    void any_other_status_is_told_with_the_beginning_of_the_answer_on_one_line() {
        check.setTarget("Slack");
        exchange.getMessage().setHeader("retry-after", "9");
        TargetException refusal = refusal(429, "too\n  many " + "x".repeat(1_000));
        assertThat(refusal)
                .hasMessageStartingWith("Slack answered 429: too many xxx")
                .hasMessageEndingWith("…");
        assertThat(refusal.getMessage()).hasSizeLessThan(300);
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.retryAfter()).isEqualTo("9");
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void a_redirect_and_no_status_at_all_are_failures() {
        assertThat(refusal(302, "").status()).isEqualTo(302);
        exchange.getMessage().removeHeader(Exchange.HTTP_RESPONSE_CODE);
        assertThat(catchThrowableOfType(TargetException.class, () -> check.process(exchange))
                        .status())
                .isZero();
    }

    @Test
    void a_rule_sees_the_status_the_text_and_json_as_values() throws Exception {
        check.setSuccess("body.ok and status == 200");
        assertThat(refusal(200, "{\"ok\":true}")).isNull();
        assertThat(refusal(202, "{\"ok\":true}")).isNotNull();
        assertThat(refusal(200, "{\"ok\":false}")).hasMessageContaining("which is no success");
        assertThat(refusal(200, "ok")).isNotNull();
        check.setSuccess("text == 'ok'");
        assertThat(refusal(200, " ok\n")).isNull();
    }

    @Test
    void a_status_inside_of_a_failure_that_was_answered_with_200_counts() throws Exception {
        check.setSuccess("'error' not in text");
        assertThat(refusal(200, "failed with error: Teams endpoint returned HTTP error 413 with ContextId")
                        .status())
                .isEqualTo(413);
        assertThat(refusal(200, "error").status()).isZero();
    }

    @Test
    void an_empty_rule_is_none() {
        assertThatNoException().isThrownBy(() -> check.setSuccess(" "));
        assertThat(refusal(200, "error")).isNull();
    }
}
