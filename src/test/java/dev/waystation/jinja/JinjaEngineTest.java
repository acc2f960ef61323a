package dev.waystation.jinja;

import static dev.waystation.jinja.Templates.render;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class JinjaEngineTest {
    @Test
    void a_text_without_tags_stays_as_it_is() {
        assertThat(render("{# a comment #} and\r\na line\n")).isEqualTo("{# a comment #} and\r\na line\n");
        assertThat(render("{# a comment #}{{ 1 }}\r\n")).isEqualTo("1");
    }

    @Test
    void java_numbers_print_as_pythons() {
        Map<String, Object> context = Map.of(
                "i",
                1,
                "l",
                Long.MAX_VALUE,
                "b",
                new BigInteger("123456789012345678901234567890"),
                "d",
                1e20,
                "f",
                0.1f,
                "z",
                new BigDecimal("1.50"),
                "s",
                (short) 3);
        assertThat(render("{{ i }} {{ l }} {{ b }} {{ d }} {{ f }} {{ z }} {{ s }}", context))
                .isEqualTo("1 9223372036854775807 123456789012345678901234567890 1e+20 0.1 1.5 3");
        assertThat(render("{{ l + 1 }} {{ -l - 2 }} {{ l * l }} {{ b // 10**20 }}", context))
                .isEqualTo(
                        "9223372036854775808 -9223372036854775809 85070591730234615847396907784232501249 1234567890");
    }

    @Test
    void floats_have_the_fewest_digits_that_read_back() {
        Map<String, Object> context =
                Map.of("a", 2e-44, "b", 2.2250738585072014E-308, "c", 5e-324, "d", 1.7976931348623157e308, "e", 2e23);
        assertThat(render("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}", context))
                .isEqualTo("2e-44 2.2250738585072014e-308 5e-324 1.7976931348623157e+308 2e+23");
    }

    @Test
    void null_is_none_and_a_missing_name_is_undefined() {
        Map<String, Object> context = Collections.singletonMap("x", null);
        assertThat(render("{{ x }}|{{ y }}|{{ x|default('d') }}|{{ y|default('d') }}|{{ y.a.b }}", context))
                .isEqualTo("None||None|d|");
    }

    @Test
    void characters_beyond_16_bits_count_as_one() {
        Map<String, Object> context = Map.of("x", "a😀b☃");
        assertThat(render("{{ x|length }} {{ x[1] }} {{ x[::-1] }} {{ x.find('b') }} {{ x.center(8, '*') }}", context))
                .isEqualTo("4 😀 ☃b😀a 2 **a😀b☃**");
    }

    @Test
    void headers_are_found_in_any_case_and_shown_in_lower_case() {
        Map<String, Object> context = Map.of("headers", HeaderMap.of(Map.of("X-GitHub-Event", "push")));
        assertThat(render(
                        "{{ headers['x-github-EVENT'] }} {{ headers.get('X-GITHUB-EVENT') }} {{ 'X-Github-event' in headers }}"
                                + " {{ headers|list }} {{ headers|tojson }} {{ headers.nope }}",
                        context))
                .isEqualTo("push push True ['x-github-event'] {\"x-github-event\": \"push\"} ");
    }

    @Test
    void one_template_can_be_rendered_by_many_threads_at_once() throws InterruptedException, ExecutionException {
        Template template = Templates.ENGINE.compile(
                "{% set ns = namespace(t=0) %}{% macro add(n) %}{% set ns.t = ns.t + n %}{% endmacro %}"
                        + "{% for i in range(50) %}{{ add(i * x) }}{% endfor %}{{ ns.t }}");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int x = 0; x < 400; x++) {
                Map<String, Object> context = Map.of("x", x);
                results.add(pool.submit(() -> template.render(context)));
            }
            for (int x = 0; x < results.size(); x++) {
                assertThat(results.get(x).get()).isEqualTo(String.valueOf(1225 * x));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void a_template_is_compiled_once_and_forgotten_when_many_others_come() {
        JinjaEngine engine = new JinjaEngine();
        Template first = engine.template("{{ 1 }}");
        assertThat(engine.template("{{ 1 }}")).isSameAs(first);
        for (int i = 0; i < 2_000; i++) {
            engine.template("{{ " + i + " + 0 }}");
        }
        assertThat(engine.template("{{ 1 }}")).isNotSameAs(first);
    }

    @Test
    void randomness_is_there_but_not_the_same_every_time() {
        assertThat(render("{{ range(100)|random < 100 }}")).isEqualTo("True");
        assertThat(render("{{ lipsum(n=2, html=false).split()|length > 40 }}")).isEqualTo("True");
    }

    @Test
    void every_filter_and_test_of_the_guide_is_there() {
        for (String filter :
                ("abs attr batch capitalize center count d default dictsort e escape filesizeformat first float"
                                + " forceescape format groupby indent int items join last length list lower map max min pprint random"
                                + " reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum"
                                + " title tojson trim truncate unique upper urlencode urlize wordcount wordwrap xmlattr"
                                + " humanize_naturalsize humanize_naturaldate humanize_naturalday humanize_naturaldelta"
                                + " humanize_naturaltime humanize_precisedelta humanize_abs_timedelta humanize_date_and_delta"
                                + " humanize_ordinal humanize_intcomma humanize_intword humanize_apnumber humanize_fractional"
                                + " humanize_scientific humanize_clamp humanize_metric humanize_activate humanize_deactivate"
                                + " humanize_thousands_separator humanize_decimal_separator"
                                + " ui_url ui_resource_events_url flow_run_id from_cloud_event fromjson")
                        .split(" ")) {
            assertThat(render("{{ '" + filter + "' is filter }}")).as(filter).isEqualTo("True");
        }
        for (String test :
                ("odd even divisibleby defined undefined filter test none boolean false true integer float lower"
                                + " upper string mapping number sequence iterable callable sameas escaped in == eq equalto != ne > gt"
                                + " greaterthan ge >= < lt lessthan <= le")
                        .split(" ")) {
            assertThat(render("{{ '" + test + "' is test }}")).as(test).isEqualTo("True");
        }
    }
}
