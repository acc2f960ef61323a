package dev.waystation.cli;

import java.util.List;

/**
 * A subscription that the demo makes, and how its endpoint behaves.
 *
 * @param account the account that it is made in
 * @param name one of a kind; also the path of the endpoint
 * @param eventTypes what it wants
 * @param jobIds of which jobs; empty means every job
 * @param faults how the endpoint treats the first attempts of each delivery; it accepts the one after
 */
record DemoSubscription(
        long account, String name, List<String> eventTypes, List<String> jobIds, List<DemoAnswer> faults) {

    /** The subscription as the gateway made it: what the reply to the create request said. */
    record Created(DemoSubscription subscription, String id, String secret) {

        String name() {
            return subscription.name();
        }
    }

    boolean wants(DemoSample sample) {
        return account == sample.account()
                && eventTypes.contains(sample.eventType())
                && (jobIds.isEmpty() || jobIds.contains(sample.jobId()));
    }

    /** What the endpoint does with an attempt; 1 is a delivery's first. */
    DemoAnswer answer(int number) {
        return number <= faults.size() ? faults.get(number - 1) : DemoAnswer.ACCEPTED;
    }
}
