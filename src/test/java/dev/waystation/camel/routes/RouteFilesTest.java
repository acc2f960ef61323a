package dev.waystation.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has several route files can rely on each of them, whatever is in the others. */
class RouteFilesTest {

    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();

    private static String timer(String id, String step) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: timer:" + id + "\n      steps:\n        - to: "
                + step + "\n";
    }

    private static String configured(String route) {
        return route.replace("    from:", "    routeConfigurationId: mine\n    from:");
    }

    private static String configuration(String step) {
        return "- routeConfiguration:\n    id: mine\n    onException:\n      - onException:\n          exception:\n"
                + "            - java.lang.Exception\n          steps:\n            - to: " + step + "\n";
    }

    private Path save(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void a_configuration_in_a_later_file_is_applied_to_the_routes_of_an_earlier_one() throws Exception {
        save("a.camel.yaml", configured(timer("one", "log:x")));
        save("b.camel.yaml", configuration("log:failed"));
        try (context) {
            new RouteFiles(context, directory).load();
            assertThat(context.getRouteDefinition("one").getAppliedRouteConfigurationIds())
                    .containsExactly("mine");
            assertThat(context.getRouteConfigurationDefinitions()).hasSize(1);
        }
    }

    @Test
    void a_mistake_in_a_configuration_is_not_blamed_on_another_file_before_the_start() throws Exception {
        save("a.camel.yaml", configured(timer("one", "nothere:x")));
        save("b.camel.yaml", configuration("neither:x"));
        save("c.camel.yaml", configured(timer("two", "log:x")));
        try (context) {
            assertThatThrownBy(() -> new RouteFiles(context, directory).load())
                    .hasMessageContaining("a.camel.yaml:7")
                    .hasMessageContaining("'nothere'")
                    .hasMessageNotContaining("neither")
                    .hasMessageNotContaining("c.camel.yaml");
        }
    }

    @Test
    void two_routes_cannot_take_the_events_of_one_subscription() throws Exception {
        save("a.camel.yaml", subscriber("one", "slack", "x"));
        save("b.camel.yaml", subscriber("two", "slack", "y"));
        save("c.camel.yaml", subscriber("three", "slack", "x\n        account: 2"));
        save("d.camel.yaml", subscriber("four", "mail", "x") + subscriber("five", "mail", "y"));
        try (context) {
            assertThatThrownBy(() -> new RouteFiles(context, directory).load())
                    .hasMessageContaining("b.camel.yaml:1: the subscription name 'slack' is used in")
                    .hasMessageContaining("the subscription name 'mail' is used twice")
                    .hasMessageNotContaining("c.camel.yaml");
        }
    }

    private static String subscriber(String id, String name, String types) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: events:subscribe\n      parameters:\n        name: "
                + name + "\n        eventTypes: " + types + "\n      steps:\n        - to: log:x\n";
    }

    @Test
    void every_broken_file_is_named_at_the_start_in_the_order_of_their_names() throws Exception {
        save("a.camel.yaml", timer("one", "nothere:x"));
        save("b.camel.yaml", "- route: [\n");
        save("c.camel.yaml", timer("two", "log:x") + timer("two", "log:x"));
        try (context) {
            assertThatThrownBy(() -> new RouteFiles(context, directory).load())
                    .hasMessageMatching("(?s).*a\\.camel\\.yaml:6.*\\R.*b\\.camel\\.yaml:.*\\R.*c\\.camel\\.yaml:.*");
        }
    }

    @Test
    void a_file_that_claims_the_id_of_another_files_route_does_not_touch_that_route() throws Exception {
        save("a.camel.yaml", timer("one", "log:x"));
        try (context) {
            RouteFiles files = new RouteFiles(context, directory);
            files.load();
            context.start();
            save("b.camel.yaml", timer("one", "log:y"));
            files.reload();
            files.reload();
            assertThat(files.problems()).singleElement().satisfies(problem -> assertThat(problem.reason())
                    .contains("'one' is used in"));
            assertThat(context.getRouteController().getRouteStatus("one")).isEqualTo(ServiceStatus.Started);
        }
    }

    @Test
    void without_a_directory_the_routes_inside_the_jar_are_read_and_nothing_else_of_it() throws Exception {
        Path jar = directory.resolve("some.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("routes/"));
            for (String name : new String[] {
                "routes/a.camel.yaml", "routes/b.camel.yaml.example", "routes/sub/c.camel.yaml", "other/d.camel.yaml"
            }) {
                entries.putNextEntry(new JarEntry(name));
                entries.write(timer("é", "log:x").getBytes(StandardCharsets.UTF_8));
            }
        }
        URL url = jar.toUri().toURL();
        assertThat(JarRouteFiles.read(List.of(new URL("jar:" + url + "!/routes/"))))
                .containsOnly(Map.entry(url + "!/routes/a.camel.yaml", timer("é", "log:x")));
    }
}
