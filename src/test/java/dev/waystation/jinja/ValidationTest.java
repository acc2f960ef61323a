package dev.waystation.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked before a template is saved. */
class ValidationTest {
    private static TemplateError problem(String template) {
        return catchThrowableOfType(TemplateError.class, () -> Templates.ENGINE.validate(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "{# open comment",
                "{{ body.x|no_such_filter }}",
                "{{ x is no_such_test }}",
                "{% include 'other' %}",
                "{% extends 'other' %}",
                "not { json: {{ 1 }}",
                "{% for a in b %}{% for c in d %}{% endfor %}{% endfor %}",
            })
    void what_only_fails_when_rendered_can_be_saved(String template) {
        assertThatCode(() -> Templates.ENGINE.validate(template)).doesNotThrowAnyException();
    }

    @Test
    void a_syntax_error_is_refused_with_line_message_and_source() {
        TemplateError error = problem("{\n  \"event\": {{ body. }}\n}");
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.detail()).isEqualTo("expected name or number");
        assertThat(error.source()).startsWith("{\n");
    }

    @Test
    void ten_loops_can_be_saved_and_eleven_cannot() {
        String loop = "{% for a in b %}x{% endfor %}";
        assertThat(problem(loop.repeat(10))).isNull();
        TemplateError error = problem(loop.repeat(11));
        assertThat(error.line()).isZero();
        assertThat(error.detail()).isEqualTo("Contains 11 for loops. Templates can contain no more than 10 for loops.");
    }

    @Test
    void loops_can_be_nested_two_deep_and_not_three() {
        assertThat(problem("{% for a in b %}{% for a in b %}{% endfor %}{% endfor %}"))
                .isNull();
        TemplateError error = problem(
                "{% for a in b %}{% if a %}{% for a in b %}{% for a in b %}{% endfor %}{% endfor %}{% endif %}{% endfor %}");
        assertThat(error.line()).isZero();
        assertThat(error.detail())
                .isEqualTo("Contains nested for loops at a depth of 3. Templates can nest for loops no more than 2"
                        + " loops deep.");
    }

    @Test
    void a_loop_inside_the_else_of_a_loop_is_nested_in_it() {
        assertThat(
                        problem(
                                "{% for a in b %}{% else %}{% for a in b %}{% else %}{% for a in b %}{% endfor %}{% endfor %}{% endfor %}"))
                .isNotNull();
    }
}
