package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.api.ApiServer.Reply;
import dev.waystation.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that lost the reply to its create and asks again gets the same subscription, secret and all. */
class RepeatedCreateTest {

    private static final String LIST = "/api/v3/accounts/1/webhooks/subscriptions";
    private static final String BODY =
            "{\"id\":\"\",\"name\":\"n\",\"client_url\":\"https://example.com\",\"event_types\":[\"job.run.started\"],"
                    + "\"job_ids\":[],\"active\":true}";

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(data, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply create(String key, String body) {
        return server.sendWith(
                "POST",
                LIST,
                body,
                "Authorization",
                "Token " + ApiServer.TOKEN,
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);
    }

    private int count() {
        return server.get(LIST).json().at("/extra/pagination/total_count").asInt();
    }

    @Test
    void theSameKeyGivesTheSameSubscriptionAlsoAfterARestart() throws Exception {
        Reply first = create("k1", BODY);
        assertThat(first.status()).isEqualTo(201);
        assertThat(create("k1", BODY.replace(",", " , ")).json()).isEqualTo(first.json());
        server.close();
        clock.advance(Duration.ofHours(23));
        server = ApiServer.start(data, clock);
        Reply again = create("k1", BODY);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(count()).isEqualTo(1);
        assertThat(create("k2", BODY).data().get("id"))
                .isNotEqualTo(first.data().get("id"));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aKeyThatWasUsedForSomethingElseIsRefused() {
        create("k1", BODY);
        Reply other = create("k1", BODY.replace("\"n\"", "\"m\""));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.message()).contains("Idempotency-Key");
        assertThat(count()).isEqualTo(1);
        assertThat(create(" ", BODY).status()).isEqualTo(400);
    }

    @Test
    void aKeyIsForgottenAfterADayAndWithItsSubscription() {
        Reply first = create("k1", BODY);
        clock.advance(Duration.ofHours(25));
        Reply second = create("k1", BODY);
        assertThat(second.data().get("id")).isNotEqualTo(first.data().get("id"));
        server.delete("/api/v3/accounts/1/webhooks/subscription/"
                + second.data().get("id").asText());
        Reply third = create("k1", BODY);
        assertThat(third.status()).isEqualTo(201);
        assertThat(third.data().get("id")).isNotEqualTo(second.data().get("id"));
    }

    @Test
    void aBadRequestUsesUpNoKey() {
        assertThat(create("k1", BODY.replace("https", "ftp")).status()).isEqualTo(400);
        assertThat(create("k1", BODY).status()).isEqualTo(201);
    }

    @Test
    void withoutAKeyAnIdenticalRequestWithinAMinuteIsARepetition() {
        Reply first = server.post(LIST, BODY);
        Reply again = server.post(LIST, BODY);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(again.data().get("hmac_secret").asText()).isNotBlank();
        assertThat(server.post(LIST, BODY.replace("\"n\"", "\"m\"")).data().get("id"))
                .isNotEqualTo(first.data().get("id"));
        clock.advance(Duration.ofSeconds(60));
        assertThat(server.post(LIST, BODY).data().get("id"))
                .isNotEqualTo(first.data().get("id"));
    }

    @Test
    void whatWasChangedSinceIsNotTakenForARepetition() {
        Reply first = server.post(LIST, BODY);
        String path = "/api/v3/accounts/1/webhooks/subscription/"
                + first.data().get("id").asText();
        clock.advance(Duration.ofSeconds(1));
        server.put(path, BODY);
        assertThat(server.post(LIST, BODY).data().get("id"))
                .isNotEqualTo(first.data().get("id"));
        server.delete(path);
    }
}
