package dev.waystation.jinja;

import static dev.waystation.jinja.Templates.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile templates end with an error, soon and in bounded memory; never with anything else. */
@Timeout(60)
class LimitsTest {
    private static final String MANY = "{% for a in range(100) %}{% for b in range(100) %}{% for c in range(100) %}"
            + "{% for d in range(100) %}%s{% endfor %}{% endfor %}{% endfor %}{% endfor %}";
    private static final String GROW =
            "{% set ns = namespace(a=1, c=1) %}{% for i in range(100) %}{% set ns.a = %s %}{% endfor %}";

    private static final JinjaEngine STRICT =
            new JinjaEngine(Limits.DEFAULT.withMaximumSteps(200_000).withMaximumValue(1 << 20, 16 << 20), null);

    private static TemplateError strictErrorOf(String template, Map<String, ?> context) {
        return catchThrowableOfType(
                TemplateError.class, () -> STRICT.compile(template).render(context));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 10**9 }}",
                "{{ [0] * 10**30 }}",
                "{{ ('ab' * 1000000) * 10**12 }}",
                "{{ '%1000000000d' % 1 }}",
                "{{ '%.1000000000f' % 1 }}",
                "{{ '%*d' % (10**12, 1) }}",
                "{{ '{:1000000000}'.format(1) }}",
                "{{ '{:.1000000000f}'.format(1.5) }}",
                "{{ '{:01000000000,}'.format(1) }}",
                "{{ 'a'|center(10**9) }}",
                "{{ 'a'.ljust(10**18, 'é') }}",
                "{{ '1'.zfill(10**10) }}",
                "{{ 'a\tb'.expandtabs(10**9) }}",
                "{{ 'a\nb'|indent(10**9) }}",
                "{{ [1]|tojson(10**9) }}",
                "{{ 2 ** (10**9) }}",
                "{{ 10**(10**10) }}",
                "{{ (2 ** 200000) * (2 ** 200000) }}",
                "{{ [1, 2]|batch(10**9, 0)|list }}",
                "{{ [1, 2]|slice(10**9, 'hello')|list }}",
                "{{ [1, 2]|slice(999999999)|list|length }}",
                "{{ lipsum(n=10**9) }}",
                "{{ lipsum(n=1, min=10**11, max=10**12) }}",
                "{{ ('x' * 1000000)|replace('', 'y' * 100000) }}",
                "{{ ('x' * 1000000)|wordwrap(1) }}",
                "{{ ('a' ~ '(' * 400000 ~ ')' * 400000)|urlize }}",
                "{{ (('1' * 200000)|int(0, 2)) }}",
            })
    void one_expression_cannot_take_much(String template) {
        assertThat(strictErrorOf(template, Map.of()).kind()).isEqualTo(TemplateError.Kind.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{{ a }}",
                "",
                "{% set x = big ~ a %}",
                "{% set x = big.strip() %}",
                "{% set x = big|upper %}",
                "{% set x = big|e %}",
                "{% set x = big[a] %}",
                "{% set x = map[big] %}",
                "{% set x = big|length %}",
                "{% set x = big|int %}",
                "{% set x = big|wordcount %}",
                "{% set x = big < big ~ a %}",
                "{% set x = 'y' in big %}",
                "{% set x = big.startswith('y') %}",
                "{% set x = big|tojson %}",
                "{% set x = '{:x}'.format(2**200000) %}",
                "{% set x = 2**200000 / 3**100000 %}",
                "{% set x = 2**200000 // 3**80000 %}",
            })
    void nested_loops_end(String body) {
        TemplateError error =
                strictErrorOf(MANY.replace("%s", body), Map.of("big", "x".repeat(500_000), "map", Map.of()));
        assertThat(error.kind()).isEqualTo(TemplateError.Kind.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ns.a ~ ns.a ~ 'x' %}{% set ns.b = 1",
                "[ns.a, ns.a] %}{% set ns.b = ns.a|string|length",
                "(ns.a, ns.a) %}{% set ns.b = {ns.a: 1}",
                "[ns.a, ns.a] %}{% set ns.b = ns.a|tojson|length",
                "[ns.a, ns.a] %}{% set ns.b = ns.a|pprint|length",
                "[ns.a, ns.a] %}{% set ns.c = [ns.c, ns.c] %}{% set ns.b = ns.a == ns.c",
            })
    void what_doubles_again_and_again_ends(String value) {
        TemplateError error = strictErrorOf(GROW.replace("%s", value), Map.of());
        assertThat(error.kind()).isEqualTo(TemplateError.Kind.LIMIT);
    }

    static List<String> deepTemplates() {
        return List.of(
                "{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}",
                "{{ " + "[".repeat(100_000) + " }}",
                "{{ " + "-".repeat(100_000) + "1 }}",
                "{{ " + "not ".repeat(50_000) + "1 }}",
                "{{ 1" + "+1".repeat(50_000) + " }}",
                "{{ 1" + "|abs".repeat(50_000) + " }}",
                "{{ a" + ".a".repeat(50_000) + " }}",
                "{{ a" + "[0]".repeat(50_000) + " }}",
                "{{ 1" + " if 1 else 1".repeat(20_000) + " }}",
                "{{ 1" + " if 1".repeat(40_000) + " }}",
                "{{ " + "{1:".repeat(50_000) + " }}",
                "{% if 1 %}".repeat(20_000),
                "{% set " + "(".repeat(50_000) + " %}",
                "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
                "{% macro f() %}{% call f() %}{% endcall %}{% endmacro %}{{ f() }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% block a %}{{ self.a() }}{% endblock %}",
                "{{ deep }}",
                "{{ deep|tojson }}",
                "{{ deep|pprint }}",
                "{{ deep == [deep] }}",
                "{{ [deep]|sort == [[deep]]|sort }}",
                "{{ ('[' * 100000)|fromjson }}");
    }

    private static List<Object> deepList() {
        List<Object> deep = List.of();
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        return deep;
    }

    @ParameterizedTest
    @MethodSource("deepTemplates")
    void nesting_ends_with_an_error_on_any_stack(String template) throws InterruptedException {
        Map<String, Object> context = Map.of("deep", deepList());
        for (long stack : new long[] {128 << 10, 256 << 10, 1 << 20}) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(
                    null,
                    () -> thrown.set(catchThrowableOfType(Throwable.class, () -> Templates.render(template, context))),
                    "small stack",
                    stack);
            thread.start();
            thread.join();
            assertThat(thrown.get()).isInstanceOf(TemplateError.class);
        }
    }

    @Test
    void a_long_flat_template_is_not_deep() {
        assertThat(Templates.render("{{ 'a'" + " ~ 'a'".repeat(10_000) + " }}")).hasSize(10_001);
        assertThat(Templates.render("{% if x %}{% elif x %}" + "{% elif x %}".repeat(5_000) + "{% else %}y{% endif %}"))
                .isEqualTo("y");
        assertThat(Templates.render("{% set a = 1 %}".repeat(10_000) + "{{ a }}"))
                .isEqualTo("1");
    }

    @Test
    void a_clock_ends_a_render_that_keeps_within_all_other_bounds() {
        JinjaEngine engine = new JinjaEngine(
                Limits.DEFAULT.withMaximumSteps(Long.MAX_VALUE).withMaximumTime(Duration.ofMillis(50)), null);
        assertThatThrownBy(() -> engine.compile(MANY.replace("%s", "")).render(Map.of()))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("longer than 50 ms");
    }

    @Test
    void the_output_is_bounded() {
        JinjaEngine engine = new JinjaEngine(Limits.DEFAULT.withMaximumOutput(10), null);
        assertThat(engine.compile("{{ 'x' * 10 }}").render(Map.of())).hasSize(10);
        assertThatThrownBy(() -> engine.compile("{{ 'x' * 10 }}y").render(Map.of()))
                .hasMessageContaining("output is longer than 10 characters");
    }

    @Test
    void the_text_of_a_template_is_bounded() {
        String longest = "{{ 1 }}" + "x".repeat(Limits.DEFAULT.maximumSource() - 7);
        assertThatCode(() -> Templates.ENGINE.compile(longest)).doesNotThrowAnyException();
        assertThat(errorOf(longest + "x").kind()).isEqualTo(TemplateError.Kind.LIMIT);
    }

    @Test
    void a_body_of_five_megabytes_can_be_passed_through() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            items.add(Map.of("id", i, "text", "x".repeat(80)));
        }
        assertThat(Templates.render("{{ body|tojson }}", Map.of("body", items)).length())
                .isGreaterThan(5_000_000);
    }
}
