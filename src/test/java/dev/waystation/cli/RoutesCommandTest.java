package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.testing.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code routes check} names what is wrong with route files, with file and line, before a gateway starts with them. */
@Timeout(120)
class RoutesCommandTest {

    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: pager-sink
            spec:
              definition:
                title: Pager
                required:
                  - number
                  - region
                properties:
                  number:
                    type: string
                  region:
                    type: string
                    default: eu
                  template:
                    type: string
                    default: resource:file:%s
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody:
                        language:
                          language: jinja
                          expression: "{{template}}"
                    - log: "{{number}} in {{region}}"
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> settings = new HashMap<>();
    private Path routes;

    @BeforeEach
    void copyRoutes() {
        routes = TestGateway.copyRoutes(directory.resolve("routes"));
    }

    private int check(String... arguments) {
        out.reset();
        err.reset();
        return new RoutesCommand(settings, print(out), print(err)).run(List.of(arguments));
    }

    /** The problems, with the files' names alone. */
    private List<String> problems(int expectedCode) {
        assertThat(check("check", routes.toString())).as(said()).isEqualTo(expectedCode);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replace(directory + "/", "").replace("routes/", ""))
                .toList();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private void save(String name, String text) throws IOException {
        Path file = routes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String route(String id, String from, String steps) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: " + from + "\n      steps:\n" + steps.indent(8);
    }

