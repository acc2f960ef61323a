package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as it is shown. */
class ReadmeIT {

    @TempDir
    Path directory;

    @Test
    void its_curl_commands_subscribe_publish_and_list_and_its_route_runs() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && has("curl"), "needs bash and curl");
        Path routes = TestGateway.copyRoutes(directory.resolve("routes"));
        Files.writeString(routes.resolve("readme.camel.yaml"), blocks("yaml").get(0));
        try (FaultyReceiver receiver = FaultyReceiver.start();
                GatewayProcess gateway = GatewayProcess.in(directory)
                        .with("waystation.api-token", "")
                        .start()) {
            List<String> commands =
                    blocks("sh").stream().filter(b -> b.contains("curl")).toList();
            assertThat(commands).hasSize(6);
            for (String command : commands) {
                String reply = bash(command.replace(
                                "http://localhost:8080",
                                gateway.client().uri("").toString())
                        .replace(
                                "http://localhost:9000/hook",
                                receiver.uri("/hook").toString()));
                assertThat(reply).as(command).containsAnyOf(SUCCESSES).doesNotContain("is_success", "\"detail\"");
            }
            receiver.awaitRequests("/hook", 1, Await.SOON);
            Await.until("the route logs the run", () -> gateway.output().contains("run 4711 of job 123 errored"));
        }
    }

    @Test
    void ci_runs_the_test_command_that_it_names() throws IOException {
        String test = blocks("sh").get(blocks("sh").size() - 1).strip();
        assertThat(test).isEqualTo("mvn -B verify");
        assertThat(Files.readString(Path.of(".ci", "run"))).contains("test_command=(" + test + ")");
    }

    /** dbt's envelope, a webhook, a receipt, the feed. */
    private static final String[] SUCCESSES = {
        "\"code\":2", "/hooks/", "HTTP/1.1 204", "\"prefect.resource.id\":\"reports.daily\""
    };

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("/bin/bash", "-c", "command -v " + program)
                        .start()
                        .waitFor()
                == 0;
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
