package dev.waystation.camel.receive;

import dev.waystation.receive.Webhook;
import dev.waystation.receive.signature.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One entry a webhook and minute about requests that were refused, however many there are: who guesses at signatures must not
 * be able to fill a disk. Only webhooks that exist have entries. Safe for use by several threads.
 */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** A name is free text, and must not be able to make an entry of its own. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

    private record State(Instant quietUntil, long unsaid) {}

    private final Map<UUID, State> states = new ConcurrentHashMap<>();
    private final Clock clock;

    RefusalLog(Clock clock) {
        this.clock = clock;
    }

    void refused(Webhook webhook, Verdict verdict) {
        Instant now = clock.instant();
        states.compute(webhook.id(), (id, state) -> {
            if (state != null && now.isBefore(state.quietUntil())) {
                return new State(state.quietUntil(), state.unsaid() + 1);
            }
            String more = state == null || state.unsaid() == 0
                    ? ""
                    : ", and " + state.unsaid() + " more since the last entry";
            LOG.warn(
                    "A request at webhook {} '{}' was refused ({}): {}{}",
                    id,
                    CONTROLS.matcher(webhook.name()).replaceAll("?"),
                    webhook.verification().scheme().wireName(),
                    verdict.reason(),
                    more);
            return new State(now.plus(PAUSE), 0);
        });
    }
}
