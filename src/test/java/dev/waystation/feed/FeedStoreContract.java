package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.event.Event;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.RunEventAsReceived;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link FeedStore} keeps to. A class for each store inherits it. */
public abstract class FeedStoreContract {

    private static final Instant START = Instant.parse("2026-03-05T00:00:00Z");

    private final ManualClock clock = ManualClock.at(Feeds.NOW);
    private final List<Event> added = new ArrayList<>();

    /** An empty store, the same one throughout a test. */
    protected abstract FeedStore store();

    /** Stores an event that was accepted at a time. Events come in the order of their numbers. */
    protected abstract void add(Event event, Instant accepted);

    /** Sixteen received events, of which some are of the same time; eight run events between them; one of each elsewhere. */
    @BeforeEach
    public void events() {
        String[] names = {"model.refreshed", "model_refreshed", "Model.Refreshed", "it's 100%"};
        String[] resources = {
            "model.a", "model_a", "MODEL.a", "dbt.job.5", "mod%", "back\\\\slash", "ü'\\\"", "dbt.job.55"
        };
        for (int i = 0; i < 16; i++) {
            String fields = "'event':'" + names[i % 4].replace("'", "\\u0027") + "','resource':{'prefect.resource.id':'"
                    + resources[i % 8].replace("'", "\\u0027") + "'}";
            accept(Feeds.event(1, new UUID(1, i), START.plusSeconds(i / 3 * 10L), fields));
            if (i % 2 == 0) {
                String id = i % 4 == 0 ? "wev_" + i : new UUID(4, i).toString();
                accept(RunEvents.completed()
                        .account(1)
                        .id(id)
                        .job(i < 6 ? "5" : "5" + i)
                        .at(START.plusSeconds(i * 3L).plusNanos(999))
                        .event(clock));
            }
        }
        accept(Feeds.event(
                2, new UUID(1, 0), START, "'event':'model.refreshed','resource':{'prefect.resource.id':'model.a'}"));
        accept(RunEvents.completed().account(2).id("wev_0").job("5").at(START).event(clock));
    }

    private void accept(Event event) {
        add(event, accepted(added.size()));
        added.add(event);
    }

    private static Instant accepted(int place) {
        return START.plus(Duration.ofHours(1)).plus(place, ChronoUnit.MILLIS);
    }

    /** What the feed shows of the events that the filter wants, in order. */
    private List<ReceivedEvent> expected(FeedFilter filter, long account) {
        Comparator<ReceivedEvent> order =
                Comparator.comparing(ReceivedEvent::time).thenComparing(ReceivedEvent::received);
        return IntStream.range(0, added.size())
                .filter(i -> added.get(i).accountId() == account)
                .mapToObj(i -> shown(added.get(i), accepted(i)))
                .sorted(filter.order() == FeedOrder.ASC ? order : order.reversed())
                .filter(filter::matches)
                .toList();
    }

    /** A received event says itself when it was received; here that is made the time at which it was accepted. */
    private static ReceivedEvent shown(Event event, Instant accepted) {
        return event instanceof ReceivedEvent received
                ? new ReceivedEvent(
                        received.id(),
                        received.accountId(),
                        received.eventType(),
                        received.resource(),
                        received.related(),
                        received.payload(),
                        received.time(),
                        null,
                        accepted)
                : RunEventAsReceived.of(event.accountId(), event.body().stored(), accepted);
    }

    private List<FeedRow> scan(FeedFilter filter, long account, boolean bodies, long skip) {
        List<FeedRow> rows = new ArrayList<>();
        store().scan(filter.query(account), bodies, skip, row -> rows.add(row));
        return rows;
    }

    private static List<UUID> ids(List<FeedRow> rows) {
        return rows.stream().map(FeedRow::id).toList();
    }

    private static List<UUID> idsOf(List<ReceivedEvent> events) {
        return events.stream().map(ReceivedEvent::id).toList();
    }

