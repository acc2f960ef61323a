package dev.waystation.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SubscriptionIndexTest {

    private static final List<String> TYPES = List.of("job.run.started", "job.run.completed", "job.run.errored");

    private final SubscriptionIndex index = new SubscriptionIndex();

    private static Subscription subscription(
            long no, long account, List<String> types, List<String> jobs, boolean active) {
        return new Subscription(
                no,
                "wsu_" + no,
                account,
                "name",
                "",
                types,
                jobs,
                Subscription.Destination.HTTP,
                "http://127.0.0.1/",
                "whsec_x",
                active,
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private List<Long> matching(long account, String type, String job) {
        return index.matching(account, type, job).stream().map(Subscription::no).toList();
    }

    @Test
    void no_job_filter_means_every_job() {
        index.put(subscription(1, 1, List.of("job.run.started"), List.of(), true));
        index.put(subscription(2, 1, List.of("job.run.started"), List.of("7", "8"), true));
        assertThat(matching(1, "job.run.started", "7")).containsExactlyInAnyOrder(1L, 2L);
        assertThat(matching(1, "job.run.started", "9")).containsExactly(1L);
        assertThat(matching(1, "job.run.started", "")).containsExactly(1L);
        assertThat(matching(1, "job.run.errored", "7")).isEmpty();
        assertThat(matching(2, "job.run.started", "7")).isEmpty();
    }

    @Test
    void a_subscription_that_says_something_twice_matches_once() {
        index.put(subscription(1, 1, List.of("job.run.started", "job.run.started"), List.of("7", "7"), true));
        assertThat(matching(1, "job.run.started", "7")).containsExactly(1L);
    }

    @Test
    void a_change_takes_the_place_of_what_was_there_before() {
        index.put(subscription(1, 1, List.of("job.run.started"), List.of("7"), true));
        index.put(subscription(1, 1, List.of("job.run.errored"), List.of(), true));
        assertThat(matching(1, "job.run.started", "7")).isEmpty();
        assertThat(matching(1, "job.run.errored", "7")).containsExactly(1L);
        index.put(subscription(1, 1, List.of("job.run.errored"), List.of(), false));
        assertThat(matching(1, "job.run.errored", "7")).isEmpty();
        index.put(subscription(1, 1, List.of("job.run.errored"), List.of(), true));
        index.remove(1);
        assertThat(matching(1, "job.run.errored", "7")).isEmpty();
        index.remove(1);
    }

    @Test
    void on_random_subscriptions_it_finds_what_a_look_at_each_of_them_finds() {
        Random random = new Random(20261121);
        Map<Long, Subscription> all = new TreeMap<>();
        for (int step = 0; step < 5_000; step++) {
            long no = random.nextInt(300);
            if (random.nextInt(5) == 0) {
                all.remove(no);
                index.remove(no);
            } else {
                Subscription s = subscription(
                        no, 1 + random.nextInt(2), some(random, TYPES, 1), jobs(random), random.nextInt(6) > 0);
                all.put(no, s);
                index.put(s);
            }
            long account = 1 + random.nextInt(2);
            String type = TYPES.get(random.nextInt(TYPES.size()));
            String job = Integer.toString(random.nextInt(20));
            List<Long> expected = all.values().stream()
                    .filter(s -> s.active()
                            && s.accountId() == account
                            && s.eventTypes().contains(type))
                    .filter(s -> s.jobIds().isEmpty() || s.jobIds().contains(job))
                    .map(Subscription::no)
                    .toList();
            assertThat(matching(account, type, job)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<String> jobs(Random random) {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            jobs.add(Integer.toString(i));
        }
        return some(random, jobs, 0);
    }

    private static List<String> some(Random random, List<String> from, int least) {
        List<String> some = new ArrayList<>();
        for (String each : from) {
            if (random.nextInt(4) == 0) {
                some.add(each);
            }
        }
        return some.size() >= least ? some : List.of(from.get(0));
    }

    @Test
    void subscriptions_that_do_not_match_are_not_even_looked_at() {
        int others = 20_000;
        for (int no = 0; no < others; no++) {
            // A different job each: none of them wants job 'x'.
            index.put(subscription(no, 1, TYPES, List.of(Integer.toString(no)), true));
        }
        index.put(subscription(others, 1, TYPES, List.of("x"), true));
        List<Subscription> once = index.matching(1, "job.run.errored", "x");
        assertThat(once).extracting(Subscription::no).containsExactly((long) others);
        // The very list of the index, found by key: nothing was filtered or copied to make it.
        assertThat(index.matching(1, "job.run.errored", "x")).isSameAs(once);
    }
}
