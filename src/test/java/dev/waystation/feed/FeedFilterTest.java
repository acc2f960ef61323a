package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.event.received.ReceivedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedFilterTest {

    private static final Instant DAY = Instant.parse("2026-03-09T00:00:00Z");

    /** Each named by a letter, which is also the last digit of its id. */
    private static final Map<String, String> EVENTS = Map.of(
            "a",
            "'event':'model.refreshed','resource':{'prefect.resource.id':'model.orders','owner':'ann','tier':'gold-1'}",
            "b",
            "'event':'model.failed','resource':{'prefect.resource.id':'model.orders','owner':'bob','tier':'silver'},"
                    + "'related':[{'prefect.resource.id':'job.1','prefect.resource.role':'job','owner':'ann'},"
                    + "{'prefect.resource.id':'run.7','prefect.resource.role':'run','tier':'gold-2'}]",
            "c",
            "'event':'model.refreshed.late','resource':{'prefect.resource.id':'model.users','owner':'ann'},"
                    + "'related':[{'prefect.resource.id':'job.2','prefect.resource.role':'job','owner':'bob'},"
                    + "{'prefect.resource.id':'model.orders','prefect.resource.role':'upstream'}]",
            "d",
            "'event':'alert','resource':{'prefect.resource.id':'pager.1'},"
                    + "'related':[{'prefect.resource.id':'job.1','prefect.resource.role':'cause'}],"
                    + "'payload':{'why':'Connection timeout'}",
            "e",
            "'event':'Alert','resource':{'prefect.resource.id':'pager.10','owner':'','tier':'gold'}");

    private static ReceivedEvent event(String letter) {
        return Feeds.event(1, id(letter), DAY.plusSeconds(letter.charAt(0)), EVENTS.get(letter));
    }

    private static UUID id(String letter) {
        return new UUID(0, Integer.parseInt(letter, 16));
    }

    private static String found(FeedFilter filter) {
        return new TreeSet<>(EVENTS.keySet())
                .stream().filter(letter -> filter.matches(event(letter))).collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{}|abcde",
                "{'event':null,'resource':null,'related':null,'any_resource':null,'text':null}|abcde",
                "{'event':{},'resource':{},'related':{},'any_resource':{},'id':{},'text':{'query':''}}|abcde",
                "{'related':[],'any_resource':[],'id':{'id':[]}}|abcde",
                // names
                "{'event':{'name':['alert']}}|d",
                "{'event':{'name':['alert','Alert','nothing']}}|de",
                "{'event':{'name':[]}}|abcde",
                "{'event':{'prefix':['model.']}}|abc",
                "{'event':{'prefix':['model.refreshed']}}|ac",
                "{'event':{'prefix':['model.f','al']}}|bd",
                "{'event':{'prefix':['']}}|abcde",
                "{'event':{'prefix':['%','_odel']}}|",
                "{'event':{'exclude_prefix':['model.r','Al']}}|bd",
                "{'event':{'exclude_name':['model.refreshed','alert']}}|bce",
                "{'event':{'name':['model.failed','alert'],'exclude_name':['other']}}|bd",
                "{'event':{'name':['model.failed','alert'],'prefix':['model.']}}|b",
                "{'event':{'name':['model.failed','alert'],'exclude_prefix':['model.']}}|d",
                "{'event':{'prefix':['model.'],'exclude_prefix':['model.refreshed.'],'exclude_name':['model.failed']}}|a",
                // the primary resource
                "{'resource':{'id':['model.orders']}}|ab",
                "{'resource':{'id':['model.orders','pager.1']}}|abd",
                "{'resource':{'id':['job.1']}}|",
                "{'resource':{'id_prefix':['model.']}}|abc",
                "{'resource':{'id_prefix':['pager.1']}}|de",
                "{'resource':{'id':['model.orders','pager.1'],'id_prefix':['pager']}}|d",
                "{'resource':{'labels':{}}}|abcde",
                "{'resource':{'labels':{'prefect.resource.id':'model.orders'}}}|ab",
                "{'resource':{'labels':{'prefect.resource.id':'model.*'}}}|abc",
                "{'resource':{'labels':{'prefect.resource.id':'!model.*'}}}|de",
                "{'resource':{'labels':{'owner':'ann'}}}|ac",
                "{'resource':{'labels':{'owner':['ann','bob']}}}|abc",
                "{'resource':{'labels':{'owner':'ann','tier':'gold*'}}}|a",
                "{'resource':{'labels':{'owner':'ann','other':'*'}}}|",
                "{'resource':{'labels':{'owner':'!ann'}}}|be",
                "{'resource':{'labels':{'owner':'!a*'}}}|be",
                "{'resource':{'labels':{'owner':['!ann','!bob']}}}|abce",
                "{'resource':{'labels':{'tier':'gold-?'}}}|a",
                "{'resource':{'labels':{'tier':'*l*'}}}|abe",
                "{'resource':{'labels':{'tier':'[gs]*'}}}|abe",
                "{'resource':{'labels':{'tier':'Gold'}}}|",
                "{'resource':{'labels':{'owner':''}}}|e",
                "{'resource':{'labels':{'owner':'!'}}}|abc",
                "{'resource':{'labels':{'owner':[]}}}|",
                "{'resource':{'labels':{'prefect.resource.id':[]}}}|",
                "{'resource':{'id':['model.orders'],'labels':{'owner':'ann'}}}|a",
                // related resources
                "{'related':{'id':['job.1']}}|bd",
                "{'related':{'id':['job.1','job.2']}}|bcd",
                "{'related':{'id':['model.orders']}}|c",
                "{'related':{'id':['pager.1']}}|",
                "{'related':{'role':['job']}}|bc",
                "{'related':{'role':['job','cause']}}|bcd",
                "{'related':{'role':['']}}|abcde",
                "{'related':{'role':[''],'id':['model.orders']}}|ab",
                "{'related':{'role':['','upstream'],'id':['model.orders']}}|abc",
                "{'related':{'id':['job.1'],'role':['job']}}|b",
                "{'related':{'id':['run.7'],'role':['job']}}|",
                "{'related':{'resources_in_roles':[['job.1','job']]}}|b",
                "{'related':{'resources_in_roles':[['job.1','cause'],['job.2','job']]}}|cd",
                "{'related':{'resources_in_roles':[['job.1','run']]}}|",
                "{'related':{'labels':{'owner':'ann'}}}|b",
                "{'related':{'labels':{'owner':'!ann'}}}|c",
                "{'related':{'labels':{'owner':'!a*'}}}|c",
                "{'related':{'labels':{'tier':'*gold*'}}}|b",
                "{'related':{'labels':{'prefect.resource.id':'job.*'}}}|bcd",
                "{'related':{'labels':{'prefect.resource.role':'job','owner':'ann'}}}|b",
                "{'related':{'labels':{'prefect.resource.id':'run.7','owner':'ann'}}}|",
                "{'related':{'labels':{'owner':[]}}}|",
                "{'related':[{'id':['job.1']},{'labels':{'prefect.resource.id':'run.*'}}]}|b",
                "{'related':[{'labels':{'prefect.resource.id':'run.*'}},{'id':['job.1']}]}|b",
                "{'related':[{'id':['job.1']},{'id':['job.2']}]}|",
                "{'related':[{},{'id':['job.2']}]}|c",
                "{'resource':{'id_prefix':['model.orders']},'related':{}}|ab",
                // any resource
                "{'any_resource':{'id':['model.orders']}}|abc",
                "{'any_resource':{'id':['pager.1','job.2']}}|cd",
                "{'any_resource':{'id_prefix':['job.']}}|bcd",
                "{'any_resource':{'id_prefix':['pager.1']}}|de",
                "{'any_resource':{'id':['job.1'],'labels':{'owner':'ann'}}}|b",
                "{'any_resource':{'id':['model.users'],'id_prefix':['job']}}|",
                "{'any_resource':{'labels':{'owner':'ann'}}}|abc",
                "{'any_resource':{'labels':{'owner':['ann','']}}}|abce",
                "{'any_resource':{'labels':{'owner':'!ann'}}}|bce",
                "{'any_resource':{'labels':{'prefect.resource.role':'job','owner':'bob'}}}|c",
                "{'any_resource':{'labels':{'prefect.resource.id':'model.orders','not':'there'}}}|",
                "{'any_resource':{'labels':{'owner':[]}}}|",
                "{'any_resource':[{'id':['model.orders']},{'id':['job.2']}]}|c",
                "{'any_resource':[{'id':['job.1']},{'labels':{'tier':'gold*'}}]}|b",
                // ids and text
                "{'id':{'id':['00000000-0000-0000-0000-00000000000a']}}|a",
                "{'id':{'id':['00000000-0000-0000-0000-00000000000B','{00000000-0000-0000-0000-00000000000c}']}}|bc",
                "{'id':{'id':['0000000000000000000000000000000d','urn:uuid:00000000-0000-0000-0000-00000000000e']}}|de",
                "{'id':{'id':['00000000-0000-0000-0000-0000000000ff']}}|",
                "{'text':{'query':'timeout'}}|d",
                "{'text':{'query':'ALERT -timeout'}}|e",
                "{'text':{'query':'orders +bob'}}|bc",
                // several clauses
                "{'event':{'prefix':['model.']},'resource':{'labels':{'owner':'ann'}},'related':{'role':['job']}}|c",
                "{'event':{'prefix':['model.']},'text':{'query':'gold'},'any_resource':{'id':['job.1']}}|b",
            })
    void a_filter_finds_the_events_that_prefect_would_find(String filter, String expected) {
        assertThat(found(Feeds.filter(filter))).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-09T00:01:37Z|2026-03-09T00:01:41Z|abcde",
                "2026-03-09T00:01:38Z|2026-03-09T00:01:40Z|bcd",
                "2026-03-09T00:01:38.000001Z|2026-03-09T00:01:39.999999Z|c",
                "2026-03-09T01:01:38+01:00|2026-03-08T22:01:38-02:00|b",
                "2026-03-09T00:01:38|2026-03-09 00:01:38|b",
                "2026-03-10|2026-03-11|''",
                "2026-03-09|2026-03-08|''",
                "1773014498|1773014500|bcd",
            })
    void both_ends_of_the_time_are_inclusive(String since, String until, String expected) {
        assertThat(found(Feeds.filter("{'occurred':{'since':'" + since + "','until':'" + until + "'}}")))
                .isEqualTo(expected);
    }

    @Test
    void without_times_it_is_the_180_days_up_to_now() {
        for (FeedFilter filter : List.of(Feeds.filter("null"), Feeds.filter("{}"), Feeds.filter("{'occurred':{}}"))) {
            assertThat(filter.since()).isEqualTo("2025-09-11T00:00:00Z");
            assertThat(filter.until()).isEqualTo(Feeds.NOW);
            assertThat(filter.order()).isEqualTo(FeedOrder.DESC);
        }
        assertThat(Feeds.filter("{'occurred':{'since':'2020-01-01'}}").until()).isEqualTo(Feeds.NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "[]|the event|model_attributes_type",
                "{'events':{}}|events|extra_forbidden",
                "{'scope':{}}|scope|extra_forbidden",
                "{'event':{'names':[]}}|event.names|extra_forbidden",
                "{'occurred':{'after':'2020-01-01'}}|occurred.after|extra_forbidden",
                "{'resource':{'role':[]}}|resource.role|extra_forbidden",
                "{'related':{'id_prefix':[]}}|related.id_prefix|extra_forbidden",
                "{'related':[{},{'distinct':true}]}|related[1].distinct|extra_forbidden",
                "{'any_resource':{'role':[]}}|any_resource.role|extra_forbidden",
                "{'id':{'ids':[]}}|id.ids|extra_forbidden",
                "{'text':{'query':'a','case':true}}|text.case|extra_forbidden",
                "{'occurred':null}|occurred|model_attributes_type",
                "{'occurred':{'since':null}}|occurred.since|datetime_parsing",
                "{'occurred':{'until':'yesterday'}}|occurred.until|datetime_parsing",
                "{'event':{'name':'alert'}}|event.name|list_type",
                "{'event':{'prefix':['a',1]}}|event.prefix[1]|string_type",
                "{'event':{'prefix':['a\\u0000']}}|event.prefix[0]|value_error",
                "{'event':'alert'}|event|model_attributes_type",
                "{'resource':{'labels':['a']}}|resource.labels|dict_type",
                "{'resource':{'labels':{'owner':1}}}|resource.labels.owner|string_type",
                "{'resource':{'labels':{'prefect.resource.id':['a',null]}}}|resource.labels[\"prefect.resource.id\"][1]|string_type",
                "{'resource':{'distinct':'perhaps'}}|resource.distinct|bool_parsing",
                "{'resource':{'distinct':null}}|resource.distinct|bool_parsing",
                "{'related':{'resources_in_roles':[['a']]}}|related.resources_in_roles[0]|tuple_type",
                "{'related':{'resources_in_roles':[['a','b'],['a',2]]}}|related.resources_in_roles[1][1]|string_type",
                "{'related':[7]}|related[0]|model_attributes_type",
                "{'id':null}|id|model_attributes_type",
                "{'id':{'id':['7']}}|id.id[0]|uuid_parsing",
                "{'text':{}}|text.query|missing",
                "{'text':'error'}|text|model_attributes_type",
                "{'text':{'query':null}}|text.query|string_type",
                "{'order':'asc'}|order|enum",
                "{'order':null}|order|enum",
            })
    void what_is_wrong_or_unknown_is_named(String filter, String path, String type) {
        assertThatThrownBy(() -> FeedFilter.of(Feeds.json(filter), Feeds.NOW))
                .isInstanceOfSatisfying(
                        InvalidFeedRequestException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo(path);
                            assertThat(problem.type()).isEqualTo(type);
                        }));
    }

    @Test
    void a_query_may_have_200_characters_whatever_their_alphabet() {
        Feeds.filter("{'text':{'query':'" + "🐛".repeat(200) + "'}}");
        assertThatThrownBy(() -> FeedFilter.of(Map.of("text", Map.of("query", "a".repeat(201))), Feeds.NOW))
                .hasMessageContaining("has 201 characters, at most 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "'true'", "'yes'", "'ON'", "'t'"})
    void distinct_is_true_in_all_the_ways_that_prefect_knows(String value) {
        assertThat(Feeds.filter("{'resource':{'distinct':" + value + "}}").distinct())
                .isTrue();
        assertThat(Feeds.filter("{'resource':{'distinct':false}}").distinct()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'event':{'prefix':['a'],'exclude_prefix':['b'],'name':['c'],'exclude_name':['d']},'order':'ASC'}",
                "{'resource':{'id':['a'],'id_prefix':['b'],'labels':{'x':'!y*','z':[]},'distinct':true}}",
                "{'related':[{'id':['a'],'role':['b'],'resources_in_roles':[['c','d']],'labels':{'x':['y']}},{'role':['']}]}",
                "{'any_resource':{'id':['a'],'id_prefix':['b'],'labels':{'x':['y','z']}}}",
                "{'id':{'id':['00000000-0000-0000-0000-00000000000a']},'text':{'query':'a -b'}}",
                "{'occurred':{'since':'2020-01-01T00:00:00.000001Z','until':'9999-12-31'}}",
            })
    void a_filter_survives_being_written_and_read(String json) throws Exception {
        FeedFilter filter = Feeds.filter(json);
        FeedFilter again = FeedFilter.of(filter.toJson(), Instant.EPOCH);
        assertThat(again).isEqualTo(filter);
        assertThat(found(again)).isEqualTo(found(filter));
    }

    private static FeedHint hint(String filter) {
        return Feeds.filter(filter).query(1).hint();
    }

    @Test
    void names_and_ids_go_to_the_store_and_are_then_all_there_is_to_check() {
        FeedHint hint = hint("{'event':{'prefix':['job.'],'exclude_name':['job.x']},"
                + "'resource':{'id':['dbt.job.5','model.a']}}");
        assertThat(hint.exact()).isTrue();
        assertThat(hint.type()).isEqualTo(new TextHint(null, List.of("job."), Set.of("job.x"), List.of()));
        assertThat(hint.receivedSubject().anyOf()).containsExactlyInAnyOrder("dbt.job.5", "model.a");
        assertThat(hint.runSubject().anyOf()).containsExactly("5");
    }

    @Test
    void what_cannot_be_a_job_asks_for_no_run_events() {
        assertThat(hint("{'resource':{'id':['model.a']}}").runSubject().isNone())
                .isTrue();
        assertThat(hint("{'resource':{'id_prefix':['model.']}}").runSubject().isNone())
                .isTrue();
        assertThat(hint("{'resource':{'id_prefix':['model.','dbt.']}}")
                        .runSubject()
                        .isAny())
                .isTrue();
        assertThat(hint("{'resource':{'id_prefix':['dbt.job.']}}").runSubject().isAny())
                .isTrue();
        assertThat(hint("{'resource':{'id_prefix':['dbt.job.12','dbt.jobs']}}")
                        .runSubject()
                        .prefixes())
                .containsExactly("12");
    }

    @Test
    void contradictions_ask_the_store_for_nothing() {
        assertThat(hint("{'event':{'name':['a'],'prefix':['b']}}").type().isNone())
                .isTrue();
        assertThat(hint("{'event':{'name':['a'],'exclude_name':['a']}}").type().isNone())
                .isTrue();
        assertThat(hint("{'resource':{'id':['a'],'id_prefix':['b']}}")
                        .receivedSubject()
                        .isNone())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resource':{'labels':{'a':'b'}}}",
                "{'related':{'id':['a']}}",
                "{'any_resource':{'id':['a']}}",
                "{'text':{'query':'a'}}",
                "{'id':{'id':['00000000-0000-0000-0000-00000000000a']}}",
            })
    void what_columns_do_not_tell_makes_a_hint_inexact(String filter) {
        assertThat(hint(filter).exact()).isFalse();
        assertThat(hint("{}").exact()).isTrue();
    }

    @Test
    void patterns_for_the_id_tell_the_store_how_it_begins() {
        assertThat(hint("{'resource':{'labels':{'prefect.resource.id':['model.*','dbt.job.7']}}}"))
                .isEqualTo(new FeedHint(
                        TextHint.ANY,
                        new TextHint(null, List.of("model.", "dbt.job.7"), Set.of(), List.of()),
                        new TextHint(null, List.of("7"), Set.of(), List.of()),
                        Set.of(),
                        false));
        assertThat(hint("{'resource':{'labels':{'prefect.resource.id':['model.*','*x']}}}")
                        .receivedSubject()
                        .isAny())
                .isTrue();
        assertThat(hint("{'resource':{'labels':{'prefect.resource.id':'!model.*'}}}")
                        .receivedSubject()
                        .isAny())
                .isTrue();
    }

    @Test
    void a_store_is_never_handed_more_than_200_names_or_ids() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add("'00000000-0000-0000-0000-" + String.format("%012d", i) + "'");
        }
        FeedHint names = hint("{'event':{'name':" + many + "}}");
        assertThat(names.type().isAny()).isTrue();
        assertThat(names.exact()).isFalse();
        assertThat(hint("{'id':{'id':" + many + "}}").ids()).isEmpty();
        assertThat(hint("{'resource':{'id':" + many + "}}").receivedSubject().isAny())
                .isTrue();
    }
}
