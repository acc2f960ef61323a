package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code token create|list|revoke} against a running gateway. */
class TokenCommandTest {

    @TempDir
    Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Settings settings;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        settings = Settings.load(
                Path.of(""),
                Map.of("waystation.port", "0", "waystation.data-dir", data.toString(), "waystation.api-token", ""));
        server = new Server(settings, Clock.systemUTC(), (finished, subscription) -> {});
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://localhost:" + server.port() + "/"));
        return new TokenCommand(settings, print(out), print(err)).run(all);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void aTokenIsMadeWithTheTokenOfTheDataDirectoryListedAndRevoked() {
        assertThat(run("create", "--name", "ci", "--role", "publisher", "--accounts", "1"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("wst_[0-9A-Za-z_-]{43}\\R");
        assertThat(run("list")).isZero();
        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line).contains("ci", "publisher", "[1]").doesNotContain("wst_");
        assertThat(run("revoke", line.split(" ")[0])).isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run("revoke", "wtk_unknown")).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        assertThat(run("create", "--name", "ci", "--role", "root")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'role'", "publisher")
                .doesNotContain("Exception");
        assertThat(run("create", "ci")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'ci'");
        assertThat(run()).isEqualTo(2);
        int port = server.port();
        server.close();
        int exit = new TokenCommand(settings, print(out), print(err))
                .run(List.of("list", "--url", "http://localhost:" + port));
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("No gateway answers");
    }
}
