package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.waystation.receive.RawRequest;
import dev.waystation.receive.Slug;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.signature.Scheme;
import dev.waystation.receive.signature.SignatureVerifier;
import dev.waystation.receive.signature.VerificationConfig;
import dev.waystation.testing.Curl;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.TestGateway;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who sends what nobody asked for must not be able to fill the log. */
class RefusalsInTheLogTest {

    @TempDir
    Path data;

    /**
     * Camel notes each failure at the level DEBUG; of several threads at once it may take another's level, ERROR. Only a note
     * that is not made cannot be seen.
     */
    @Test
    void refused_and_unknown_requests_are_no_errors_of_a_route() {
        Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel.processor.errorhandler.DefaultErrorHandler");
        Level before = camel.getLevel();
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        try (TestGateway waystation = TestGateway.in(data).start()) {
            Hook hook = new Hooks(waystation.client()).create("x", Hooks.verified("dbt", "secret-of-the-sender"));
            camel.addAppender(seen);
            camel.setLevel(Level.DEBUG);
            assertThat(Curl.to(waystation.client(), hook.path())
                            .data("{}")
                            .send()
                            .status())
                    .isEqualTo(401);
            assertThat(Curl.to(waystation.client(), "/hooks/none")
                            .data("{}")
                            .send()
                            .status())
                    .isEqualTo(404);
        } finally {
            camel.detachAppender(seen);
            camel.setLevel(before);
        }
        assertThat(seen.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    @Test
    void the_name_of_a_webhook_cannot_make_an_entry_of_its_own() {
        Logger refusals = (Logger) LoggerFactory.getLogger(RefusalLog.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Webhook webhook = new Webhook(
                UUID.randomUUID(),
                1,
                "mine\r\n2026-11-21 ERROR forged\u2028",
                "",
                true,
                "",
                Slug.random(),
                VerificationConfig.of(Scheme.BEARER, "secret-of-the-sender"),
                null,
                true,
                Instant.EPOCH,
                Instant.EPOCH);
        refusals.addAppender(seen);
        try {
            new RefusalLog(Clock.systemUTC())
                    .refused(
                            webhook,
                            SignatureVerifier.of(webhook.verification())
                                    .verify(new RawRequest("GET", List.of(), null, null)));
        } finally {
            refusals.detachAppender(seen);
        }
        assertThat(seen.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("'mine??2026-11-21 ERROR forged?'")
                .doesNotContain("secret-of-the-sender");
    }
}
