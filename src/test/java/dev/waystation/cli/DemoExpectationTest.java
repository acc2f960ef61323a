package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.cli.DemoReceiver.Arrival;
import dev.waystation.cli.DemoReceiver.Delivery;
import dev.waystation.cli.DemoSubscription.Created;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A demo that says "as expected" whatever happens would be worth nothing. */
class DemoExpectationTest {

    private static final DemoSignatures VALID = new DemoSignatures(true, true);

    private List<Created> subscriptions;
    private DemoScript script;
    private DemoExpectation expectation;
    private List<Arrival> arrivals;

    @BeforeEach
    void everythingArrives() throws Exception {
        script = DemoScript.load();
        subscriptions = script.subscriptions().stream()
                .map(s -> new Created(s, "wsu_" + s.name(), "whsec_"))
                .toList();
        expectation = new DemoExpectation(subscriptions, script.samples());
        arrivals = new ArrayList<>();
        for (DemoSample sample : script.samples()) {
            for (Created created : subscriptions) {
                if (created.subscription().wants(sample)) {
                    int last = created.subscription().faults().size() + 1;
                    for (int number = 1; number <= last; number++) {
                        arrivals.add(arrival(created, sample, number));
                    }
                }
            }
        }
    }

    @Test
    void the_fan_out_is_what_the_files_and_the_filters_say() {
        assertThat(expectation.deliveries()).isEqualTo(15);
        assertThat(subscriptions).extracting(expectation::deliveries).containsExactly(6, 2, 2, 0, 3, 1, 1, 0);
        assertThat(script.samples()).extracting(expectation::deliveries).containsExactly(1, 2, 2, 1, 2, 2, 1, 1, 2, 1);
    }

    @Test
    void all_is_well_when_each_delivery_is_accepted_once() {
        DemoExpectation.Result result = expectation.compare(arrivals);
        assertThat(result.problems()).isEmpty();
        assertThat(result.arrived()).isEqualTo(15);
        assertThat(result.requests()).isEqualTo(27);
        assertThat(result.bodiesRight()).isEqualTo(27);
    }

    @Test
    void a_delivery_that_was_never_accepted_is_named_with_its_last_answer() {
        arrivals.removeIf(a -> is(a, "pagerduty", "wev_2L6m5BggBw9uPNuSmtg4MUiW4Re") && a.number() == 4);
        arrivals.removeIf(a -> is(a, "flask-app", "wev_2QSUzWMSv40ow7s8n8TfVPVnYua"));
        assertThat(expectation.compare(arrivals).problems())
                .containsExactly(
                        "missing: wev_2L6m5BggBw9uPNuSmtg4MUiW4Re at 'pagerduty', the last request was number 3,"
                                + " answered 500",
                        "missing: wev_2QSUzWMSv40ow7s8n8TfVPVnYua at 'flask-app', no request came");
    }

    @Test
    void a_delivery_that_comes_again_after_it_was_accepted_is_a_duplicate() {
        arrivals.add(arrival(created("slack"), script.samples().get(0), 2));
        DemoExpectation.Result result = expectation.compare(arrivals);
        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.problems()).singleElement().asString().startsWith("repeated: request 2 with wev_");
    }

    @Test
    void a_delivery_to_somebody_who_does_not_want_it_is_named() {
        arrivals.add(arrival(created("other-job"), script.samples().get(0), 1));
        assertThat(expectation.compare(arrivals).problems())
                .singleElement()
                .asString()
                .startsWith("unexpected: request 1 with wev_2L6Z3l8uPedXKPq9D2nWbPIip7Z at 'other-job'");
    }

    @Test
    void a_body_with_another_subscription_s_name_is_not_what_is_expected() {
        Arrival right = arrivals.get(0);
        String body = new String(right.body(), StandardCharsets.UTF_8).replace("\"slack\"", "\"pagerduty\"");
        arrivals.set(0, new Arrival(right.delivery(), 1, right.answer(), VALID, body.getBytes(StandardCharsets.UTF_8)));
        assertThat(expectation.compare(arrivals).problems())
                .singleElement()
                .asString()
                .startsWith("body: request 1")
                .contains("pagerduty\"", "expected \"slack\"");
    }

    @Test
    void a_signature_that_is_not_right_is_named() {
        Arrival right = arrivals.get(0);
        arrivals.set(
                0, new Arrival(right.delivery(), 1, right.answer(), new DemoSignatures(true, false), right.body()));
        DemoExpectation.Result result = expectation.compare(arrivals);
        assertThat(result.signaturesValid()).isEqualTo(26);
        assertThat(result.problems()).singleElement().asString().startsWith("signature: request 1");
    }

    private Created created(String name) {
        return subscriptions.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean is(Arrival arrival, String subscription, String eventId) {
        return arrival.delivery().equals(new Delivery(subscription, eventId));
    }

    private static Arrival arrival(Created created, DemoSample sample, int number) {
        return new Arrival(
                new Delivery(created.name(), sample.eventId()),
                number,
                created.subscription().answer(number),
                VALID,
                DemoWireForm.of(sample, created.id(), created.name()));
    }
}
