package dev.waystation.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.subscription.Secrets;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The expected values were computed with other programs than ours. */
class SignaturesTest {

    private static final String SECRET = "dbt-webhook-test-secret";

    @Test
    void dbts_signature_of_an_event_is_the_known_one() {
        String body = "{\"accountId\":1,\"eventId\":\"wev_2L6m5BggBw9uPNuSmtg4MUiW4Re\","
                + "\"timestamp\":\"2023-01-31T21:15:20.41971461Z\",\"eventType\":\"job.run.errored\","
                + "\"webhookId\":\"wsu_2QGRb6TLFTOlBXsWjL4kb0RHTWc\",\"webhookName\":\"Zażółć <&>\","
                + "\"data\":{\"jobId\":\"123\",\"jobName\":\"dbt Vault\",\"runId\":\"12345\","
                + "\"environmentId\":\"1234\",\"environmentName\":\"Prod\",\"dbtVersion\":\"1.0.0\","
                + "\"projectName\":\"Demo\",\"projectId\":\"167194\",\"runStatus\":\"Errored\","
                + "\"runStatusCode\":20,\"runStatusMessage\":\"None\","
                + "\"runReason\":\"Kicked off from the UI by test@test.com\","
                + "\"runStartedAt\":\"2023-01-31T21:14:41Z\",\"runErroredAt\":\"2023-01-31T21:15:20Z\"}}";
        assertThat(body.getBytes(UTF_8)).hasSize(579);
        assertThat(Signatures.dbt(SECRET, body.getBytes(UTF_8)))
                .isEqualTo("8ca35e6d5d3f00751f2c599a2f268abedff287e11397040872b709524bacc7fb");
    }

    @Test
    void dbts_signature_of_the_real_capture_is_the_known_one() throws IOException {
        try (InputStream in = SignaturesTest.class.getResourceAsStream("/events/capture-2023-05-29.json")) {
            byte[] capture = in.readAllBytes();
            assertThat(capture).hasSize(624);
            assertThat(Signatures.dbt(SECRET, capture))
                    .isEqualTo("8546707204ce10430195855acf3d04633a7c1677849c97dea65e457365e58abe");
        }
    }

    @Test
    void dbts_signature_of_the_smallest_bodies_is_the_known_one() {
        assertThat(Signatures.dbt(SECRET, "{}".getBytes(UTF_8)))
                .isEqualTo("153bc2ce2e207b36c1095b4935f3e51af83c296cbd8f7d766c1116355792e5b9");
        assertThat(Signatures.dbt(SECRET, new byte[0]))
                .isEqualTo("638910953f9c4335d7f7d253272c8774211fbe9107a043c8a1ca567a704d33eb");
    }

    @Test
    void the_published_vector_of_standard_webhooks_comes_out() {
        assertThat(Signatures.standard(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_secret_of_somebodys_own_choice_signs_as_text_in_both_schemes() {
        byte[] body = "{}".getBytes(UTF_8);
        String standard = Signatures.standard("my secret", "id", 1, body);
        assertThat(standard).startsWith("v1,").hasSize(3 + 44);
        assertThat(Signatures.standard("whsec_not base64!", "id", 1, body))
                .startsWith("v1,")
                .isNotEqualTo(standard);
    }

    @Test
    void the_signature_covers_id_time_and_body() {
        byte[] body = "{}".getBytes(UTF_8);
        String secret = Secrets.generate();
        String signature = Signatures.standard(secret, "id", 1, body);
        assertThat(Signatures.standard(secret, "id", 1, body)).isEqualTo(signature);
        assertThat(Signatures.standard(secret, "ie", 1, body)).isNotEqualTo(signature);
        assertThat(Signatures.standard(secret, "id", 2, body)).isNotEqualTo(signature);
        assertThat(Signatures.standard(secret, "id", 1, "{ }".getBytes(UTF_8))).isNotEqualTo(signature);
        assertThat(Signatures.standard(Secrets.generate(), "id", 1, body)).isNotEqualTo(signature);
    }
}
