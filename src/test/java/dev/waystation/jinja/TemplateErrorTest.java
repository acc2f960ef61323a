package dev.waystation.jinja;

import static dev.waystation.jinja.Templates.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "a{{ 1 + ; 1 ; 8",
                "{{ a b }} ; 1 ; 6",
                "one\\ntwo {{ 'x }} ; 2 ; 8",
                "one\\ntwo\\n{% if 1 %} ; 3 ; 11",
                "{% if 1 %}\\n  {% endfor %} ; 2 ; 6",
                "\\n\\n{% nosuch %} ; 3 ; 4",
                "☃😀{{ ? }} ; 1 ; 6",
                "x\\r\\ny\\r\\n{{ $ }} ; 3 ; 4",
                "{# never closed ; 1 ; 1",
                "a\\n{% raw %} b ; 2 ; 1",
                "{{ body['a }} ; 1 ; 9",
                "{{ {{ body.name }} }} ; 1 ; 17",
                "{% for x y in z %} ; 1 ; 10",
                "{{ '\\\\N{NO SUCH NAME}' }} ; 1 ; 4",
            })
    void a_syntax_error_names_line_and_column(String template, int line, int column) {
        TemplateError error = errorOf(template.translateEscapes() + (template.startsWith("{#") ? "{{" : ""));
        assertThat(error.kind()).isEqualTo(TemplateError.Kind.SYNTAX);
        assertThat(error.line()).as(error.getMessage()).isEqualTo(line);
        assertThat(error.column()).as(error.getMessage()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "ok {{ 1 }}\\n{{ 1 / 0 }} ; 2 ; 1",
                "{{ 1 }}\\n  {% if nope() %}{% endif %} ; 2 ; 13",
                "\\n{{ 'a'|upper|nosuch }} ; 2 ; 14",
                "{{ 1 }}\\n\\n{{ x|int }} ; 3 ; 6",
                "{% for x in 5 %}{% endfor %} ; 1 ; 4",
                "{% macro f() %}\\n {{ 1 + 'a' }}{% endmacro %}{{ f() }} ; 2 ; 2",
                "a {% include 'x' %} ; 1 ; 6",
            })
    void an_error_while_rendering_names_line_and_column(String template, int line, int column) {
        TemplateError error = errorOf(template.translateEscapes());
        assertThat(error.kind()).isEqualTo(TemplateError.Kind.RENDER);
        assertThat(error.line()).as(error.getMessage()).isEqualTo(line);
        assertThat(error.column()).as(error.getMessage()).isEqualTo(column);
    }

    @Test
    void the_message_says_what_is_wrong_and_where() {
        TemplateError error =
                catchThrowableOfType(TemplateError.class, () -> Templates.ENGINE.compile("hook.jinja", "{% if %}\n"));
        assertThat(error.detail()).isEqualTo("Expected an expression, got 'end of statement block'");
        assertThat(error).hasMessage(error.detail() + " (hook.jinja, line 1, column 7)");
        assertThat(error.sourceName()).isEqualTo("hook.jinja");
        assertThat(error.source()).isEqualTo("{% if %}\n");
    }

    @Test
    void an_error_while_rendering_begins_with_the_name_that_python_gives_it() {
        assertThat(errorOf("{{ 'a' + 1 }}").detail()).startsWith("TypeError: ");
        assertThat(errorOf("{{ 1 // 0 }}").detail()).startsWith("ZeroDivisionError: ");
        assertThat(errorOf("{{ body.a.b() }}").detail()).isEqualTo("UndefinedError: 'body' is undefined");
        assertThat(errorOf("{{ body.a() }}", Map.of("body", Map.of())).detail())
                .isEqualTo("UndefinedError: 'dict object' has no attribute 'a'");
    }

    @Test
    void an_error_has_no_stack_trace_and_no_cause_to_leak() {
        TemplateError error = errorOf("{{ 1 / 0 }}");
        assertThat(error.getStackTrace()).isEmpty();
        assertThat(error).hasNoCause();
    }

    @Test
    void of_two_errors_the_first_one_in_the_text_is_reported() {
        assertThat(errorOf("{{ a b }}\n{{ ? }}").line()).isEqualTo(1);
        assertThat(errorOf("{{ ? }}\n{{ a b }}").line()).isEqualTo(1);
    }

    @Test
    void an_unknown_filter_lets_a_template_compile_but_not_render() {
        Template template = Templates.ENGINE.compile("{% for x in [] %}{{ x|nosuch }}{% endfor %}");
        TemplateError error = catchThrowableOfType(TemplateError.class, () -> template.render(Map.of()));
        assertThat(error.detail()).isEqualTo("TemplateAssertionError: No filter named 'nosuch'.");
    }

    @Test
    void an_unknown_filter_in_a_branch_fails_only_if_the_branch_is_taken() {
        assertThat(Templates.render("{% if false %}{{ x|nosuch }}{% endif %}ok"))
                .isEqualTo("ok");
        assertThat(errorOf("{% if true %}{{ x|nosuch }}{% endif %}")).isNotNull();
    }
}
