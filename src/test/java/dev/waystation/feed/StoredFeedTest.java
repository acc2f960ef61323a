package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.delivery.DeliveryStore;
import dev.waystation.event.Event;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.store.Store;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed over the real store gives what it gives over a list in memory. */
class StoredFeedTest {

    private static final ManualClock CLOCK = ManualClock.at(Feeds.NOW.minus(Duration.ofDays(3)));
    private static final InMemoryFeedStore MEMORY = new InMemoryFeedStore(InMemoryFeedStore.Diligence.EVERYTHING);

    @TempDir
    static Path data;

    static Store store;
    static String derivedId;

    @BeforeAll
    static void fill() {
        store = Store.open("jdbc:h2:file:" + data.resolve("feed"), false, CLOCK);
        Random random = new Random(20261121);
        String[] names = {"model.refreshed", "model.failed", "model%", "model_x", "model!x", "MODEL.refreshed", "ä"};
        for (int i = 0; i < 400; i++) {
            // Some at the same moment, some out of order.
            Instant occurred =
                    Feeds.NOW.minus(Duration.ofHours(1 + random.nextInt(60))).plusNanos(1_000L * random.nextInt(3));
            long account = 1 + random.nextInt(10) / 9;
            Event event = i % 3 == 0
                    ? RunEvents.completed()
                            .account(account)
                            .id(i % 2 == 0 ? "wev_" + i : new UUID(9, i).toString())
                            .job(Integer.toString(random.nextInt(12)), "Nightly")
                            .at(occurred)
                            .event(CLOCK)
                    : Feeds.event(
                            account,
                            new UUID(1, i),
                            occurred,
                            "'event':'" + names[random.nextInt(names.length)]
                                    + "','resource':{'prefect.resource.id':'model." + random.nextInt(12) + "','owner':'"
                                    + (i % 2 == 0 ? "ann" : "bob") + "'},'payload':{'number':" + i + "}");
            add(event);
        }
        derivedId = new Feed(MEMORY, CLOCK)
                .first(1, Feeds.filter("{'resource':{'id_prefix':['dbt.']}}"), 1)
                .events()
                .get(0)
                .id()
                .toString();
        CLOCK.set(Feeds.NOW);
    }

    private static void add(Event event) {
        Instant accepted = CLOCK.advance(Duration.ofMinutes(7));
        MEMORY.add(event, accepted);
        store.deliveries().accept(List.of(new DeliveryStore.NewEvent(event, List.of())), accepted);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'order':'ASC'}",
                "{'event':{'name':['model.refreshed','ä']}}",
                "{'event':{'prefix':['model']}}",
                "{'event':{'prefix':['model%']}}",
                "{'event':{'prefix':['model_','model!']},'order':'ASC'}",
                "{'event':{'exclude_prefix':['model%','job.']}}",
                "{'event':{'exclude_name':['model.refreshed'],'prefix':['model.','MODEL']}}",
                "{'event':{'exclude_name':['model.refreshed']},'resource':{'id_prefix':['model.1']}}",
                "{'resource':{'id':['model.1','dbt.job.2','nothing']}}",
                "{'resource':{'id_prefix':['dbt.job.1']}}",
                "{'resource':{'id_prefix':['dbt.']}}",
                "{'resource':{'labels':{'owner':'ann'}}}",
                "{'resource':{'distinct':true},'order':'ASC'}",
                "{'resource':{'distinct':true,'labels':{'owner':'bob'}}}",
                "{'related':{'role':['run']}}",
                "{'any_resource':{'id_prefix':['dbt.job.1']}}",
                "{'text':{'query':'nightly -success'}}",
                "{'id':{'id':['00000000-0000-0001-0000-000000000001','00000000-0000-0009-0000-000000000003']}}",
                "{'occurred':{'since':'2026-03-09T00:00:00Z','until':'2026-03-09T12:00:00Z'}}",
                "{'event':{'name':[]},'resource':{'labels':{'owner':[]}}}"
            })
    void every_page_and_every_count_is_the_same(String filter) throws Exception {
        same(Feeds.filter(filter));
    }

    @Test
    void an_id_that_was_made_for_a_run_event_finds_it() throws Exception {
        FeedFilter filter = Feeds.filter("{'id':{'id':['" + derivedId + "']}}");
        same(filter);
        assertThat(feed().first(1, filter, 10).total()).isEqualTo(1);
    }

    private static Feed feed() {
        return new Feed(store.feed(), CLOCK);
    }

    private static void same(FeedFilter filter) throws Exception {
        for (long account : List.of(1L, 2L, 3L)) {
            Feed expected = new Feed(MEMORY, CLOCK);
            for (int limit : List.of(7, 200)) {
                List<String> ids = ids(expected, account, filter, limit);
                assertThat(ids(feed(), account, filter, limit)).isEqualTo(ids);
            }
            for (Countable countable : Countable.values()) {
                assertThat(feed().countBy(account, countable, filter, TimeUnit.DAY, 1))
                        .isEqualTo(expected.countBy(account, countable, filter, TimeUnit.DAY, 1));
            }
        }
    }

    private static List<String> ids(Feed feed, long account, FeedFilter filter, int limit) throws Exception {
        List<String> seen = new ArrayList<>();
        FeedPage page = feed.first(account, filter, limit);
        seen.add("total " + page.total());
        while (true) {
            page.events().stream().map(ReceivedEvent::toString).forEach(seen::add);
            Optional<String> next = page.next();
            if (next.isEmpty()) {
                return seen;
            }
            page = feed.next(account, next.get());
        }
    }
}
