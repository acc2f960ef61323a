package dev.waystation.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

class HttpFailuresTest {

    private static HttpOperationFailedException answered(String uri, int status, Map<String, String> headers) {
        return new HttpOperationFailedException(uri, status, "reason", null, headers, "body");
    }

    @Test
    void the_status_and_retry_after_of_an_http_step_are_found_below_other_exceptions() {
        Throwable failure = new CamelExecutionException(
                "wrapped", null, answered("https://example.com/x", 429, Map.of("retry-after", "7")));
        assertThat(HttpFailures.refusal(failure)).isEqualTo(new HttpFailures.Refusal(429, "7"));
    }

    @Test
    void a_step_that_looked_into_the_answer_says_what_it_means() {
        assertThat(HttpFailures.refusal(new TargetException("no", 503, "60")))
                .isEqualTo(new HttpFailures.Refusal(503, "60"));
    }

    @Test
    void a_failure_that_is_not_about_an_answer_has_no_status() {
        assertThat(HttpFailures.refusal(new IOException("reset"))).isEqualTo(new HttpFailures.Refusal(0, null));
        assertThat(HttpFailures.refusal(answered("https://example.com", 500, null)))
                .isEqualTo(new HttpFailures.Refusal(500, null));
    }

    @Test
    void the_sentence_does_not_end_in_the_number_of_an_exchange() {
        assertThat(HttpFailures.sentence(new IOException("No consumers. Exchange[C06AD25AE2495DD-000000000000000F]")))
                .isEqualTo("No consumers");
    }

    @Test
    void the_sentence_names_the_host_and_never_the_path_which_can_be_a_secret() {
        assertThat(HttpFailures.sentence(answered("https://hooks.slack.com/services/secret?x=secret", 404, Map.of())))
                .isEqualTo("hooks.slack.com answered 404.");
        assertThat(HttpFailures.sentence(answered("no address: secret", 404, Map.of())))
                .isEqualTo("The target answered 404.");
    }
}
