package dev.waystation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.RunEvent;
import dev.waystation.event.RunEventReader;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEventsTest {
    private final Clock clock = ManualClock.at("2026-11-21T10:00:00Z");

    @Test
    void a_payload_says_what_the_test_said() {
        assertThat(RunEvents.completed()
                        .account(7)
                        .id("e-1")
                        .at(Instant.parse("2026-01-01T00:00:00Z"))
                        .job("5", "Nightly")
                        .run("9")
                        .with("x", 1)
                        .json())
                .isEqualTo("{\"eventType\":\"job.run.completed\",\"accountId\":7,\"eventId\":\"e-1\","
                        + "\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{\"jobId\":\"5\",\"runId\":\"9\","
                        + "\"runStatus\":\"Success\",\"runStatusCode\":10,\"jobName\":\"Nightly\",\"x\":1}}");
        assertThat(RunEvents.ofType("no.such.type").with("jobId", null).json())
                .isEqualTo("{\"eventType\":\"no.such.type\",\"data\":{\"runId\":\"1\"}}");
    }

    @Test
    void each_kind_of_payload_is_read_as_its_event() {
        RunEvent event = RunEvents.errored().job("5").event(clock);
        assertThat(event.eventType()).isEqualTo("job.run.errored");
        assertThat(event.jobId()).isEqualTo("5");
        assertThat(event.time()).isEqualTo(clock.instant());
        assertThat(RunEvents.started().event(clock).runStatus()).isEqualTo("Running");
        assertThat(RunEvents.completed().event(clock).runStatus()).isEqualTo("Success");
        assertThat(RunEvents.canceled().event(clock).runStatus()).isEqualTo("Canceled");
    }

    @Test
    void many_payloads_are_an_array_or_lines() throws Exception {
        List<RunEvents> events =
                List.of(RunEvents.started().id("a"), RunEvents.started().id("b"));
        RunEventReader reader = new RunEventReader(clock);
        assertThat(reader.readValue(RunEvents.array(events), null, 0, 1))
                .extracting(RunEvent::eventId)
                .containsExactly("a", "b");
        assertThat(reader.readValue(RunEvents.lines(events), null, 0, 1))
                .extracting(RunEvent::eventId)
                .containsExactly("a", "b");
    }
}
