package dev.waystation.feed;

import dev.waystation.event.Event;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The store that the other tests trust keeps to the contract too. */
@ParameterizedClass
@EnumSource(InMemoryFeedStore.Diligence.class)
class InMemoryFeedStoreTest extends FeedStoreContract {

    private final InMemoryFeedStore store;

    InMemoryFeedStoreTest(InMemoryFeedStore.Diligence diligence) {
        store = new InMemoryFeedStore(diligence);
    }

    @Override
    protected FeedStore store() {
        return store;
    }

    @Override
    protected void add(Event event, Instant accepted) {
        store.add(event, accepted);
    }
}