    @Test
    void the_shipped_routes_have_no_problem_and_nothing_is_made_on_the_disk() throws IOException {
        assertThat(problems(0)).isEmpty();
        assertThat(said()).contains("route files, no problem");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(routes);
        }
    }

    @Test
    void the_examples_need_nothing_but_what_they_say() throws IOException {
        Files.copy(routes.resolve("timer.camel.yaml.example"), routes.resolve("timer.camel.yaml"));
        assertThat(problems(0)).isEmpty();
        Files.copy(routes.resolve("kafka.camel.yaml.example"), routes.resolve("kafka.camel.yaml"));
        assertThat(problems(1))
                .anySatisfy(problem -> assertThat(problem).contains("kafka.camel.yaml:", "kafka.brokers"))
                .anySatisfy(problem -> assertThat(problem).contains("kafka.camel.yaml:", "kafka.topic"))
                .hasSize(2);
        settings.put("kafka.brokers", "localhost:9092");
        settings.put("kafka.topic", "runs");
        assertThat(problems(1))
                .singleElement()
                .asString()
                .contains("kafka.camel.yaml:", "kafka", "class path", "docs/sources.md");
    }

    @Test
    void the_page_about_sources_names_the_version_of_camel_that_is_in_the_jar() throws IOException {
        assertThat(Files.readString(Path.of("docs/sources.md")))
                .contains("<version>" + new DefaultCamelContext().getVersion() + "</version>");
    }

    @Test
    void broken_yaml_and_unknown_steps_are_named_with_their_line() throws IOException {
        save("a.camel.yaml", "- route: [\n");
        save("b.camel.yaml", route("b", "timer:b", "- sendToTheMoon:\n    constant: now"));
        save("c.camel.yaml", "- route:\n    from:\n      uri: timer:c\n      steps:\n        - log: x\n");
        assertThat(problems(1))
                .satisfiesExactly(
                        a -> assertThat(a).matches("a\\.camel\\.yaml:\\d+: .*"),
                        b -> assertThat(b).startsWith("b.camel.yaml:6: ").contains("sendToTheMoon"),
                        c -> assertThat(c).startsWith("c.camel.yaml:").contains("no 'id'"));
    }

    @Test
    void every_route_of_a_file_that_cannot_be_made_is_named() throws IOException {
        save(
                "user.camel.yaml",
                route("one", "timer:one", "- process:\n    ref: nobody")
                        + route("two", "nothing:here", "- log: x")
                        + route("three", "timer:three", "- log: fine")
                        + route(
                                "four",
                                "timer:four",
                                "- setBody:\n    language:\n      language: klingon\n      expression: x")
                        + route("five", "timer:five?perod=5", "- log: x")
                        + route("six", "events:subscribe?name=six", "- log: x"));
        assertThat(problems(1))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith("user.camel.yaml:7: ")
                                .contains("'one'", "nobody", "- beans:"),
                        two -> assertThat(two)
                                .startsWith("user.camel.yaml:11: ")
                                .contains("'two'", "nothing", "class path"),
                        four -> assertThat(four)
                                .startsWith("user.camel.yaml:27: ")
                                .contains("'four'", "klingon"),
                        five -> assertThat(five)
                                .startsWith("user.camel.yaml:32: ")
                                .contains("'five'", "perod"),
                        six -> assertThat(six)
                                .startsWith("user.camel.yaml:38: ")
                                .contains("'six'", "eventTypes"));
    }

    @Test
    void every_property_without_a_value_is_named_at_its_line() throws IOException {
        save("user.camel.yaml", route("user", "timer:user?period={{my.period}}", """
                - log: "{{my.text}} {{with.default:x}} {{waystation.port}}"
                - setBody:
                    constant: >-
                      one
                      {{ body.x }}
                - to:
                    uri: "{{my.text}}:{{also-set}}"
                """));
        settings.put("also-set", "1");
        assertThat(problems(1))
                .satisfiesExactly(
                        period -> assertThat(period)
                                .isEqualTo("user.camel.yaml:4: the property 'my.period' has no value; set it in"
                                        + " application.properties or as MY_PERIOD, or give it a default:"
                                        + " {{my.period:…}}"),
                        text -> assertThat(text).startsWith("user.camel.yaml:6: the property 'my.text' has no value"),
                        jinja -> assertThat(jinja)
                                .startsWith("user.camel.yaml:10: '{{ body.x }}'")
                                .contains("resource:file:"),
                        text -> assertThat(text).startsWith("user.camel.yaml:12: the property 'my.text' has no value"));
    }

    @Test
    void a_template_with_a_mistake_is_named_with_its_own_file_and_line() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.j2"), "one\n{{ body.x }\n");
        Files.writeString(directory.resolve("fine.j2"), "{{ body.x }}\n");
        String step =
                "- setBody:\n    language:\n      language: jinja\n      expression: resource:file:" + directory + "/";
        save(
                "user.camel.yaml",
                route("user", "timer:user", step + "broken.j2\n" + step + "fine.j2\n" + step + "none.j2"));
        assertThat(problems(1))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith(broken.getFileName() + ":2: Jinja, column 11: "),
                        problem -> assertThat(problem)
                                .startsWith("user.camel.yaml:17: the template")
                                .contains("none.j2", "no such file"));
    }

    @Test
    void kamelets_and_their_parameters_are_checked_at_the_line_of_their_use() throws IOException {
        Path template = Files.writeString(directory.resolve("pager.j2"), "{{ body.x }}");
        save("kamelets/pager-sink.kamelet.yaml", KAMELET.formatted(template));
        save(
                "user.camel.yaml",
                route("one", "timer:one", "- to:\n    uri: kamelet:pager-sink")
                        + route("two", "timer:two", "- to: kamelet:pagger-sink")
                        + route(
                                "three",
                                "timer:three",
                                "- to:\n    uri: kamelet:pager-sink?number=1\n    parameters:\n      colour: red"));
        assertThat(problems(1))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .isEqualTo("user.camel.yaml:7: the Kamelet 'pager-sink' needs the parameter 'number';"
                                        + " add it under 'parameters'"),
                        two -> assertThat(two)
                                .startsWith("user.camel.yaml:13: there is no Kamelet 'pagger-sink'")
                                .contains("there are pager-sink"),
                        three -> assertThat(three)
                                .startsWith("user.camel.yaml:22: the Kamelet 'pager-sink' has no parameter 'colour'")
                                .endsWith("it has number, region, template"));
    }

    @Test
    void templates_are_checked_used_or_not() throws IOException {
        save("templates/mine.json.j2", "one\n{% oops %}\n");
        assertThat(problems(1)).singleElement().asString().startsWith("templates/mine.json.j2:2: Jinja");
    }

    @Test
    void a_placeholder_that_is_not_quoted_is_named_with_its_line() throws IOException {
        save("user.camel.yaml", route("user", "timer:user", "- log:\n    message: {{waystation.port}}"));
        assertThat(problems(1))
                .singleElement()
                .asString()
                .startsWith("user.camel.yaml:7: ")
                .contains("needs quotes");
    }

    @Test
    void a_kamelet_that_cannot_be_read_is_named_and_not_the_file_that_calls_it() throws IOException {
        Path template = Files.writeString(directory.resolve("pager.j2"), "{{ body.x }}");
        save("kamelets/pager-sink.kamelet.yaml", KAMELET.formatted(template).replace("steps:", "stps:"));
        save(
                "user.camel.yaml",
                route("one", "timer:one", "- to:\n    uri: kamelet:pager-sink\n    parameters:\n      number: 1"));
        assertThat(problems(1))
                .singleElement()
                .asString()
                .startsWith("kamelets/pager-sink.kamelet.yaml:")
                .contains("stps");
    }

    @Test
    void kamelets_themselves_are_checked_used_or_not() throws IOException {
        Path template = Files.writeString(directory.resolve("pager.j2"), "{% if %}");
        save("kamelets/pager-sink.kamelet.yaml", KAMELET.formatted(template).replace("{{region}}", "{{regoin}}"));
        save("kamelets/empty.kamelet.yaml", "metadata:\n  name: empty\n");
        save("kamelets/broken.kamelet.yaml", "metadata: [\n");
        assertThat(problems(1))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).matches("kamelets/broken\\.kamelet\\.yaml:\\d: it is no YAML.*"),
                        problem -> assertThat(problem)
                                .startsWith("kamelets/empty.kamelet.yaml:1: ")
                                .contains("spec.template"),
                        problem -> assertThat(problem)
                                .startsWith("kamelets/pager-sink.kamelet.yaml:28: the property 'regoin'"),
                        problem -> assertThat(problem).startsWith("pager.j2:1: Jinja"));
    }

    @Test
    void two_files_with_the_same_route_id_are_named() throws IOException {
        save("a.camel.yaml", route("same", "timer:a", "- log: a"));
        save("b.camel.yaml", route("same", "timer:b", "- log: b"));
        assertThat(problems(1)).singleElement().asString().contains("b.camel.yaml", "a.camel.yaml", "'same'");
    }

    @Test
    void it_can_run_beside_a_gateway_with_the_same_settings() {
        try (TestGateway gateway = TestGateway.in(directory.resolve("data"))
                .with("waystation.routes", routes)
                .start()) {
            settings.put("waystation.data-dir", directory.resolve("data").toString());
            settings.put(
                    "waystation.port", String.valueOf(gateway.client().uri("/").getPort()));
            assertThat(problems(0)).isEmpty();
            assertThat(gateway.client()
                            .send(gateway.client().anonymous("/health").GET())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_wrong_call_is_told() {
        assertThat(check()).isEqualTo(2);
        assertThat(check("chek")).isEqualTo(2);
        assertThat(said()).contains("routes check [DIR]");
        assertThat(check("check", directory.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(said()).contains("There is no directory", "nowhere");
        assertThat(check("check", routes.toString(), "more")).isEqualTo(2);
        assertThat(said()).contains("'more'");
    }
}
