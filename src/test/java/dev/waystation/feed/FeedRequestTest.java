package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.event.received.EventProblem;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedRequestTest {

    private static FeedRequest page(String body) throws InvalidFeedRequestException {
        return FeedRequest.of(body == null ? null : body.replace('\'', '"'), Feeds.NOW, Feed.LARGEST_PAGE);
    }

    private static CountRequest count(String body) throws InvalidFeedRequestException {
        return CountRequest.of(body.replace('\'', '"'), Feeds.NOW);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n", "null", "{}", "{'filter':null}", "{'filter':{}}", "{'something':'else'}"})
    void nothing_in_particular_is_everything(String body) throws Exception {
        assertThat(page(body)).isEqualTo(new FeedRequest(FeedFilter.everything(Feeds.NOW), 50));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "7|7", "200|200", "7.0|7", "\"7\"|7"})
    void a_limit_may_be_given(String limit, int expected) throws Exception {
        assertThat(page("{'limit':" + limit + "}").limit()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{'limit':201}|body.limit|less_than_equal",
                "{'limit':-1}|body.limit|greater_than_equal",
                "{'limit':1.5}|body.limit|int_type",
                "{'limit':null}|body.limit|int_type",
                "{'limit':'many'}|body.limit|int_type",
                "{'limit':NaN}|body.limit|int_type",
                "{'limit':true}|body.limit|int_type",
                "[]|body|model_attributes_type",
                "'filter'|body|model_attributes_type",
                "{'filter'|body|json_invalid",
                "{} {}|body|json_invalid",
                "{'filter':{'event':{'name':[1]}}}|body.filter.event.name[0]|string_type",
                "{'filter':[]}|body.filter|model_attributes_type",
            })
    void a_bad_request_names_the_field(String body, String path, String type) {
        assertThatThrownBy(() -> page(body))
                .isInstanceOfSatisfying(InvalidFeedRequestException.class, e -> assertThat(e.problems())
                        .singleElement()
                        .extracting(EventProblem::path, EventProblem::type)
                        .containsExactly(path, type));
    }

    @Test
    void prefects_own_server_has_pages_of_50() throws Exception {
        assertThat(FeedRequest.of("{\"limit\":50}", Feeds.NOW, Feed.PAGE).limit())
                .isEqualTo(50);
        assertThatThrownBy(() -> FeedRequest.of("{\"limit\":51}", Feeds.NOW, Feed.PAGE))
                .hasMessage("body.limit must be at most 50");
    }

    @Test
    void all_problems_are_told_at_once() {
        assertThatThrownBy(() -> page("{'limit':-1,'filter':{'order':1,'more':2,'id':{'id':['x']}}}"))
                .isInstanceOfSatisfying(InvalidFeedRequestException.class, e -> assertThat(e.problems())
                        .extracting(EventProblem::path)
                        .containsExactlyInAnyOrder(
                                "body.limit", "body.filter.order", "body.filter.more", "body.filter.id.id[0]"));
    }

    @Test
    void a_thousand_mistakes_are_told_of_by_a_hundred() {
        assertThatThrownBy(() -> page("{'filter':{'event':{'name':[" + "1,".repeat(999) + "1]}}}"))
                .isInstanceOfSatisfying(InvalidFeedRequestException.class, e -> assertThat(e.problems())
                        .hasSize(100));
    }

    @Test
    void counts_are_by_day_unless_said_otherwise() throws Exception {
        assertThat(count("{'filter':{}}"))
                .isEqualTo(new CountRequest(FeedFilter.everything(Feeds.NOW), TimeUnit.DAY, 1));
        assertThat(count("{'filter':{'order':'ASC'},'time_unit':'hour','time_interval':2.5}"))
                .isEqualTo(new CountRequest(Feeds.filter("{'order':'ASC'}"), TimeUnit.HOUR, 2.5));
        for (String unit : List.of("week", "day", "hour", "minute", "second")) {
            assertThat(count("{'filter':{},'time_unit':'" + unit + "'}").unit())
                    .hasToString(unit.toUpperCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{}|body.filter|missing",
                "{'filter':null}|body.filter|missing",
                "{'filter':{},'time_unit':'month'}|body.time_unit|enum",
                "{'filter':{},'time_unit':null}|body.time_unit|enum",
                "{'filter':{},'time_interval':0.009}|body.time_interval|greater_than_equal",
                "{'filter':{},'time_interval':'often'}|body.time_interval|float_type",
                "{'filter':{},'time_interval':Infinity}|body.time_interval|float_type",
                "{'filter':{'text':{}}}|body.filter.text.query|missing",
                "7|body|model_attributes_type",
            })
    void a_bad_count_names_the_field(String body, String path, String type) {
        assertThatThrownBy(() -> count(body))
                .isInstanceOfSatisfying(InvalidFeedRequestException.class, e -> assertThat(e.problems())
                        .singleElement()
                        .extracting(EventProblem::path, EventProblem::type)
                        .containsExactly(path, type));
    }

    @Test
    void countables_are_named_as_in_the_path() {
        assertThat(Countable.named("day")).contains(Countable.DAY);
        assertThat(Countable.named("resource")).contains(Countable.RESOURCE);
        assertThat(Countable.named("DAY")).isEmpty();
        assertThat(Countable.named("actor")).isEmpty();
    }
}
