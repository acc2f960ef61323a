package dev.waystation.camel;

import dev.waystation.Gateway;
import dev.waystation.store.Store;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Gives up deliveries that are owed for longer than anything is kept, and tells the retention route up to which numbers it may delete, in the variables {@code firstKept} (of events and
 * deliveries) and {@code firstKeptAttempt}. Numbers grow with time, so the old rows are a range of the primary key. What has
 * an end of its own is over at {@code nowMicros}, microseconds since 1970.
 */
public final class RetentionCutoff implements Processor {

    private final Gateway gateway;
    private final Duration kept;

    /** @param kept how long events and their log are kept */
    public RetentionCutoff(Gateway gateway, Duration kept) {
        this.gateway = gateway;
        this.kept = kept;
    }

    @Override
    public void process(Exchange exchange) {
        Instant cutoff = gateway.clock().instant().minus(kept);
        gateway.lanes().giveUpAcceptedBefore(cutoff);
        exchange.setVariable("firstKept", Store.firstNumberAt(cutoff));
        exchange.setVariable("firstKeptAttempt", Store.firstAttemptNumberAt(cutoff));
        Instant now = gateway.clock().instant();
        exchange.setVariable("nowMicros", now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    }
}
