package dev.waystation.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedeliveryRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration CAP = Duration.ofHours(1);

    private final DeliveryRedeliveryPolicy policy = new DeliveryRedeliveryPolicy();

    private RedeliveryRules withoutJitter() {
        policy.setUseCollisionAvoidance(false);
        return new RedeliveryRules(policy, CAP);
    }

    private static Attempt answered(int status, Duration retryAfter) {
        return new Attempt(NOW, Duration.ZERO, status, null, null, null, null, null, false, retryAfter);
    }

    private static Duration delay(Outcome outcome) {
        return Duration.between(NOW, ((Outcome.Redeliver) outcome).at());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any_2xx_is_a_success(int status) {
        assertThat(withoutJitter().outcome(answered(status, null), 1, NOW)).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 302, 307, 308, 400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504, 599})
    void anything_else_is_tried_again(int status) {
        assertThat(withoutJitter().outcome(answered(status, null), 1, NOW)).isInstanceOf(Outcome.Redeliver.class);
    }

    @Test
    void gone_is_for_good() {
        assertThat(withoutJitter().outcome(answered(410, null), 1, NOW)).isInstanceOf(Outcome.Failed.class);
    }

    private static Attempt route(int status, Duration retryAfter) {
        return new Attempt(NOW, Duration.ZERO, status, AttemptError.ROUTE, "", null, null, null, false, retryAfter);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410, 413, 422, 431, 451, 499})
    void what_the_target_of_a_route_refuses_is_not_sent_to_it_again(int status) {
        assertThat(withoutJitter().outcome(route(status, null), 1, NOW)).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 408, 409, 425, 429, 500, 503, 599})
    void what_the_target_of_a_route_may_take_later_is_sent_again(int status) {
        assertThat(withoutJitter().outcome(route(status, null), 1, NOW)).isInstanceOf(Outcome.Redeliver.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void the_target_of_a_route_can_ask_for_time_up_to_the_cap(int status) {
        Duration asked = Duration.ofMinutes(30);
        assertThat(delay(withoutJitter().outcome(route(status, asked), 1, NOW))).isEqualTo(asked);
        assertThat(delay(withoutJitter().outcome(route(status, CAP.plusHours(1)), 1, NOW)))
                .isEqualTo(CAP);
    }

    @Test
    void a_target_that_is_gone_does_not_end_the_subscription_of_its_route() {
        assertThat(RedeliveryRules.isGone(route(410, null))).isFalse();
        assertThat(RedeliveryRules.isGone(answered(410, null))).isTrue();
    }

    @Test
    void each_kind_of_error_is_tried_again() {
        for (AttemptError error : AttemptError.values()) {
            Attempt failed = Attempt.failed(NOW, Duration.ZERO, error, "");
            assertThat(withoutJitter().outcome(failed, 1, NOW)).isInstanceOf(Outcome.Redeliver.class);
            assertThat(failed.reportedStatus()).isEqualTo(error == AttemptError.TIMEOUT ? 504 : 502);
        }
    }

    @Test
    void the_delays_are_those_of_the_pattern_and_after_the_last_it_failed() {
        RedeliveryRules rules = withoutJitter();
        long[] seconds = {5, 30, 120, 600, 3600};
        for (int i = 0; i < seconds.length; i++) {
            assertThat(delay(rules.outcome(answered(500, null), i + 1, NOW))).isEqualTo(Duration.ofSeconds(seconds[i]));
        }
        assertThat(rules.outcome(answered(500, null), 6, NOW)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void the_jitter_spreads_a_delay_within_its_percentage() {
        RedeliveryRules rules = new RedeliveryRules(policy, CAP);
        Set<Duration> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Duration delay = delay(rules.outcome(answered(500, null), 2, NOW));
            assertThat(delay).isBetween(Duration.ofMillis(25_500), Duration.ofMillis(34_500));
            seen.add(delay);
        }
        assertThat(seen).hasSizeGreaterThan(100);
    }

    @Test
    void camels_own_exponential_back_off_works_too() {
        policy.setDelayPattern(null);
        policy.setRedeliveryDelay(1_000);
        policy.setBackOffMultiplier(2);
        policy.setUseExponentialBackOff(true);
        policy.setMaximumRedeliveryDelay(5_000);
        RedeliveryRules rules = withoutJitter();
        long[] millis = {1_000, 2_000, 4_000, 5_000, 5_000};
        for (int i = 0; i < millis.length; i++) {
            assertThat(delay(rules.outcome(answered(500, null), i + 1, NOW)).toMillis())
                    .isEqualTo(millis[i]);
        }
    }

    @Test
    void no_redeliveries_means_one_attempt() {
        policy.setMaximumRedeliveries(0);
        assertThat(withoutJitter().outcome(answered(500, null), 1, NOW)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void an_endpoint_that_asks_to_wait_is_left_alone_for_that_long_up_to_the_cap_and_never_less_than_the_delay() {
        RedeliveryRules rules = withoutJitter();
        assertThat(delay(rules.outcome(answered(429, Duration.ofSeconds(90)), 1, NOW)))
                .hasSeconds(90);
        assertThat(delay(rules.outcome(answered(503, Duration.ofSeconds(90)), 1, NOW)))
                .hasSeconds(90);
        assertThat(delay(rules.outcome(answered(503, Duration.ofDays(9)), 1, NOW)))
                .isEqualTo(CAP);
        assertThat(delay(rules.outcome(answered(503, Duration.ofSeconds(1)), 1, NOW)))
                .hasSeconds(5);
        assertThat(delay(rules.outcome(answered(500, Duration.ofSeconds(90)), 1, NOW)))
                .hasSeconds(5);
        assertThat(rules.outcome(answered(503, Duration.ofSeconds(90)), 6, NOW)).isInstanceOf(Outcome.Failed.class);
    }
}
