package dev.waystation.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the input is, the answer is a text or a TemplateError with a place inside the template. */
@Timeout(120)
class FuzzTest {
    private static final int INPUTS = 4_000;
    private static final String[] PIECES = {
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{%-",
        "-%}",
        "{{-",
        "-}}",
        "+%}",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        ".",
        "|",
        "~",
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "==",
        "!=",
        "<",
        "<=",
        "=",
        " ",
        " ",
        "\n",
        "\r\n",
        "'",
        "\"",
        "'a'",
        "'\\x41'",
        "'\\u2603'",
        "'%s %d'",
        "'{} {0}'",
        "\\",
        "0",
        "1",
        "-1",
        "42",
        "1.5",
        "1e400",
        "0x1F",
        "1_0",
        "9" + "9".repeat(30),
        "body",
        "body.list",
        "body.map",
        "body.text",
        "body.nope",
        "headers",
        "loop",
        "self",
        "caller",
        "ns",
        "x",
        "y",
        "_",
        "é",
        "😀",
        "true",
        "false",
        "none",
        " and ",
        " or ",
        " not ",
        " in ",
        " is ",
        " if ",
        " else ",
        "for x in ",
        "for x, y in ",
        "endfor",
        "if ",
        "elif ",
        "else",
        "endif",
        "set x = ",
        "set ns.x = ",
        "endset",
        "block a",
        "endblock",
        "macro m(x, y=1)",
        "endmacro",
        "call m()",
        "call(x) m(1)",
        "endcall",
        "filter upper",
        "endfilter",
        "with x = 1",
        "endwith",
        "autoescape true",
        "endautoescape",
        "raw",
        "endraw",
        "include 'a'",
        "print ",
        "recursive",
        "scoped",
        "namespace(a=1)",
        "range(3)",
        "dict(a=1)",
        "cycler(1, 2)",
        "joiner()",
        "lipsum(1)",
        "loop.index",
        "loop(x)",
        "loop.cycle(1, 2)",
        "m(1, 2)",
        "caller()",
        ".items()",
        ".split()",
        ".format(1, a=2)",
        ".join([1])",
        "[1:]",
        "[::-1]",
        "[0]",
        "*body.list",
        "**body.map",
        "|int",
        "|float",
        "|list",
        "|map('upper')",
        "|map(attribute='a')",
        "|select('odd')",
        "|join(',')",
        "|sort",
        "|groupby('a')",
        "|tojson",
        "|tojson(2)",
        "|pprint",
        "|round(1)",
        "|batch(2)",
        "|slice(2)",
        "|wordwrap(3)",
        "|urlize",
        "|xmlattr",
        "|indent(2)",
        "|truncate(5)",
        "|replace('a', 'b')",
        "|format(1)",
        "|default('d')",
        "|dictsort",
        "|unique|list",
        "|sum",
        "|min",
        "|humanize_naturalsize",
        "|humanize_intword",
        "|humanize_precisedelta",
        "|humanize_metric('V')",
        "|fromjson",
        "|from_cloud_event(headers)",
        "|nosuch",
        " is odd",
        " is divisibleby 2",
        " is in [1]",
        " is nosuch",
        "|e",
        "|safe",
        "|striptags",
        "|title",
        "|first",
        "|last",
        "|abs",
    };

    private static final Map<String, Object> CONTEXT = Map.of(
            "method", "POST",
            "headers", HeaderMap.of(Map.of("Content-Type", "application/json", "X-A", "b")),
            "body",
                    Map.of(
                            "list",
                            List.of(3, 1, List.of("a"), Map.of("a", 1.5)),
                            "map",
                            Map.of("a", 1, "b", List.of()),
                            "text",
                            "Héllo <wörld> http://example.com 😀",
                            "number",
                            12.75));

    private static final JinjaEngine ENGINE = new JinjaEngine(
            Limits.DEFAULT
                    .withMaximumSteps(50_000)
                    .withMaximumValue(1 << 18, 4 << 20)
                    .withMaximumTime(Duration.ofSeconds(2)),
            "https://ui.example.com");

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(1, 2, 3, 20_260_101), LongStream.of(new Random().nextLong()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void templates_of_random_pieces(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            StringBuilder template = new StringBuilder();
            for (int n = random.nextInt(25); n >= 0; n--) {
                template.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(template.toString(), seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void expressions_of_random_pieces(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            StringBuilder template = new StringBuilder("{{ body.list");
            for (int n = random.nextInt(6); n >= 0; n--) {
                template.append(PIECES[27 + random.nextInt(PIECES.length - 27)]);
            }
            check(template.append(" }}").toString(), seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void templates_that_are_nearly_right(long seed) {
        Random random = new Random(seed);
        List<Case> corpus = CorpusTest.corpus();
        for (int i = 0; i < INPUTS; i++) {
            String template = corpus.get(random.nextInt(corpus.size())).template();
            int at = random.nextInt(template.length() + 1);
            int end = Math.min(template.length(), at + random.nextInt(4));
            String piece =
                    switch (random.nextInt(3)) {
                        case 0 -> "";
                        case 1 -> PIECES[random.nextInt(PIECES.length)];
                        default -> template.substring(at, end).repeat(2);
                    };
            check(template.substring(0, at) + piece + template.substring(end), seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void random_characters(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            StringBuilder template = new StringBuilder("{{");
            for (int n = random.nextInt(40); n >= 0; n--) {
                template.append((char) (random.nextInt(5) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
            }
            check(template.toString(), seed);
        }
    }

    private static void check(String template, long seed) {
        try {
            ENGINE.compile(template).render(CONTEXT);
        } catch (TemplateError e) {
            String about = "seed " + seed + ": " + template;
            assertThat(e.detail()).as(about).doesNotStartWith("InternalError");
            long lines =
                    template.replace("\r\n", "\n").replace('\r', '\n').lines().count() + 1;
            assertThat(e.line()).as(about).isBetween(0, (int) lines);
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": " + template, e);
        }
    }
}
