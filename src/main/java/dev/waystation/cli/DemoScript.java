package dev.waystation.cli;

import static dev.waystation.cli.DemoAnswer.BROKEN;
import static dev.waystation.cli.DemoAnswer.DROPPED;
import static dev.waystation.cli.DemoAnswer.UNAVAILABLE;
import static dev.waystation.event.EventTypes.CANCELED;
import static dev.waystation.event.EventTypes.COMPLETED;
import static dev.waystation.event.EventTypes.ERRORED;
import static dev.waystation.event.EventTypes.STARTED;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the demo plays: who subscribes, and what is published in which order.
 *
 * @param subscriptions each with a name of its own
 * @param samples each with an event id of its own
 */
record DemoScript(List<DemoSubscription> subscriptions, List<DemoSample> samples) {

    /** Two of the subscriptions want nothing of what is published: it must not reach them. */
    private static final List<DemoSubscription> SUBSCRIPTIONS = List.of(
            new DemoSubscription(1, "slack", List.of(STARTED, COMPLETED, ERRORED), List.of(), List.of()),
            new DemoSubscription(
                    1, "pagerduty", List.of(ERRORED), List.of("123"), List.of(UNAVAILABLE, DROPPED, BROKEN)),
            new DemoSubscription(1, "lineage", List.of(COMPLETED), List.of("123", "456"), List.of(DROPPED)),
            new DemoSubscription(1, "other-job", List.of(STARTED, COMPLETED, ERRORED), List.of("456"), List.of()),
            new DemoSubscription(123, "audit", List.of(STARTED, COMPLETED, CANCELED), List.of(), List.of(UNAVAILABLE)),
            new DemoSubscription(123, "cancellations", List.of(CANCELED), List.of("2"), List.of(BROKEN)),
            new DemoSubscription(66847, "flask-app", List.of(COMPLETED), List.of("278164"), List.of()),
            new DemoSubscription(66847, "failures-only", List.of(ERRORED), List.of(), List.of()));

    /** All that dbt has ever sent or documented: today's form, the beta's, the first draft's, and one that was caught. */
    private static final List<String> SAMPLES = List.of(
            "ga-started.json",
            "ga-errored.json",
            "ga-completed.json",
            "beta-2023-started.json",
            "beta-2023-errored.json",
            "beta-2023-completed.json",
            "draft-2022-started.json",
            "draft-2022-completed.json",
            "draft-2022-canceled.json",
            "capture-2023-05-29.json");

    static DemoScript load() throws IOException {
        List<DemoSample> samples = new ArrayList<>();
        for (String file : SAMPLES) {
            samples.add(DemoSample.load(file));
        }
        return new DemoScript(SUBSCRIPTIONS, samples);
    }

    /** The accounts that must exist, as the setting {@code waystation.accounts} has them. */
    String accounts() {
        return samples.stream()
                .map(DemoSample::account)
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }
}
