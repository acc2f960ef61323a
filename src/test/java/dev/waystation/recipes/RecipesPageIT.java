package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.TestGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/recipes.md tells is so. */
@Timeout(180)
class RecipesPageIT {

    private static final Path PAGE = Path.of("docs", "recipes.md");

    @TempDir
    Path directory;

    @Test
    void its_five_steps_lead_to_a_message_in_slack() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash and curl");
        List<String> commands = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1).replaceAll("(?m)^   ", ""))
                .toList();
        String copy = commands.get(0);
        Matcher export =
                Pattern.compile("export (\\w+)=https://hooks.slack.com/.*").matcher(commands.get(1));
        assertThat(export.find()).isTrue();
        assertThat(commands.get(2)).isEqualTo("java -jar waystation.jar\n");
        String publish = commands.get(3);

        TestGateway.copyRoutes(directory.resolve("routes"));
        bash(copy);
        try (FaultyReceiver slack = FaultyReceiver.start()
                        .on("/services/x", Answer.status(200).withBody("ok"));
                GatewayProcess gateway = GatewayProcess.in(directory)
                        .with("waystation.api-token", "")
                        .with(export.group(1), slack.uri("/services/x"))
                        .start()) {
            assertThat(bash(publish.replace(
                            "http://localhost:8080", gateway.client().uri("").toString())))
                    .contains("\"deliveries\":1");
            assertThat(slack.awaitRequests("/services/x", 1, Await.SOON).get(0).text())
                    .contains("nightly errored");
        }
    }

    @Test
    void every_kamelet_with_every_parameter_and_every_example_is_on_the_page() throws Exception {
        String page = Files.readString(PAGE);
        try (var files = Files.list(Path.of("routes", "kamelets"))) {
            for (Path file : files.toList()) {
                String kamelet = Files.readString(file);
                assertThat(page).contains("`" + file.getFileName().toString().replace(".kamelet.yaml", "") + "`");
                Set<String> parameters = Pattern.compile(
                                "(?m)^      (\\w+):\\s*\\n        title: .+\\n        description: .+")
                        .matcher(kamelet)
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .collect(Collectors.toSet());
                assertThat(parameters).isNotEmpty();
                assertThat(parameters).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            }
        }
        String sources = Files.readString(Path.of("docs", "sources.md"));
        try (var files = Files.list(Path.of("routes"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".camel.yaml.example")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(sources.contains(name)
                                    || page.contains("`" + name.replace(".camel.yaml.example", "") + "`"))
                            .as(name)
                            .isTrue());
        }
    }

    private String bash(String command) throws Exception {
        Process process = new ProcessBuilder("/bin/bash", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
