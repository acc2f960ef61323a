package dev.waystation.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases that Jinja2 3.1.6 on CPython rendered in Prefect's environment: this engine gives the same text, character by character. */
class CorpusTest {
    private static final JinjaEngine ENGINE = new JinjaEngine();

    static List<Case> corpus() {
        return Case.ofResource("/jinja/corpus.jsonl");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void renders_what_python_renders(Case c) {
        String expected = c.error() == null ? c.expected() : "an error, as in Python: " + c.error();
        String rendered = c.render(ENGINE);
        assertThat(rendered == null ? "an error, as in Python: " + c.error() : rendered)
                .isEqualTo(expected);
    }
}
