package dev.waystation.cli;

import dev.waystation.cli.DemoReceiver.Arrival;
import dev.waystation.cli.DemoReceiver.Delivery;
import dev.waystation.cli.DemoSubscription.Created;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must arrive, computed from the samples' files and the subscriptions' filters alone, and a comparison of it with
 * what did arrive. Immutable.
 */
final class DemoExpectation {

    /**
     * What became of it all.
     *
     * @param arrived deliveries that were due and accepted by their endpoint
     * @param requests that the receiver got
     * @param duplicates requests for deliveries that the endpoint had accepted before
     * @param signaturesValid requests of which both signatures are right
     * @param bodiesRight requests whose body is what is expected, byte for byte
     * @param problems whatever was not as expected, one sentence each
     */
    record Result(
            int arrived, int requests, int duplicates, int signaturesValid, int bodiesRight, List<String> problems) {}

    private static final int EXCERPT = 40;

    private final Map<Delivery, byte[]> bodies = new LinkedHashMap<>();

    DemoExpectation(List<Created> subscriptions, List<DemoSample> samples) {
        for (DemoSample sample : samples) {
            for (Created created : subscriptions) {
                if (created.subscription().wants(sample)) {
                    bodies.put(
                            new Delivery(created.name(), sample.eventId()),
                            DemoWireForm.of(sample, created.id(), created.name()));
                }
            }
        }
    }

    /** How many deliveries must arrive. */
    int deliveries() {
        return bodies.size();
    }

    /** How many of them at the endpoint of this subscription. */
    int deliveries(Created created) {
        return (int) bodies.keySet().stream()
                .filter(delivery -> delivery.subscription().equals(created.name()))
                .count();
    }

    /** How many of them are this sample's. */
    int deliveries(DemoSample sample) {
        return (int) bodies.keySet().stream()
                .filter(delivery -> delivery.eventId().equals(sample.eventId()))
                .count();
    }

    Result compare(List<Arrival> arrivals) {
        List<String> problems = new ArrayList<>();
        Set<Delivery> accepted = new HashSet<>();
        Map<Delivery, Arrival> last = new HashMap<>();
        int duplicates = 0;
        int signaturesValid = 0;
        int bodiesRight = 0;
        for (Arrival arrival : arrivals) {
            Delivery delivery = arrival.delivery();
            String request = "request " + arrival.number() + " with " + delivery;
            last.put(delivery, arrival);
            if (accepted.contains(delivery)) {
                duplicates++;
                problems.add("repeated: " + request + ", which was accepted before");
            }
            if (arrival.answer() == DemoAnswer.ACCEPTED) {
                accepted.add(delivery);
            }
            if (arrival.signatures().valid()) {
                signaturesValid++;
            } else {
                problems.add(
                        "signature: " + request + ": " + arrival.signatures().word());
            }
            if (!bodies.containsKey(delivery)) {
                problems.add("unexpected: " + request + ", which did not subscribe to it");
            } else if (Arrays.equals(bodies.get(delivery), arrival.body())) {
                bodiesRight++;
            } else {
                problems.add("body: " + request + " " + difference(bodies.get(delivery), arrival.body()));
            }
        }
        bodies.keySet().stream()
                .filter(delivery -> !accepted.contains(delivery))
                .forEach(delivery -> problems.add("missing: " + delivery + ", " + soFar(last.get(delivery))));
        int arrived = (int) bodies.keySet().stream().filter(accepted::contains).count();
        return new Result(arrived, arrivals.size(), duplicates, signaturesValid, bodiesRight, List.copyOf(problems));
    }

    private static String soFar(Arrival last) {
        return last == null
                ? "no request came"
                : "the last request was number " + last.number() + ", answered " + last.answer().word;
    }

    private static String difference(byte[] expected, byte[] got) {
        int at = Arrays.mismatch(expected, got);
        return "has at byte " + at + " \"" + excerpt(got, at) + "\", expected \"" + excerpt(expected, at) + "\"";
    }

    private static String excerpt(byte[] bytes, int at) {
        int end = Math.min(bytes.length, at + EXCERPT);
        return at >= end ? "" : new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }
}
