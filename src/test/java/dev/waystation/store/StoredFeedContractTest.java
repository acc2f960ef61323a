package dev.waystation.store;

import dev.waystation.delivery.DeliveryStore.NewEvent;
import dev.waystation.event.Event;
import dev.waystation.feed.FeedStore;
import dev.waystation.feed.FeedStoreContract;
import dev.waystation.testing.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The feed in H2. */
class StoredFeedContractTest extends FeedStoreContract {

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-03-01T00:00:00Z");
    private Store store;

    @Override
    protected FeedStore store() {
        return opened().feed();
    }

    @Override
    protected void add(Event event, Instant accepted) {
        clock.set(accepted.isAfter(clock.instant()) ? accepted : clock.instant());
        opened().deliveries().accept(List.of(new NewEvent(event, List.of())), accepted);
    }

    private Store opened() {
        if (store == null) {
            store = Store.open("jdbc:h2:file:" + data.resolve("feed"), false, clock);
        }
        return store;
    }

    @AfterEach
    void close() {
        opened().close();
    }
}
