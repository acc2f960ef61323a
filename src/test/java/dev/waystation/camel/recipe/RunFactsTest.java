package dev.waystation.camel.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.testing.RunEvents;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunFactsTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final RunFacts facts = new RunFacts();

    @SuppressWarnings("unchecked")
    private Map<String, String> of(Object body) {
        exchange.getMessage().setBody(body);
        facts.process(exchange);
        return exchange.getVariable("run", Map.class);
    }

    @ParameterizedTest
    @CsvSource({
        "job.run.started, Running, started",
        "job.run.completed, Success, succeeded",
        "job.run.completed, Errored, errored",
        "job.run.completed, Canceled, canceled",
        "job.run.completed, '', completed",
        "job.run.errored, '', errored",
        "job.run.canceled, '', canceled"
    })
    void the_outcome_is_one_word(String type, String status, String outcome) {
        assertThat(of(RunEvents.ofType(type).with("runStatus", status).bytes())).containsEntry("outcome", outcome);
    }

    @Test
    void what_dbt_writes_for_nothing_is_empty() {
        Map<String, String> run = of(RunEvents.completed()
                .with("runStatusMessage", "None")
                .with("runReason", null)
                .with("runStartedAt", "1970-01-01T00:00:00Z")
                .with("runFinishedAt", "")
                .bytes());
        assertThat(run).containsEntry("message", "").containsEntry("reason", "").containsEntry("duration", "");
        assertThat(run).containsEntry("job", "job 123").containsEntry("project", "");
        assertThat(run.values()).doesNotContainNull();
    }

    @ParameterizedTest
    @CsvSource({"03:00:09, 9 s", "03:02:05.5, 2 min 5 s", "05:02:05.123456789, 2 h 2 min", "02:59:00, ''"})
    void the_duration_is_told_in_the_two_units_that_matter(String end, String duration) {
        assertThat(of(RunEvents.completed()
                        .with("runStartedAt", "2026-11-20T03:00:00Z")
                        .with("runFinishedAt", "2026-11-20T" + end + "Z")
                        .bytes()))
                .containsEntry("duration", duration);
    }

    @Test
    void the_link_needs_the_address_and_all_ids_and_cannot_be_broken_out_of() {
        RunEvents event =
                RunEvents.completed().account(1).with("projectId", "9").run("../4 7");
        assertThat(of(event.bytes())).containsEntry("url", "");
        facts.setAccessUrl("https://ab123.us1.dbt.com/");
        assertThat(of(event.bytes()))
                .containsEntry("url", "https://ab123.us1.dbt.com/deploy/1/projects/9/runs/..%2F4%207");
        assertThat(of(event.with("projectId", null).bytes())).containsEntry("url", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud.getdbt.com", "javascript:alert(1)", "https://a b"})
    void an_access_url_that_is_none_is_refused(String url) {
        assertThatThrownBy(() -> facts.setAccessUrl(url)).hasMessageContainingAll("accessUrl", url, "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{}", "{\"data\":7}"})
    void a_body_that_is_no_run_event_has_empty_facts(String body) {
        assertThat(of(body)).containsEntry("id", "").containsEntry("outcome", "event");
    }
}
