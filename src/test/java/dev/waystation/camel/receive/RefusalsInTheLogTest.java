package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.waystation.testing.Curl;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.TestGateway;
import java.nio.file.Path;
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
}
