package dev.waystation.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The shipped route {@code dbt-core}: a user copies {@code run_results.json} into a directory. */
@Timeout(120)
class DbtCoreRouteTest {

    @TempDir
    Path directory;

    private final FaultyReceiver receiver = FaultyReceiver.start();
    private final List<ILoggingEvent> log = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event);
        }
    };
    private Path inbox;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        inbox = Files.createDirectories(directory.resolve("results"));
        appender.start();
        root().addAppender(appender);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private void start(String jobId) {
        gateway = TestGateway.in(directory.resolve("data"))
                .with("waystation.dbt-core.enabled", true)
                .with("waystation.dbt-core.directory", inbox)
                .with("waystation.dbt-core.job-id", jobId)
                .with("waystation.dbt-core.job-name", "nightly")
                .start();
        gateway.client().subscribe("errored", receiver.uri("/errored"), EventTypes.ERRORED);
        gateway.client().subscribe("completed", receiver.uri("/completed"), EventTypes.COMPLETED);
    }

    @AfterEach
    void close() {
        root().detachAppender(appender);
        receiver.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    private void drop(String recorded, String name) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/dbt-core/" + recorded + ".json")) {
            drop(in.readAllBytes(), name);
        }
    }

    private void drop(byte[] bytes, String name) throws IOException {
        Path draft = Files.write(directory.resolve(name + ".draft"), bytes);
        Files.move(draft, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> files(String subdirectory) throws IOException {
        Path path = inbox.resolve(subdirectory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(path)) {
            return list.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void awaitFile(String subdirectory, String ending) {
        Await.until(ending + " is in " + subdirectory, () -> files(subdirectory).stream()
                .anyMatch(name -> name.endsWith(ending)));
    }

    @Test
    void a_failed_run_reaches_those_who_subscribed_to_errors_and_those_who_subscribed_to_ends() throws Exception {
        start("42");
        drop("v6-failed-model", "run_results.json");
        byte[] errored =
                receiver.awaitRequests("/errored", 1, Await.SOON).get(0).body();
        receiver.awaitRequests("/completed", 1, Await.SOON);
        JsonNode event = new ObjectMapper().readTree(errored);
        assertThat(event.get("accountId").asInt()).isEqualTo(1);
        assertThat(event.get("webhookName").asText()).isEqualTo("errored");
        assertThat(event.at("/data/jobId").asText()).isEqualTo("42");
        assertThat(event.at("/data/jobName").asText()).isEqualTo("nightly");
        assertThat(event.at("/data/environmentName").isMissingNode()).isTrue();
        assertThat(event.at("/data/runStatusMessage").asText()).contains("model.jaffle.customers");
        awaitFile(".done", "run_results.json");
        assertThat(files(".failed")).isEmpty();
    }

    @Test
    void a_file_that_is_published_twice_is_delivered_once() throws Exception {
        start("42");
        drop("v6-success", "one.json");
        awaitFile(".done", "one.json");
        drop("v6-success", "two.json");
        awaitFile(".done", "two.json");
        drop("v5-success", "three.json");
        receiver.awaitRequests("/completed", 2, Await.SOON);
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(gateway.query("SELECT COUNT(*) FROM event")).isEqualTo(2);
        assertThat(receiver.requests("/completed")).hasSize(2);
        assertThat(receiver.requests("/errored")).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_is_set_aside_with_its_reason_in_the_log_and_the_next_one_is_published()
            throws Exception {
        start("42");
        drop("{\"metadata\": {".getBytes(java.nio.charset.StandardCharsets.UTF_8), "half.json");
        awaitFile(".failed", "half.json");
        assertThat(log)
                .filteredOn(e -> e.getLevel() == ch.qos.logback.classic.Level.ERROR)
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.getFormattedMessage())
                            .contains("moves to .failed", "it is no complete JSON at line 1");
                    assertThat(e.getThrowableProxy()).as("a stack trace").isNull();
                });
        assertThat(log).allSatisfy(e -> assertThat(e.getThrowableProxy()).isNull());
        drop("v4-success", "whole.json");
        receiver.awaitRequests("/completed", 1, Await.SOON);
    }

    @Test
    void a_job_id_that_is_no_number_is_named_with_its_setting() throws Exception {
        start("nightly");
        drop("v6-success", "run_results.json");
        awaitFile(".failed", "run_results.json");
        assertThat(log).anySatisfy(e -> assertThat(e.getFormattedMessage())
                .contains("'nightly'", "decimal digits", "waystation.dbt-core.job-id"));
    }

    @Test
    void it_is_off_unless_it_is_switched_on() throws Exception {
        gateway = TestGateway.in(directory.resolve("data"))
                .with("waystation.dbt-core.directory", inbox)
                .start();
        assertThat(gateway.camel()
                        .getRouteController()
                        .getRouteStatus("dbt-core")
                        .isStopped())
                .isTrue();
    }
}
