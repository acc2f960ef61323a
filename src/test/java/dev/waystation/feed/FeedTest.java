package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.RunEventAsReceived;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(InMemoryFeedStore.Diligence.class)
class FeedTest {

    private static final long ACCOUNT = 1;

    private final ManualClock clock = ManualClock.at(Feeds.NOW);
    private final InMemoryFeedStore.Diligence diligence;
    private final InMemoryFeedStore store;
    private final Feed feed;
    private final List<ReceivedEvent> all = new ArrayList<>();

    FeedTest(InMemoryFeedStore.Diligence diligence) {
        this.diligence = diligence;
        store = new InMemoryFeedStore(diligence);
        feed = new Feed(store, clock);
    }

    /** Three days, each with 21 received events and 4 run events; and one of each in another account. */
    @BeforeEach
    void events() {
        String[] names = {"model.refreshed", "model.refreshed", "model.failed", "alert"};
        for (int i = 0; i < 63; i++) {
            Instant occurred = Instant.parse("2026-03-07T00:00:00Z").plus(Duration.ofMinutes(67L * i));
            ReceivedEvent event = Feeds.event(
                    ACCOUNT,
                    new UUID(1, i),
                    occurred,
                    "'event':'" + names[i % 4] + "','resource':{'prefect.resource.id':'model." + i % 5 + "','owner':'"
                            + (i % 2 == 0 ? "ann" : "bob") + "'},'related':[{'prefect.resource.id':'dbt.job." + i % 3
                            + "','prefect.resource.role':'job'}],'payload':{'number':" + i + "}");
            store.add(event, event.received());
            all.add(event);
        }
        for (int i = 0; i < 12; i++) {
            add(RunEvents.completed().account(ACCOUNT).id("wev_" + i).job(Integer.toString(i % 3), "Nightly"), i);
        }
        store.add(
                Feeds.event(2, new UUID(2, 0), Feeds.NOW, "'event':'alert','resource':{'prefect.resource.id':'x'}"),
                Feeds.NOW);
        store.add(RunEvents.completed().account(2).at(Feeds.NOW).event(clock), Feeds.NOW);
    }

    private void add(RunEvents run, int i) {
        Instant occurred = Instant.parse("2026-03-07T03:00:00.123456789Z").plus(Duration.ofHours(6L * i));
        Instant accepted = occurred.plusSeconds(1).truncatedTo(ChronoUnit.MICROS);
        store.add(run.at(occurred).event(clock), accepted);
        all.add(RunEventAsReceived.of(run.at(occurred).event(clock), accepted));
    }

    /** What the feed should have, the plain way. */
    private List<ReceivedEvent> expected(FeedFilter filter) {
        List<ReceivedEvent> expected = new ArrayList<>(all);
        // Later numbers are those added later, also where times are equal.
        expected.sort(Comparator.comparing(ReceivedEvent::time));
        if (filter.order() == FeedOrder.DESC) {
            Collections.reverse(expected);
        }
        expected.removeIf(event -> !filter.matches(event));
        if (filter.distinct()) {
            Map<String, ReceivedEvent> first = new LinkedHashMap<>();
            expected.forEach(event -> first.putIfAbsent(event.subject(), event));
            return List.copyOf(first.values());
        }
        return expected;
    }

