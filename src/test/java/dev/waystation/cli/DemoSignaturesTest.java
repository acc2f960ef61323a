package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.delivery.Signatures;
import dev.waystation.subscription.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoSignaturesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] BODY = "{\"accountId\":1}".getBytes(StandardCharsets.UTF_8);

    private final String secret = Secrets.generate();

    @Test
    void what_the_gateway_signs_is_valid() {
        assertThat(check(secret, BODY, NOW)).isEqualTo(new DemoSignatures(true, true));
    }

    @Test
    void another_secret_or_another_body_is_not_valid() {
        assertThat(check(Secrets.generate(), BODY, NOW)).isEqualTo(new DemoSignatures(false, false));
        assertThat(check(secret, "{}".getBytes(StandardCharsets.UTF_8), NOW))
                .isEqualTo(new DemoSignatures(false, false));
    }

    @Test
    void an_old_request_is_not_valid_as_a_standard_webhook() {
        assertThat(check(secret, BODY, NOW.plusSeconds(301))).isEqualTo(new DemoSignatures(true, false));
    }

    @Test
    void a_request_without_signatures_is_not_valid() {
        assertThat(DemoSignatures.check(secret, null, null, null, null, BODY, NOW)
                        .valid())
                .isFalse();
    }

    /** Signed with this test's secret over {@link #BODY} at {@link #NOW}, checked with what is given. */
    private DemoSignatures check(String receiversSecret, byte[] receivedBody, Instant receivedAt) {
        long timestamp = NOW.getEpochSecond();
        return DemoSignatures.check(
                receiversSecret,
                Signatures.dbt(secret, BODY),
                "wev_1",
                Long.toString(timestamp),
                Signatures.standard(secret, "wev_1", timestamp, BODY),
                receivedBody,
                receivedAt);
    }
}
