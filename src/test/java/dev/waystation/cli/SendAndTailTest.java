package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.Settings;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} and {@code tail} against a running gateway. */
@Timeout(120)
class SendAndTailTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private final FaultyReceiver receiver = FaultyReceiver.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Settings settings;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.in(data).clock(clock).start();
        settings = Settings.load(data, Map.of("waystation.api-token", TestGateway.TOKEN));
    }

    @AfterEach
    void stop() {
        receiver.close();
        gateway.close();
    }

    private int send(String... arguments) {
        out.reset();
        err.reset();
        return new SendCommand(settings, clock, print(out), print(err)).run(withUrl(arguments));
    }

    private Tail tail(String... arguments) throws CommandException {
        Tail tail = new TailCommand(settings, print(out), print(err)).tail(new Arguments(withUrl(arguments)));
        assertThat(tail.begin()).startsWith("Following ");
        return tail;
    }

    private List<String> withUrl(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", gateway.client().uri("/").toString()));
        return all;
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** An attempt is in the log a moment after its end. */
    private void awaitLog(int attempts) {
        Await.until("the log has them", () -> gateway.query("SELECT COUNT(*) FROM attempt") == attempts);
    }

    /** Looks until so many lines are there. */
    private List<String> awaitLines(Tail tail, int count) {
        Await.until(count + " lines", () -> {
            tail.look();
            return lines().size() >= count;
        });
        return lines();
    }

    @Test
    void a_sample_event_is_published_and_its_id_and_deliveries_are_printed() throws Exception {
        gateway.client().subscribe("a", receiver.uri("/a"), EventTypes.ERRORED);
        gateway.client().subscribe("b", receiver.uri("/b"), EventTypes.ERRORED);

        assertThat(send("--type", "errored", "--job", "77", "--job-name", "nightly", "--reason", "because"))
                .isZero();

        assertThat(lines()).singleElement().asString().matches("wev_\\w+  2 deliveries");
        JsonNode event =
                JSON.readTree(receiver.awaitRequests("/a", 1, Await.SOON).get(0).body());
        assertThat(lines().get(0)).startsWith(event.get("eventId").asText());
        assertThat(event.get("eventType").asText()).isEqualTo("job.run.errored");
        assertThat(event.get("timestamp").asText()).isEqualTo("2026-11-21T10:00:00Z");
        JsonNode run = event.get("data");
        assertThat(run.get("jobId").asText()).isEqualTo("77");
        assertThat(run.get("jobName").asText()).isEqualTo("nightly");
        assertThat(run.get("runReason").asText()).isEqualTo("because");
        assertThat(run.get("runStatus").asText()).isEqualTo("Errored");
        assertThat(run.get("runStatusCode").asInt()).isEqualTo(20);
        assertThat(run.get("runErroredAt").asText()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(run.get("runStartedAt").asText()).isEqualTo("2026-11-21T09:58:30Z");
        assertThat(run.has("runFinishedAt")).isFalse();
    }

    @Test
    void many_events_have_runs_of_their_own() {
        gateway.client().subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        assertThat(send("--count", "250")).isZero();
        assertThat(lines()).hasSize(250).doesNotHaveDuplicates();
        assertThat(said()).contains("250 events, 250 deliveries");
        assertThat(gateway.query("SELECT COUNT(*) FROM event")).isEqualTo(250);
        receiver.awaitRequests("/a", 250, Await.SOON);
        assertThat(receiver.requests("/a").stream().map(r -> run(r.body())).distinct())
                .hasSize(250);
    }

    private static String run(byte[] body) {
        try {
            return JSON.readTree(body).at("/data/runId").asText();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_type_of_run_event_can_be_sent_with_a_status_of_the_callers() {
        for (String type : EventTypes.RUN) {
            assertThat(send("--type", type)).as(said()).isZero();
            assertThat(said()).contains("No subscription wants");
        }
        gateway.client().subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        assertThat(send("--status", "Errored")).isZero();
        assertThat(receiver.awaitRequests("/a", 1, Await.SOON).get(0).text())
                .contains("\"runStatus\":\"Errored\",\"runStatusCode\":20");
    }

    @Test
    void what_is_wrong_with_a_call_is_said_in_a_sentence() {
        assertThat(send("--type", "exploded")).isEqualTo(1);
        assertThat(said()).contains("'exploded'", "errored");
        assertThat(send("--count", "0")).isEqualTo(1);
        assertThat(said()).contains("--count", "'0'", "from 1");
        assertThat(send("--job", "nightly")).isEqualTo(1);
        assertThat(said()).contains("data.jobId", "decimal digits");
        assertThat(send("--token", "wrong")).isEqualTo(1);
        assertThat(said()).contains("token").doesNotContain("Exception");
        assertThat(send("--account", "x")).isEqualTo(1);
        assertThat(said()).contains("--account", "'x'");
        assertThat(send("--frobnicate")).isEqualTo(1);
        assertThat(said()).contains("'--frobnicate' is not understood");
        assertThat(send("--help")).isZero();
        assertThat(lines()).anyMatch(line -> line.contains("--job-name"));
        gateway.close();
        assertThat(send()).isEqualTo(1);
        assertThat(said()).contains("No gateway answers");
    }

    @Test
    void tail_shows_each_attempt_from_now_on_with_its_outcome() throws Exception {
        receiver.on("/down", Answer.status(503), Answer.status(200));
        gateway.client().subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        send();
        gateway.awaitAttempts(1);
        awaitLog(1);
        Tail tail = tail();
        out.reset();
        tail.look();
        tail.look();
        assertThat(lines()).as("what was before is not shown").isEmpty();

        gateway.client().subscribe("down", receiver.uri("/down"), EventTypes.ERRORED);
        send("--type", "errored", "--job", "9");
        String id = lines().get(0).split(" ")[0];
        awaitLog(2);
        out.reset();
        assertThat(awaitLines(tail, 1))
                .singleElement()
                .asString()
                .matches("2026-11-21T10:00:00Z  down  job\\.run\\.errored  job 9  " + id
                        + "  failed 503.*, next attempt at 2026-11-21T10:00:.*");
        clock.advance(Duration.ofMinutes(1));
        awaitLog(3);
        assertThat(awaitLines(tail, 2).get(1)).endsWith("delivered 200 (attempt 2)");
        for (int i = 0; i < 25; i++) {
            tail.look();
        }
        assertThat(lines()).as("nothing is shown twice").hasSize(2);
    }

    @Test
    void tail_shows_only_failures_or_one_subscription_and_writes_json() throws Exception {
        receiver.on("/down", Answer.status(500));
        gateway.client().subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        Subscriber down = gateway.client().subscribe("down", receiver.uri("/down"), EventTypes.COMPLETED);
        Tail failed = tail("--failed", "--json");
        Tail up = tail("--subscription", "up");
        send();
        awaitLog(2);
        out.reset();
        JsonNode line = JSON.readTree(awaitLines(failed, 1).get(0));
        assertThat(line.get("subscription_id").asText()).isEqualTo(down.id());
        assertThat(line.get("subscription_name").asText()).isEqualTo("down");
        assertThat(line.get("http_status_code").asText()).isEqualTo("500");
        assertThat(line.has("error_info")).isTrue();
        assertThat(line.has("payload")).isFalse();
        out.reset();
        assertThat(awaitLines(up, 1)).singleElement().asString().contains("  up  ", "delivered 200");
    }

    @Test
    void tail_follows_a_burst_that_fills_many_pages() throws Exception {
        gateway.client().subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        Tail tail = tail();
        send("--count", "400");
        awaitLog(400);
        out.reset();
        assertThat(awaitLines(tail, 400)).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void tail_names_a_subscription_that_there_is_not() {
        int code = new TailCommand(settings, print(out), print(err)).run(withUrl("--subscription", "nobody"));
        assertThat(code).isEqualTo(1);
        assertThat(said()).contains("no subscription 'nobody'");
        err.reset();
        assertThat(new TailCommand(settings, print(out), print(err)).run(withUrl("--interval", "1ms")))
                .isEqualTo(1);
        assertThat(said()).contains("--interval", "'1ms'");
    }

    @Test
    void nothing_in_a_name_steers_the_terminal() throws Exception {
        gateway.client().subscribe("evil\u001b[2J", receiver.uri("/a"), EventTypes.COMPLETED);
        Tail tail = tail();
        send();
        out.reset();
        assertThat(awaitLines(tail, 1).get(0)).contains("evil?[2J").doesNotContain("\u001b");
    }
}
