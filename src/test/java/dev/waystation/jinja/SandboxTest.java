package dev.waystation.jinja;

import static dev.waystation.jinja.Templates.errorOf;
import static dev.waystation.jinja.Templates.render;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A template reaches its values and nothing else. */
class SandboxTest {
    private static Map<String, Object> context() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("list", new ArrayList<>(List.of(3, 1, 2)));
        body.put("text", "abc");
        body.put("n", 5);
        return Map.of("body", body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.class",
                "body.text.class",
                "body.list.size",
                "body.n.class",
                "body.__class__",
                "''.__class__.__mro__",
                "body['getClass']",
                "body|attr('getClass')",
                "cycler.__init__.__globals__",
                "range.__globals__",
                "[]|map('attr', '__class__')|first",
                "'{0.__class__}'.format(body)",
                "self.__init__",
                "loop",
                "engine",
                "____int3rpr3t3r____",
            })
    void nothing_of_java_or_python_shows(String expression) {
        assertThat(render("{{ " + expression + " }}", context())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.getClass()",
                "body.text.getBytes()",
                "body.list.stream()",
                "''.__class__.__mro__[1].__subclasses__()",
                "body.text.__len__()",
                "range.__call__(3)",
                "body.list.append(1)",
                "body.list.sort()",
                "body.list.pop()",
                "body.update({'a': 1})",
                "body.pop('n')",
                "body.clear()",
                "body.setdefault('a', 1)",
                "(body|attr('clear'))()",
                "body['clear']()",
            })
    void what_may_not_be_touched_cannot_be_called(String expression) {
        Map<String, Object> context = context();
        String before = context.toString();
        assertThat(errorOf("{{ " + expression + " }}", context)).isNotNull();
        assertThat(context).hasToString(before);
    }

    @Test
    void a_call_of_something_hidden_is_a_security_error() {
        assertThat(errorOf("{{ body.list.append(1) }}", context()).kind()).isEqualTo(TemplateError.Kind.SECURITY);
    }

    @Test
    void a_template_in_the_data_is_data() {
        Map<String, Object> context = Map.of("body", Map.of("name", "{{ 7 * 7 }}{% raw %}"));
        assertThat(render("{{ body.name }}", context)).isEqualTo("{{ 7 * 7 }}{% raw %}");
        assertThat(render("{{ body.name ~ '{{ 1 }}' }}", context)).isEqualTo("{{ 7 * 7 }}{% raw %}{{ 1 }}");
    }

    @Test
    void a_java_object_that_is_no_value_cannot_get_in() {
        assertThat(errorOf("{{ x }}", Map.of("x", new Thread())).detail())
                .isEqualTo("TypeError: a value of java.lang.Thread cannot be used in a template");
        assertThat(errorOf("{{ x.a }}", Map.of("x", Map.of("a", new Object())))).isNotNull();
    }

    @Test
    void a_map_that_fails_does_not_get_its_exception_out() {
        Map<String, Object> failing = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object key) {
                throw new IllegalStateException("password=secret");
            }
        };
        assertThat(errorOf("{{ x.a }}", Map.of("x", failing)).getMessage()).doesNotContain("secret");
    }

    @Test
    void other_templates_and_files_cannot_be_reached() {
        for (String statement : List.of("include 'a'", "extends 'a'", "import 'a' as b", "from 'a' import b")) {
            assertThat(errorOf("{% " + statement + " %}")).isNotNull();
        }
    }
}
