package dev.waystation.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.subscription.SubscriptionHealth;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeactivationRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final DeactivationRules SHIPPED = new DeactivationRules(1_000, Duration.ofDays(7));

    private static Attempt answered(int status) {
        return new Attempt(NOW, Duration.ZERO, status, null, null, null, null, null, false, null);
    }

    private static SubscriptionHealth failing(int deliveries, Instant since) {
        return new SubscriptionHealth(500, NOW, deliveries, since);
    }

    @Test
    void it_takes_a_thousand_deliveries_in_a_row() {
        assertThat(SHIPPED.reasonToDeactivate(answered(500), failing(999, NOW), NOW))
                .isEmpty();
        assertThat(SHIPPED.reasonToDeactivate(answered(500), failing(1_000, NOW), NOW))
                .hasValueSatisfying(reason -> assertThat(reason).contains("1000"));
    }

    @Test
    void or_a_week_without_a_success() {
        Instant week = NOW.minus(Duration.ofDays(7));
        assertThat(SHIPPED.reasonToDeactivate(answered(500), failing(0, week.plusMillis(1)), NOW))
                .isEmpty();
        assertThat(SHIPPED.reasonToDeactivate(answered(500), failing(0, week), NOW))
                .hasValueSatisfying(reason -> assertThat(reason).contains(week.toString()));
    }

    @Test
    void or_a_single_gone() {
        assertThat(SHIPPED.reasonToDeactivate(answered(410), failing(1, NOW), NOW))
                .hasValueSatisfying(reason -> assertThat(reason).contains("410"));
    }

    @Test
    void each_rule_can_be_switched_off_but_gone() {
        DeactivationRules off = new DeactivationRules(0, Duration.ZERO);
        assertThat(off.reasonToDeactivate(answered(500), failing(1_000_000, Instant.EPOCH), NOW))
                .isEmpty();
        assertThat(off.reasonToDeactivate(answered(410), failing(1, NOW), NOW)).isPresent();
    }

    @Test
    void a_success_starts_the_count_and_the_time_anew() {
        SubscriptionHealth health = SubscriptionHealth.NEW
                .failed(500, NOW, false)
                .failed(500, NOW.plusSeconds(5), true)
                .failed(0, NOW.plusSeconds(9), true);
        assertThat(health.consecutiveFailures()).isEqualTo(2);
        assertThat(health.failingSince()).isEqualTo(NOW);
        assertThat(health.succeeded(200, NOW.plusSeconds(10)))
                .isEqualTo(new SubscriptionHealth(200, NOW.plusSeconds(10), 0, null));
    }
}