    private static final String EXACT_1 = "{'event':{'name':['model.refreshed','it\\u0027s 100%','nothing']}}";
    private static final String EXACT_2 = "{'event':{'prefix':['model.','it\\u0027s 100%']},'order':'ASC'}";
    private static final String EXACT_3 = "{'event':{'prefix':['model_'],'exclude_name':['model.refreshed']}}";
    private static final String EXACT_4 = "{'event':{'exclude_prefix':['mode','job_'],'exclude_name':['x']}}";
    private static final String EXACT_5 = "{'resource':{'id':['dbt.job.5','model_a','ü\\u0027\\\"']}}";
    private static final String EXACT_6 = "{'resource':{'id_prefix':['dbt.job.5']},'order':'ASC'}";
    private static final String EXACT_7 = "{'resource':{'id_prefix':['model_','mod%','back\\\\']}}";
    private static final String EXACT_8 =
            "{'resource':{'id_prefix':['dbt.j','MODEL']},'event':{'prefix':['job.','M']}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'order':'ASC'}",
                EXACT_1,
                EXACT_2,
                EXACT_3,
                EXACT_4,
                EXACT_5,
                EXACT_6,
                EXACT_7,
                EXACT_8,
                "{'event':{'name':['a'],'prefix':['b']}}",
                "{'resource':{'id':['dbt.job.']}}",
                "{'occurred':{'since':'2026-03-05T00:00:10Z','until':'2026-03-05T00:00:30Z'}}"
            })
    public void an_exact_query_is_counted_and_its_beginning_is_skipped(String json) {
        FeedFilter filter = Feeds.filter(json);
        List<UUID> expected = idsOf(expected(filter, 1));
        assertThat(filter.query(1).hint().exact()).isTrue();
        assertThat(store().count(filter.query(1))).isEqualTo(expected.size());
        for (int skip = 1; skip <= expected.size(); skip++) {
            assertThat(ids(scan(filter, 1, false, skip))).isEqualTo(expected.subList(skip, expected.size()));
        }
        assertThat(scan(filter, 1, false, expected.size() + 7)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'order':'ASC'}",
                EXACT_1,
                EXACT_2,
                EXACT_3,
                EXACT_4,
                EXACT_5,
                EXACT_6,
                EXACT_7,
                EXACT_8,
                "{'id':{'id':['00000000-0000-0001-0000-000000000003','00000000-0000-0004-0000-000000000002']}}",
                "{'resource':{'labels':{'prefect.resource.id':['model.*','dbt.job.5']}}}",
                "{'text':{'query':'success'}}",
                "{'event':{'prefix':['job.']},'related':{'role':['run']}}"
            })
    public void a_scan_leaves_out_nothing_that_is_wanted_and_keeps_the_order(String json) {
        FeedFilter filter = Feeds.filter(json);
        List<FeedRow> rows = scan(filter, 1, true, 0);
        List<FeedRow> wanted =
                rows.stream().filter(row -> filter.matches(row.event())).toList();
        assertThat(ids(wanted)).isNotEmpty().isEqualTo(idsOf(expected(filter, 1)));
        assertThat(ids(rows)).doesNotHaveDuplicates();
    }

    @Test
    public void a_run_event_whose_id_cannot_be_turned_back_is_among_what_is_scanned_for_it() {
        FeedFilter filter = Feeds.filter("{'id':{'id':['" + RunEventAsReceived.id(1, "wev_4") + "']}}");
        assertThat(scan(filter, 1, false, 0)).extracting(FeedRow::eventId).contains("wev_4");
    }

    @Test
    public void accounts_are_kept_apart() {
        assertThat(scan(Feeds.filter("{}"), 1, false, 0)).hasSize(24).allMatch(row -> row.account() == 1);
        assertThat(scan(Feeds.filter("{}"), 2, false, 0)).hasSize(2).allMatch(row -> row.account() == 2);
        assertThat(store().count(Feeds.filter("{}").query(3))).isZero();
        List<Long> numbers =
                scan(Feeds.filter("{}"), 1, false, 0).stream().map(FeedRow::no).toList();
        assertThat(store().rows(2, numbers)).isEmpty();
    }

    @Test
    public void times_are_compared_to_the_microsecond_and_both_ends_belong_to_the_span() {
        String at = "2026-03-05T00:00:30";
        for (String[] span : new String[][] {{at + "Z", at + "Z"}, {at + "Z", at + ".000001Z"}}) {
            FeedFilter filter = Feeds.filter("{'occurred':{'since':'" + span[0] + "','until':'" + span[1] + "'}}");
            assertThat(expected(filter, 1)).isNotEmpty();
            assertThat(ids(scan(filter, 1, false, 0))).isEqualTo(idsOf(expected(filter, 1)));
        }
        assertThat(scan(
                        Feeds.filter("{'occurred':{'since':'" + at + ".000001Z','until':'" + at + ".9Z'}}"),
                        1,
                        false,
                        0))
                .isEmpty();
        FeedFilter ever = Feeds.filter("{'occurred':{'since':'0001-01-01','until':'9999-12-31'}}");
        assertThat(scan(ever, 1, false, 0)).hasSize(24);
        assertThat(store().count(ever.query(1))).isEqualTo(24);
        assertThat(scan(Feeds.filter("{'occurred':{'since':'2026-03-06','until':'2026-03-05'}}"), 1, false, 0))
                .isEmpty();
    }

    @Test
    public void a_row_says_what_was_stored() {
        List<FeedRow> rows = new ArrayList<>(scan(Feeds.filter("{}"), 1, true, 0));
        rows.sort(Comparator.comparing(FeedRow::no));
        for (int i = 0; i < rows.size(); i++) {
            FeedRow row = rows.get(i);
            Event event = added.get(i);
            assertThat(row.eventId()).isEqualTo(event.eventId());
            assertThat(row.type()).isEqualTo(event.eventType());
            assertThat(row.subject()).isEqualTo(event.subject());
            assertThat(row.kind() == FeedRow.Kind.RECEIVED).isEqualTo(event instanceof ReceivedEvent);
            assertThat(row.occurred()).isEqualTo(event.time().truncatedTo(ChronoUnit.MICROS));
            assertThat(row.accepted()).isEqualTo(accepted(i));
            assertThat(new String(row.body(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(event.body().stored(), StandardCharsets.UTF_8));
        }
    }

    @Test
    public void a_visitor_that_has_had_enough_sees_no_more() {
        List<FeedRow> seen = new ArrayList<>();
        store().scan(Feeds.filter("{}").query(1), true, 0, row -> {
            seen.add(row);
            return seen.size() < 5;
        });
        assertThat(seen).hasSize(5);
        // And the store is as good as before.
        assertThat(scan(Feeds.filter("{}"), 1, false, 0)).hasSize(24);
    }

    @Test
    public void a_visitor_that_fails_does_no_harm() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> store().scan(Feeds.filter("{}").query(1), true, 0, row -> {
                        throw new IllegalStateException("mine");
                    }))
                    .hasMessage("mine");
        }
        assertThat(scan(Feeds.filter("{}"), 1, false, 0)).hasSize(24);
    }

    @Test
    public void rows_are_found_by_their_numbers_with_bodies() {
        List<FeedRow> rows = scan(Feeds.filter("{}"), 1, true, 0);
        List<Long> numbers =
                new ArrayList<>(List.of(rows.get(3).no(), 4L, rows.get(0).no()));
        List<FeedRow> found = store().rows(1, numbers);
        assertThat(found)
                .extracting(FeedRow::no)
                .containsExactlyInAnyOrder(rows.get(3).no(), rows.get(0).no());
        assertThat(found).allSatisfy(row -> assertThat(rows)
                .anyMatch(other -> other.no() == row.no() && Arrays.equals(other.body(), row.body())));
        assertThat(store().rows(1, List.of())).isEmpty();
    }
}
