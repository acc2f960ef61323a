package dev.waystation.source;

import dev.waystation.event.EventTypes;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An example becomes a source by being copied, also while the gateway runs. */
@Timeout(60)
class TimerExampleTest {

    @Test
    void the_timer_publishes_a_sample_as_soon_as_its_file_is_there(@TempDir Path directory) throws Exception {
        Path routes = TestGateway.copyRoutes(directory.resolve("routes"));
        try (FaultyReceiver receiver = FaultyReceiver.start();
                TestGateway gateway = TestGateway.in(directory.resolve("data"))
                        .with("waystation.routes", routes)
                        .start()) {
            gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            Files.copy(routes.resolve("timer.camel.yaml.example"), routes.resolve("timer.camel.yaml"));
            receiver.awaitRequests("/hook", 1, Await.SOON);
        }
    }
}
