package dev.waystation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the page about monitoring speak of meters that a running gateway has. */
@Timeout(60)
class DashboardTest {

    private static final Pattern METRIC = Pattern.compile("\\b(?:waystation|camel)_[a-z_]+\\b");
    private static final Pattern LABELS = Pattern.compile("(\\w+)(?:=~?\")|by \\((\\w+)\\)|\\{\\{(\\w+)}}");

    @TempDir
    Path data;

    private String scraped() {
        try (FaultyReceiver receiver = FaultyReceiver.start();
                TestGateway gateway = TestGateway.in(data).start()) {
            gateway.client().subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
            gateway.client().publish(RunEvents.completed());
            gateway.awaitAttempts(1);
            return gateway.client().metrics();
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (int group = matcher.groupCount() == 0 ? 0 : 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    found.add(matcher.group(group));
                }
            }
        }
        return found;
    }

    private static Set<String> names(String scraped) {
        return scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(Path.of("docs/grafana/waystation.json").toFile());
    }

    @Test
    void every_metric_and_label_in_the_dashboards_queries_is_there() throws IOException {
        String scraped = scraped();
        Set<String> names = names(scraped);
        for (JsonNode target : dashboard().findValues("targets").stream()
                .flatMap(targets -> targets.findParents("expr").stream())
                .toList()) {
            String query = target.get("expr").asText();
            Set<String> metrics = found(METRIC, query);
            assertThat(metrics).as(query).isNotEmpty().isSubsetOf(names);
            Set<String> labels =
                    found(LABELS, query + " " + target.get("legendFormat").asText());
            // Prometheus adds it when it scrapes.
            labels.remove("instance");
            for (String label : labels) {
                assertThat(scraped.lines())
                        .as(query)
                        .anyMatch(line ->
                                metrics.contains(line.replaceFirst("[{ ].*", "")) && line.contains(label + "=\""));
            }
        }
    }

    @Test
    void the_dashboard_can_be_imported_anywhere() throws IOException {
        JsonNode dashboard = dashboard();
        assertThat(dashboard.get("uid").asText()).isEqualTo("waystation");
        assertThat(dashboard.findValues("datasource"))
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(dashboard.get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
        assertThat(dashboard.get("panels").findParents("expr")).hasSizeGreaterThan(15);
    }

    @Test
    void the_page_about_monitoring_names_all_meters_of_the_gateway_and_no_others() throws IOException {
        Set<String> names = names(scraped());
        Set<String> documented = found(METRIC, Files.readString(Path.of("docs/monitoring.md")));
        assertThat(documented)
                .allSatisfy(name -> assertThat(names.stream().anyMatch(n -> n.equals(name) || n.startsWith(name + "_")))
                        .as(name)
                        .isTrue());
        assertThat(names.stream()
                        .filter(name -> name.startsWith("waystation_"))
                        .map(name -> name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds")))
                .isSubsetOf(documented);
    }
}
