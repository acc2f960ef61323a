package dev.waystation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class EventBodyTest {
    private static final String SECRET = "dbt-webhook-test-secret";

    @Test
    void a_receiver_computes_the_known_signature_over_the_real_capture() throws Exception {
        RunEvent event = Payloads.read(Payloads.text("capture-2023-05-29"));
        byte[] sent = event.body().forWebhook("wsu_2QGRb6TLFTOlBXsWjL4kb0RHTWc", "Flask app");
        assertThat(sent).hasSize(624);
        assertThat(hmac(sent)).isEqualTo("8546707204ce10430195855acf3d04633a7c1677849c97dea65e457365e58abe");
    }

    @Test
    void a_receiver_computes_the_known_signature_over_a_name_beyond_ascii() throws Exception {
        RunEvent event = Payloads.read("{\"accountId\":1,\"eventId\":\"wev_2L6m5BggBw9uPNuSmtg4MUiW4Re\","
                + "\"timestamp\":\"2023-01-31T21:15:20.41971461Z\",\"eventType\":\"job.run.errored\",\"data\":{"
                + "\"jobId\":\"123\",\"jobName\":\"dbt Vault\",\"runId\":\"12345\",\"environmentId\":\"1234\","
                + "\"environmentName\":\"Prod\",\"dbtVersion\":\"1.0.0\",\"projectName\":\"Demo\",\"projectId\":\"167194\","
                + "\"runStatus\":\"Errored\",\"runStatusCode\":20,\"runStatusMessage\":\"None\","
                + "\"runReason\":\"Kicked off from the UI by test@test.com\",\"runStartedAt\":\"2023-01-31T21:14:41Z\","
                + "\"runErroredAt\":\"2023-01-31T21:15:20Z\"}}");
        byte[] sent = event.body().forWebhook("wsu_2QGRb6TLFTOlBXsWjL4kb0RHTWc", "Zażółć <&>");
        assertThat(sent).hasSize(579);
        assertThat(hmac(sent)).isEqualTo("8ca35e6d5d3f00751f2c599a2f268abedff287e11397040872b709524bacc7fb");
    }

    @Test
    void any_webhook_name_is_sent_as_correct_json() throws Exception {
        RunEvent event = Payloads.read(Payloads.text("ga-started"));
        String name = "\"quoted\\\" \n\t\u0000 漢字 😀 </script>";
        JsonNode sent = new ObjectMapper().readTree(event.body().forWebhook("wsu_1", name));
        assertThat(sent.get("webhookId").textValue()).isEqualTo("wsu_1");
        assertThat(sent.get("webhookName").textValue()).isEqualTo(name);
        assertThat(sent.get("data").get("jobId").textValue()).isEqualTo("123");
    }

    @Test
    void a_body_read_back_from_the_store_is_sent_as_before() throws Exception {
        EventBody body = Payloads.read(Payloads.text("ga-completed")).body();
        EventBody back = EventBody.of(body.stored().clone(), body.webhookOffset());
        assertThat(back).isEqualTo(body).hasSameHashCodeAs(body);
        assertThat(back.forWebhook("wsu_1", "n")).isEqualTo(body.forWebhook("wsu_1", "n"));
    }

    @Test
    void a_body_without_a_place_for_the_webhook_is_sent_as_it_is() {
        byte[] bytes = "anything".getBytes(StandardCharsets.UTF_8);
        assertThat(EventBody.of(bytes, -1).forWebhook("wsu_1", "n")).isEqualTo(bytes);
    }

    @Test
    void an_offset_outside_of_the_bytes_is_refused() {
        assertThatThrownBy(() -> EventBody.of(new byte[3], 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventBody.of(new byte[3], -2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_body_printed_into_a_log_shows_nothing_of_what_it_holds() throws Exception {
        assertThat(Payloads.read(Payloads.text("ga-started")).toString()).doesNotContain("test@test.com");
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
