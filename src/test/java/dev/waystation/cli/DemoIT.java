package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged jar as a user does who has nothing but the jar. */
class DemoIT {

    private static final Path JAR = Path.of("target", "waystation.jar").toAbsolutePath();

    @TempDir
    private Path here;

    private Path workingDirectory;
    private Path temporaryFiles;
    private Path output;

    @BeforeEach
    void makeDirectories() throws Exception {
        workingDirectory = Files.createDirectory(here.resolve("empty"));
        temporaryFiles = Files.createDirectory(here.resolve("temporary"));
        output = here.resolve("output.txt");
    }

    @Test
    void the_demo_shows_in_plain_text_that_everything_arrives_and_leaves_nothing_behind() throws Exception {
        assertThat(exitCode(Map.of())).as(printed()).isZero();
        assertThat(printed())
                .contains("10 published")
                .contains("15 expected, 15 arrived")
                .containsPattern("duplicates +0\n")
                .containsPattern("attempts +27, of which 12 redeliveries")
                .contains("27 of 27 valid")
                .contains("Everything arrived as expected");
        // At most 120 columns, no log lines.
        assertThat(printed().lines())
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(120).matches("[ -~]*"))
                .noneMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*"));
        assertThat(workingDirectory).isEmptyDirectory();
        assertThat(temporaryFiles).isEmptyDirectory();
    }

    @Test
    void the_demo_uses_nothing_that_a_user_has_set_up() throws Exception {
        Path precious = here.resolve("precious");
        Files.writeString(workingDirectory.resolve("application.properties"), "waystation.data-dir=precious\n");
        Path routes = Files.createDirectory(workingDirectory.resolve("routes"));
        Files.writeString(routes.resolve("deliver.camel.yaml"), "- not: a route\n");
        try (ServerSocket taken = new ServerSocket(0)) {
            int exitCode = exitCode(Map.of(
                    "WAYSTATION_PORT",
                    Integer.toString(taken.getLocalPort()),
                    "WAYSTATION_DATA_DIR",
                    precious.toString(),
                    "WAYSTATION_STORE_URL",
                    "jdbc:h2:file:" + precious.resolve("store"),
                    "WAYSTATION_API_TOKEN",
                    "somebody's own",
                    "WAYSTATION_DELIVERY_DELAY_PATTERN",
                    "1:3600000"));
            assertThat(exitCode).as(printed()).isZero();
        }
        assertThat(precious).doesNotExist();
        assertThat(workingDirectory.resolve("precious")).doesNotExist();
    }

    private int exitCode(Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + temporaryFiles);
        command.addAll(List.of("-jar", JAR.toString(), "demo"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(here.resolve("errors.txt").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        // The demo ends itself after a minute.
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private String printed() throws Exception {
        return Files.exists(output) ? Files.readString(output) : "";
    }
}
