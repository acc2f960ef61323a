package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(InMemoryFeedStore.Diligence.class)
class CountsTest {

    private final ManualClock clock = ManualClock.at(Feeds.NOW);
    private final InMemoryFeedStore store;
    private final Feed feed;
    private int events;

    CountsTest(InMemoryFeedStore.Diligence diligence) {
        store = new InMemoryFeedStore(diligence);
        feed = new Feed(store, clock);
    }

    private void at(String... times) {
        for (String time : times) {
            add(time, "'event':'alert','resource':{'prefect.resource.id':'r'}");
        }
    }

    private void add(String time, String fields) {
        Instant occurred = Instant.parse(time);
        store.add(Feeds.event(1, new UUID(1, ++events), occurred, fields), occurred);
    }

    private static FeedFilter between(String since, String until) {
        return Feeds.filter("{'occurred':{'since':'" + since + "','until':'" + until + "'}}");
    }

    private List<EventCount> byTime(String since, String until, TimeUnit unit, double interval) throws Exception {
        return feed.countBy(1, Countable.TIME, between(since, until), unit, interval);
    }

    private static EventCount count(int value, String start, long count, String end) {
        return new EventCount(
                Integer.toString(value), start.replace("Z", "+00:00"), count, Instant.parse(start), Instant.parse(end));
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "TIME"})
    void days_are_those_of_utc_and_empty_ones_are_counted_too(Countable countable) throws Exception {
        at("2026-03-05T00:00:00Z", "2026-03-05T23:59:59.999999Z", "2026-03-07T00:00:00Z", "2026-03-04T23:59:59Z");
        List<EventCount> counts = feed.countBy(
                1, countable, between("2026-03-05T00:00:00Z", "2026-03-07T23:59:59.999999Z"), TimeUnit.DAY, 1);
        assertThat(counts)
                .containsExactly(
                        count(0, "2026-03-05T00:00:00Z", 2, "2026-03-05T23:59:59.999999Z"),
                        count(1, "2026-03-06T00:00:00Z", 0, "2026-03-06T23:59:59.999999Z"),
                        count(2, "2026-03-07T00:00:00Z", 1, "2026-03-07T23:59:59.999999Z"));
    }

    @Test
    void the_zone_in_which_a_span_is_given_moves_no_bucket() throws Exception {
        at("2026-03-05T18:59:59Z", "2026-03-05T19:00:00Z", "2026-03-06T02:00:00Z");
        assertThat(byTime("2026-03-06T00:00:00+05:00", "2026-03-06T23:59:59+05:00", TimeUnit.DAY, 1))
                .containsExactly(
                        count(0, "2026-03-05T00:00:00Z", 1, "2026-03-05T23:59:59.999999Z"),
                        count(1, "2026-03-06T00:00:00Z", 1, "2026-03-06T23:59:59.999999Z"));
    }

    @Test
    void a_day_is_a_day_whatever_unit_is_given() throws Exception {
        at("2026-03-05T10:00:00Z");
        FeedFilter days = between("2026-03-05", "2026-03-06T00:00:01Z");
        assertThat(feed.countBy(1, Countable.DAY, days, TimeUnit.SECOND, 0.5)).hasSize(2);
    }

    @Test
    void a_week_begins_on_monday() throws Exception {
        at("2026-03-01T23:59:59Z", "2026-03-02T00:00:00Z", "2026-03-08T23:59:59Z");
        assertThat(byTime("2026-03-01T10:00:00Z", "2026-03-08T23:59:59.999999Z", TimeUnit.WEEK, 1))
                .containsExactly(
                        count(0, "2026-02-23T00:00:00Z", 1, "2026-03-01T23:59:59.999999Z"),
                        count(1, "2026-03-02T00:00:00Z", 2, "2026-03-08T23:59:59.999999Z"));
    }

    @Test
    void buckets_of_several_units_are_counted_from_a_fixed_day_not_from_the_span() throws Exception {
        at("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z");
        // 2026-03-05 is 703 days after 2024-04-01, so the second day of its bucket.
        assertThat(byTime("2026-03-05T00:00:00Z", "2026-03-06T23:59:59Z", TimeUnit.DAY, 2))
                .containsExactly(
                        count(0, "2026-03-04T00:00:00Z", 1, "2026-03-05T23:59:59.999999Z"),
                        count(1, "2026-03-06T00:00:00Z", 1, "2026-03-07T23:59:59.999999Z"));
    }

    @Test
    void half_hours_in_seconds_of_a_span_that_begins_within_one() throws Exception {
        at("2026-03-05T20:20:00Z", "2026-03-06T00:00:00Z", "2026-03-06T04:00:00Z", "2026-03-05T20:18:00Z");
        List<EventCount> counts = byTime("2026-03-05T20:18:23Z", "2026-03-06T04:18:23Z", TimeUnit.SECOND, 1800);
        assertThat(counts).hasSize(17);
        assertThat(counts.get(0)).isEqualTo(count(0, "2026-03-05T20:00:00Z", 1, "2026-03-05T20:29:59.999999Z"));
        assertThat(counts.get(8)).isEqualTo(count(8, "2026-03-06T00:00:00Z", 1, "2026-03-06T00:29:59.999999Z"));
        assertThat(counts.get(16)).isEqualTo(count(16, "2026-03-06T04:00:00Z", 1, "2026-03-06T04:29:59.999999Z"));
        assertThat(counts.stream().mapToLong(EventCount::count).sum()).isEqualTo(3);
    }

    @Test
    void buckets_stay_where_they_are_when_the_span_moves() throws Exception {
        at("2026-03-05T00:18:42.6Z");
        List<EventCount> first = byTime("2026-03-05T00:18:23Z", "2026-03-05T00:48:23Z", TimeUnit.SECOND, 2.5);
        List<EventCount> second = byTime("2026-03-05T00:18:32Z", "2026-03-05T00:48:32Z", TimeUnit.SECOND, 2.5);
        assertThat(first).hasSameSizeAs(second);
        assertThat(second.get(0).startTime()).isEqualTo(first.get(3).startTime());
        assertThat(second.get(0).label()).isEqualTo(first.get(3).label()).isEqualTo("2026-03-05T00:18:30+00:00");
        assertThat(first.get(0).label()).isEqualTo("2026-03-05T00:18:22.500000+00:00");
        assertThat(second.get(5).count()).isEqualTo(first.get(8).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, 2026-03-05T00:00:00Z, 2026-03-05T10:00:00Z, 600",
        "HOUR, 2026-03-05T00:00:00Z, 2026-03-09T23:59:59.999999Z, 120",
        "SECOND, 2026-03-05T00:00:00Z, 2026-03-05T00:10:00Z, 600",
        "SECOND, 2026-03-05T00:00:00Z, 2026-03-05T00:10:00.000001Z, 601",
        "DAY, 2026-03-05T00:00:00Z, 2026-03-05T00:00:00Z, 0",
        "DAY, 2026-03-05T00:00:00Z, 2026-03-04T00:00:00Z, 0",
        "DAY, 2026-03-05T12:00:00Z, 2026-03-05T12:00:00Z, 1",
    })
    void there_is_a_bucket_for_every_part_of_the_span(TimeUnit unit, String since, String until, int buckets)
            throws Exception {
        assertThat(byTime(since, until, unit, 1)).hasSize(buckets);
    }

    @Test
    void an_event_at_the_very_end_is_not_lost() throws Exception {
        at("2026-03-06T00:00:00Z");
        assertThat(byTime("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z", TimeUnit.DAY, 1))
                .extracting(EventCount::count)
                .containsExactly(0L, 1L);
    }

    @Test
    void the_future_has_no_buckets_unless_something_has_happened_in_it() throws Exception {
        assertThat(byTime("2026-03-09T00:00:00Z", "2026-03-13T00:00:00Z", TimeUnit.DAY, 1))
                .hasSize(2);
        assertThat(byTime("2026-03-10T09:00:00Z", "2026-03-13T00:00:00Z", TimeUnit.HOUR, 1))
                .hasSize(2);
        assertThat(byTime("2026-03-09T00:00:00Z", "2026-06-01T00:00:00Z", TimeUnit.WEEK, 1))
                .hasSize(1);
        at("2026-03-11T12:00:00Z");
        assertThat(byTime("2026-03-09T00:00:00Z", "2026-03-13T00:00:00Z", TimeUnit.DAY, 1))
                .extracting(EventCount::count)
                .containsExactly(0L, 0L, 1L);
    }

    @ParameterizedTest
    @EnumSource
    void more_than_1000_buckets_are_refused_whatever_is_counted_by(Countable countable) throws Exception {
        FeedFilter long1001 = between("2020-01-01T00:00:00Z", "2022-09-27T00:00:00.000001Z");
        FeedFilter long1000 = between("2020-01-01T00:00:00Z", "2022-09-27T00:00:00Z");
        assertThatThrownBy(() -> feed.countBy(1, countable, long1001, TimeUnit.DAY, 1))
                .isInstanceOf(InvalidCountException.class)
                .hasMessageContaining("1001 buckets");
        feed.countBy(1, countable, long1000, TimeUnit.DAY, 1);
    }

    @Test
    void the_number_of_buckets_is_told_exactly() {
        assertThatThrownBy(() -> byTime("2026-03-01T00:00:00Z", "2026-03-08T00:00:00.000001Z", TimeUnit.SECOND, 0.01))
                .hasMessageContaining("60480001 buckets");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.009, 0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 100_000})
    void buckets_are_not_too_short_and_not_too_long(double interval) {
        assertThatThrownBy(() -> byTime("2026-03-05", "2026-03-06", TimeUnit.WEEK, interval))
                .isInstanceOf(InvalidCountException.class)
                .hasMessageContaining("0.01");
    }

    @Test
    void names_are_counted_most_frequent_first_then_by_name() throws Exception {
        String[] names = {"b", "c", "a", "c", "b", "c", "d"};
        for (int i = 0; i < names.length; i++) {
            add("2026-03-05T0" + i + ":00:00Z", "'event':'" + names[i] + "','resource':{'prefect.resource.id':'r'}");
        }
        assertThat(feed.countBy(1, Countable.EVENT, Feeds.filter("{}"), TimeUnit.DAY, 1))
                .containsExactly(
                        named("c", "c", 3, "2026-03-05T01:00:00Z", "2026-03-05T05:00:00Z"),
                        named("b", "b", 2, "2026-03-05T00:00:00Z", "2026-03-05T04:00:00Z"),
                        named("a", "a", 1, "2026-03-05T02:00:00Z", "2026-03-05T02:00:00Z"),
                        named("d", "d", 1, "2026-03-05T06:00:00Z", "2026-03-05T06:00:00Z"));
    }

    private static EventCount named(String value, String label, long count, String first, String last) {
        return new EventCount(value, label, count, Instant.parse(first), Instant.parse(last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'order':'ASC'}",
                "{'text':{'query':'-nothing'}}",
                "{'text':{'query':'-nothing'},'order':'ASC'}",
                "{'resource':{'distinct':true}}",
            })
    void a_resource_is_called_what_its_latest_event_calls_it(String filter) throws Exception {
        add(
                "2026-03-05T01:00:00Z",
                "'event':'e','resource':{'prefect.resource.id':'r1','prefect.resource.name':'Old'}");
        add(
                "2026-03-05T03:00:00Z",
                "'event':'e','resource':{'prefect.resource.id':'r1','prefect.resource.name':'New'}");
        add("2026-03-05T02:00:00Z", "'event':'e','resource':{'prefect.resource.id':'r1'}");
        add("2026-03-05T03:00:00Z", "'event':'e','resource':{'prefect.resource.id':'r2','prefect.name':'Other'}");
        add("2026-03-05T04:00:00Z", "'event':'e','resource':{'prefect.resource.id':'r3'}");
        store.add(
                RunEvents.completed()
                        .job("5", "Nightly")
                        .at(Instant.parse("2026-03-05T05:00:00.0000019Z"))
                        .event(clock),
                Feeds.NOW);
        assertThat(feed.countBy(1, Countable.RESOURCE, Feeds.filter(filter), TimeUnit.DAY, 1))
                .containsExactly(
                        named("r1", "New", 3, "2026-03-05T01:00:00Z", "2026-03-05T03:00:00Z"),
                        named("dbt.job.5", "Nightly", 1, "2026-03-05T05:00:00.000001Z", "2026-03-05T05:00:00.000001Z"),
                        named("r2", "Other", 1, "2026-03-05T03:00:00Z", "2026-03-05T03:00:00Z"),
                        named("r3", "r3", 1, "2026-03-05T04:00:00Z", "2026-03-05T04:00:00Z"));
    }

    @Test
    void several_hundred_resources_are_all_named() throws Exception {
        for (int i = 0; i < 450; i++) {
            add(
                    Instant.parse("2026-03-05T00:00:00Z")
                            .plus(Duration.ofSeconds(i))
                            .toString(),
                    "'event':'e','resource':{'prefect.resource.id':'r" + i + "','prefect.resource.name':'n" + i + "'}");
        }
        assertThat(feed.countBy(1, Countable.RESOURCE, Feeds.filter("{}"), TimeUnit.DAY, 1))
                .hasSize(450)
                .allSatisfy(count ->
                        assertThat(count.label()).isEqualTo(count.value().replace('r', 'n')));
    }

    @Test
    void a_filter_applies_to_counts() throws Exception {
        at("2026-03-05T01:00:00Z");
        add("2026-03-05T02:00:00Z", "'event':'other','resource':{'prefect.resource.id':'r'}");
        for (String filter : List.of("{'event':{'name':['other']}}", "{'text':{'query':'other'}}")) {
            assertThat(feed.countBy(1, Countable.EVENT, Feeds.filter(filter), TimeUnit.DAY, 1))
                    .extracting(EventCount::value)
                    .containsExactly("other");
        }
        assertThat(feed.countBy(2, Countable.EVENT, Feeds.filter("{}"), TimeUnit.DAY, 1))
                .isEmpty();
    }
}