    private static final String SINCE = "'occurred':{'since':'2026-03-01'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{" + SINCE + ",'order':'ASC'}",
                "{'event':{'name':['model.refreshed']}}",
                "{'event':{'prefix':['job.','al'],'exclude_name':['nothing']},'order':'ASC'}",
                "{'resource':{'id':['model.1','dbt.job.2']}}",
                "{'resource':{'id_prefix':['dbt.job.']}}",
                "{'resource':{'id_prefix':['d','model.3']}}",
                "{'resource':{'labels':{'owner':'ann'}}}",
                "{'resource':{'labels':{'prefect.resource.id':['dbt.*','model.4']}}}",
                "{'resource':{'labels':{'dbt.run-status':'Succ*'}}}",
                "{'resource':{'distinct':true}}",
                "{'resource':{'distinct':true},'order':'ASC'}",
                "{'resource':{'distinct':true,'labels':{'owner':'bob'}},'event':{'prefix':['model.']}}",
                "{'related':{'role':['job'],'id':['dbt.job.2']}}",
                "{'related':{'role':['run']}}",
                "{'any_resource':{'id':['dbt.job.0']}}",
                "{'any_resource':{'id':['dbt.job.0']},'resource':{'id_prefix':['model.']},'order':'ASC'}",
                "{'text':{'query':'nightly'}}",
                "{'text':{'query':'model.1 -bob'}}",
                "{'occurred':{'since':'2026-03-07T12:00:00+02:00','until':'2026-03-08T12:00:00+02:00'}}",
                "{'occurred':{'since':'2026-03-07T03:00:00.123456Z','until':'2026-03-07T03:00:00.123456Z'}}",
                "{'event':{'name':['nothing']}}",
                "{'occurred':{'since':'2026-03-09','until':'2026-03-08'}}",
            })
    void pages_show_every_event_of_the_filter_once_and_in_order(String json) throws Exception {
        FeedFilter filter = Feeds.filter(json);
        List<ReceivedEvent> expected = expected(filter);
        List<ReceivedEvent> shown = new ArrayList<>();
        FeedPage page = feed.first(ACCOUNT, filter, 7);
        while (true) {
            assertThat(page.total()).isEqualTo(expected.size());
            shown.addAll(page.events());
            if (page.next().isEmpty()) {
                break;
            }
            assertThat(page.events()).hasSize(7);
            page = feed.next(ACCOUNT, page.next().get());
        }
        assertThat(shown).isEqualTo(expected);
    }

    @Test
    void events_of_the_same_time_come_in_the_order_in_which_they_were_accepted() {
        Instant same = Instant.parse("2026-03-10T09:00:00Z");
        for (int i = 0; i < 5; i++) {
            ReceivedEvent event = Feeds.event(
                    ACCOUNT, new UUID(9, 9 - i), same, "'event':'tie','resource':{'prefect.resource.id':'" + i + "'}");
            store.add(event, same);
            all.add(event);
        }
        String name = "'event':{'name':['tie']}";
        assertThat(feed.first(ACCOUNT, Feeds.filter("{" + name + ",'order':'ASC'}"), 50)
                        .events())
                .extracting(ReceivedEvent::subject)
                .containsExactly("0", "1", "2", "3", "4");
        assertThat(feed.first(ACCOUNT, Feeds.filter("{" + name + "}"), 50).events())
                .extracting(ReceivedEvent::subject)
                .containsExactly("4", "3", "2", "1", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'resource':{'distinct':true}}", "{'text':{'query':'model'}}"})
    void a_full_last_page_has_no_next(String json) {
        int size = expected(Feeds.filter(json)).size();
        assertThat(feed.first(ACCOUNT, Feeds.filter(json), size).next()).isEmpty();
        assertThat(feed.first(ACCOUNT, Feeds.filter(json), size - 1).next()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'resource':{'distinct':true}}", "{'text':{'query':'model'}}"})
    void a_limit_of_0_tells_the_total_only(String json) {
        FeedPage page = feed.first(ACCOUNT, Feeds.filter(json), 0);
        assertThat(page.events()).isEmpty();
        assertThat(page.total()).isEqualTo(expected(Feeds.filter(json)).size());
        assertThat(page.next()).isEqualTo(Optional.empty());
    }

    @Test
    void a_limit_is_0_to_200() {
        assertThat(feed.first(ACCOUNT, Feeds.filter("{}"), 200).events()).hasSize(75);
        for (int limit : new int[] {-1, 201}) {
            assertThatThrownBy(() -> feed.first(ACCOUNT, Feeds.filter("{}"), limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_total_is_that_of_the_first_page() throws Exception {
        FeedPage first = feed.first(ACCOUNT, Feeds.filter("{}"), 50);
        store.add(
                Feeds.event(ACCOUNT, new UUID(7, 7), Feeds.NOW, "'event':'new','resource':{'prefect.resource.id':'r'}"),
                Feeds.NOW);
        assertThat(feed.next(ACCOUNT, first.next().get()).total()).isEqualTo(75);
        assertThat(feed.first(ACCOUNT, Feeds.filter("{}"), 50).total()).isEqualTo(76);
    }

    @Test
    void later_pages_show_the_time_span_of_the_first_however_late_they_are_asked_for() throws Exception {
        FeedPage first = feed.first(ACCOUNT, Feeds.filter("{}"), 50);
        clock.advance(Duration.ofDays(1));
        Instant later = clock.instant();
        store.add(
                Feeds.event(ACCOUNT, new UUID(7, 7), later, "'event':'new','resource':{'prefect.resource.id':'r'}"),
                later);
        assertThat(feed.next(ACCOUNT, first.next().get()).events())
                .isEqualTo(expected(Feeds.filter("{}")).subList(50, 75));
    }

    @Test
    void a_page_does_without_events_that_retention_has_taken() throws Exception {
        FeedPage first = feed.first(ACCOUNT, Feeds.filter("{}"), 50);
        for (int i = 0; i < 12; i++) {
            store.remove("wev_" + i);
        }
        assertThat(feed.next(ACCOUNT, first.next().get()).events()).hasSize(13);
    }

    @Test
    void an_event_from_the_future_is_not_shown_unless_asked_for() {
        Instant future = Feeds.NOW.plusSeconds(60);
        store.add(
                Feeds.event(ACCOUNT, new UUID(7, 7), future, "'event':'new','resource':{'prefect.resource.id':'r'}"),
                Feeds.NOW);
        assertThat(feed.first(ACCOUNT, Feeds.filter("{}"), 0).total()).isEqualTo(75);
        assertThat(feed.first(ACCOUNT, Feeds.filter("{'occurred':{'until':'2027-01-01'}}"), 0)
                        .total())
                .isEqualTo(76);
    }

    @Test
    void a_run_event_is_found_by_its_id_in_the_feed() {
        UUID run = RunEventAsReceived.id(ACCOUNT, "wev_3");
        FeedFilter filter = Feeds.filter("{'id':{'id':['" + run + "','" + new UUID(1, 5) + "']}}");
        assertThat(feed.first(ACCOUNT, filter, 50).events())
                .extracting(ReceivedEvent::id)
                .containsExactlyInAnyOrder(run, new UUID(1, 5));
        assertThat(feed.first(ACCOUNT, filter, 1).events()).hasSize(1);
        assertThat(feed.first(ACCOUNT, Feeds.filter("{'id':{'id':['" + new UUID(3, 3) + "']}}"), 50)
                        .total())
                .isZero();
    }

    @Test
    void a_filter_that_columns_can_answer_reads_the_bodies_of_its_page_only() {
        assumeTrue(diligence == InMemoryFeedStore.Diligence.EVERYTHING);
        for (String json : List.of(
                "{'event':{'prefix':['model.']}}",
                "{'resource':{'distinct':true}}",
                "{'id':{'id':['" + RunEventAsReceived.id(ACCOUNT, "wev_3") + "']}}")) {
            store.bodiesRead = 0;
            feed.first(ACCOUNT, Feeds.filter(json), 5);
            assertThat(store.bodiesRead).as(json).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void another_account_has_another_feed() {
        assertThat(feed.first(2, Feeds.filter("{}"), 50).total()).isEqualTo(2);
        assertThat(feed.first(3, Feeds.filter("{}"), 50).total()).isZero();
        assertThat(feed.first(3, Feeds.filter("{'text':{'query':'a'}}"), 50).total())
                .isZero();
    }

    private String token() {
        return feed.first(ACCOUNT, Feeds.filter("{'text':{'query':'model -ü'}}"), 10)
                .next()
                .orElseThrow();
    }

    @Test
    void a_token_of_one_account_reads_nothing_of_another() {
        String token = token();
        assertThatThrownBy(() -> feed.next(2, token)).isInstanceOf(BadPageTokenException.class);
    }

    @Test
    void a_forged_token_reads_nothing_that_its_account_could_not_ask_for() throws Exception {
        String json = new String(Base64.getDecoder().decode(token()), StandardCharsets.UTF_8);
        String forged = encode(json.replace("\"account\":1", "\"account\":2"));
        assertThatThrownBy(() -> feed.next(ACCOUNT, forged)).isInstanceOf(BadPageTokenException.class);
        assertThat(feed.next(2, forged).events()).allMatch(event -> event.accountId() == 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "\"page_size\":10|\"page_size\":0",
                "\"page_size\":10|\"page_size\":201",
                "\"page_size\":10|\"page_size\":10.5",
                "\"page_size\":10|\"page_size\":99999999999",
                "\"offset\":10|\"offset\":-1",
                "\"offset\":10|\"offset\":9999999",
                "\"offset\":10|\"offset\":\"10\"",
                "\"count\":|\"counts\":",
                "\"account\":1|\"account\":null",
                "\"filter\":|\"filters\":",
                "\"text\":|\"texts\":",
                "\"DESC\"|\"SIDEWAYS\"",
                "{\"account\"|[\"account\"",
            })
    void a_token_that_was_meddled_with_is_no_token(String part, String instead) {
        String json = new String(Base64.getDecoder().decode(token()), StandardCharsets.UTF_8);
        assertThat(json).contains(part);
        assertThatThrownBy(() -> feed.next(ACCOUNT, encode(json.replace(part, instead))))
                .isInstanceOf(BadPageTokenException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "Zm9v", "\u0089", "bnVsbA==", "W10=", "e30=", "!!!"})
    void what_is_no_token_is_told_from_one(String token) {
        assertThatThrownBy(() -> feed.next(ACCOUNT, token)).isInstanceOf(BadPageTokenException.class);
    }

    @Test
    void a_token_holds_what_prefect_puts_in_it() throws Exception {
        String json = new String(Base64.getDecoder().decode(token()), StandardCharsets.UTF_8);
        assertThat(Feeds.json(json))
                .isEqualTo(Feeds.json("{'account':1,'filter':{'occurred':{'since':'2025-09-11T00:00:00Z',"
                        + "'until':'2026-03-10T10:30:00Z'},'text':{'query':'model -ü'},'order':'DESC'},"
                        + "'count':63,'page_size':10,'offset':10}"));
    }

    @Test
    void in_a_link_a_token_needs_no_escaping() throws Exception {
        String token = token();
        String parameter = Feed.toParameter(token);
        assertThat(parameter).matches("[A-Za-z0-9]+=*");
        assertThat(Feed.fromParameter(parameter)).isEqualTo(token);
        assertThat(Feed.fromParameter(parameter.replace("=", ""))).isEqualTo(token);
        assertThatThrownBy(() -> Feed.fromParameter("just-bad")).isInstanceOf(BadPageTokenException.class);
    }

    private static String encode(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
