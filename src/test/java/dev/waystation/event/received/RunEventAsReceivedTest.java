package dev.waystation.event.received;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.event.EventTypes;
import dev.waystation.event.RunEvent;
import dev.waystation.event.RunEventReader;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunEventAsReceivedTest {

    private static final Instant ACCEPTED = Instant.parse("2026-03-09T10:00:00.123456Z");
    private static final ManualClock CLOCK = ManualClock.at("2026-03-09T09:59:59.5Z");

    private static RunEvent run(RunEvents event) {
        return event.event(CLOCK);
    }

    private static ReceivedEvent received(RunEvents event) {
        return RunEventAsReceived.of(run(event), ACCEPTED);
    }

    private static RunEvents full() {
        return RunEvents.completed()
                .account(7)
                .id("wev_2L6m5BggBw9uPNuSmtg4MUiW4Re")
                .at(Instant.parse("2026-03-09T09:59:58.123456789Z"))
                .job("123", "Nightly \"Größe\"")
                .run("456")
                .with("environmentId", "12")
                .with("environmentName", "Prod")
                .with("projectId", "34")
                .with("projectName", "Demo");
    }

    @Test
    void a_run_event_is_something_that_happened_to_a_job() {
        ReceivedEvent event = received(full());
        assertThat(event.accountId()).isEqualTo(7);
        assertThat(event.eventType()).isEqualTo(EventTypes.COMPLETED);
        assertThat(event.subject()).isEqualTo("dbt.job.123");
        assertThat(event.time()).isEqualTo("2026-03-09T09:59:58.123456Z");
        assertThat(event.received()).isEqualTo(ACCEPTED);
        assertThat(event.follows()).isNull();
        assertThat(event.resource())
                .isEqualTo(Map.of(
                        "prefect.resource.id", "dbt.job.123",
                        "prefect.resource.name", "Nightly \"Größe\"",
                        "dbt.run-status", "Success",
                        "dbt.run-status-code", "10"));
        assertThat(event.related())
                .containsExactly(
                        Map.of("prefect.resource.id", "dbt.run.456", "prefect.resource.role", "run"),
                        Map.of(
                                "prefect.resource.id", "dbt.environment.12",
                                "prefect.resource.role", "environment",
                                "prefect.resource.name", "Prod"),
                        Map.of(
                                "prefect.resource.id", "dbt.project.34",
                                "prefect.resource.role", "project",
                                "prefect.resource.name", "Demo"));
    }

    @Test
    void its_payload_is_the_run_event_byte_for_byte() {
        RunEvent run = run(full().with("cost", 1).with("more", List.of(1, Map.of("a", "ü"))));
        ReceivedEvent event = RunEventAsReceived.of(run, ACCEPTED);
        String payload = new String(run.body().stored(), StandardCharsets.UTF_8);
        assertThat(new String(event.body().stored(), StandardCharsets.UTF_8))
                .contains("\"payload\":" + payload + ",\"id\"");
        assertThat(event.payload()).containsEntry("accountId", 7L).containsEntry("eventType", "job.run.completed");
    }

    @Test
    void its_bytes_are_a_received_event_like_any_other() throws Exception {
        ReceivedEvent event = received(full());
        ReceivedEvent again = ReceivedEvent.fromJson(7, event.body().stored());
        assertThat(again.body().stored()).isSameAs(event.body().stored());
        assertThat(again).isEqualTo(event);
        assertThat(again.payload()).isEqualTo(event.payload());
        assertThat(again.resource()).isEqualTo(event.resource());
        // What Prefect's server would say to it.
        String batch = "[" + new String(event.body().stored(), StandardCharsets.UTF_8) + "]";
        assertThat(new ReceivedEventReader(EventLimits.DEFAULTS).batch(batch, 7, ACCEPTED))
                .containsExactly(event);
    }

    @Test
    void what_the_run_event_does_not_say_has_no_label() {
        ReceivedEvent event =
                received(RunEvents.ofType(EventTypes.COMPLETED).job("5").with("runId", null));
        assertThat(event.resource()).isEqualTo(Map.of("prefect.resource.id", "dbt.job.5"));
        assertThat(event.related()).isEmpty();
        assertThat(event.time()).isEqualTo(CLOCK.instant());
    }

    @Test
    void a_name_stands_in_for_an_id_that_is_not_known() {
        ReceivedEvent event = received(RunEvents.started().with("projectName", "Demo"));
        assertThat(event.related())
                .contains(Map.of(
                        "prefect.resource.id", "dbt.project.Demo",
                        "prefect.resource.role", "project",
                        "prefect.resource.name", "Demo"));
    }

    @Test
    void its_id_is_always_the_same_and_differs_between_accounts() {
        UUID id = RunEventAsReceived.id(7, "wev_1");
        assertThat(id).isEqualTo(UUID.fromString("9c05188d-71aa-55e1-9fee-4c4ba1563bc3"));
        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(RunEventAsReceived.id(8, "wev_1")).isNotEqualTo(id);
        assertThat(RunEventAsReceived.id(7, "wev_2")).isNotEqualTo(id);
        assertThat(received(full().account(7).id("wev_1")).id()).isEqualTo(id);
    }

    @Test
    void an_event_id_that_is_a_uuid_stays_what_it_is() {
        String uuid = "018e0000-0000-7000-8000-00000000000a";
        assertThat(RunEventAsReceived.id(7, uuid)).hasToString(uuid);
        // Another id, so another event.
        assertThat(RunEventAsReceived.id(7, uuid.replace('a', 'A'))).isNotEqualTo(UUID.fromString(uuid));
        assertThat(RunEventAsReceived.id(7, "1-1-1-1-1").version()).isEqualTo(5);
    }

    @Test
    void halves_of_surrogate_pairs_and_nul_do_not_get_through() throws Exception {
        String json =
                full().with("jobName", "a\0b").with("note", "xHALFy").json().replace("HALF", "\\ud83d");
        RunEvent run = new RunEventReader(CLOCK)
                .readValue(json, "application/json", 0, 1)
                .get(0);
        ReceivedEvent event = RunEventAsReceived.of(run, ACCEPTED);
        assertThat(event.resource()).containsEntry("prefect.resource.name", "a\uFFFDb");
        assertThat(new String(event.body().stored(), StandardCharsets.UTF_8)).contains("\"note\":\"x\uFFFDy\"");
        assertThat(ReceivedEvent.fromJson(7, event.body().stored()).payload()).isEqualTo(event.payload());
    }

    @Test
    void other_bytes_are_refused() {
        for (String text : List.of("", "[]", "{}", "{\"eventId\":\"a\",\"eventType\":\"b\"}", "{\"eventId\":1}")) {
            assertThatThrownBy(() -> RunEventAsReceived.of(7, text.getBytes(StandardCharsets.UTF_8), ACCEPTED))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
