package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.Settings;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged jar, beside a gateway that runs from it. */
@Timeout(180)
class CommandsIT {

    @TempDir
    Path directory;

    private Process command(Path output, int port, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "waystation.jar").toAbsolutePath().toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put(Settings.environmentName("waystation.api-token"), TestGateway.TOKEN);
        builder.environment().put(Settings.environmentName("waystation.port"), String.valueOf(port));
        return builder.start();
    }

    private String outputOf(int expectedCode, int port, String... arguments) throws Exception {
        Path output = directory.resolve("command.out");
        Process process = command(output, port, arguments);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isEqualTo(expectedCode);
        return said;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void send_and_tail_find_the_gateway_by_the_settings_that_it_was_started_with() throws Exception {
        try (FaultyReceiver receiver = FaultyReceiver.start();
                GatewayProcess gateway = GatewayProcess.in(Files.createDirectories(directory.resolve("gateway")))
                        .start()) {
            int port = gateway.client().uri("/").getPort();
            gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.ERRORED);
            Path lines = directory.resolve("tail.out");
            Process tail = command(lines, port, "tail", "--interval", "200ms");
            try {
                Await.until("tail follows", () -> read(lines).contains("Following 1 subscription"));
                String sent = outputOf(0, port, "send", "--type", "errored", "--job", "9");
                assertThat(sent).matches("wev_\\w+  1 delivery\\R");
                receiver.awaitRequests("/hook", 1, Await.SOON);
                Await.until("tail shows it", () -> read(lines).contains(sent.split(" ")[0]));
                assertThat(read(lines)).contains("  hook  job.run.errored  job 9  ", "delivered 200");
            } finally {
                tail.destroyForcibly();
            }
        }
    }

    @Test
    void routes_are_checked_where_there_are_none_and_where_some_are_broken() throws Exception {
        assertThat(outputOf(0, 0, "routes", "check")).contains("no problem");
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("user.camel.yaml"), """
                - route:
                    id: user
                    from:
                      uri: timer:user
                      steps:
                        - process:
                            ref: nobody
                """);
        assertThat(outputOf(1, 0, "routes", "check"))
                .startsWith("routes/user.camel.yaml:7: ")
                .contains("nobody", "1 problem")
                .doesNotContain("Exception", "\tat ");
        assertThat(outputOf(2, 0, "routes")).contains("routes check [DIR]");
    }

    @Test
    void help_names_every_command() throws Exception {
        assertThat(outputOf(0, 0, "help"))
                .contains("serve", "demo", "token", "send", "tail", "routes", "render", "version");
        assertThat(outputOf(2, 0, "sned")).contains("There is no command 'sned'", "send");
    }
}
