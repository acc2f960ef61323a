package dev.waystation.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged jar in a process of its own, on the JDK that runs the tests. Its working directory holds its data, its
 * output, and the routes if the test puts some there.
 */
public final class GatewayProcess implements AutoCloseable {

    private final Process process;
    private final Path output;
    private final GatewayClient client;

    private GatewayProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.client = new GatewayClient(port, TestGateway.TOKEN);
    }

    /** Prepares a process that works in this directory. */
    public static Setup in(Path directory) {
        return new Setup(directory);
    }

    /** What the process starts with. */
    public static final class Setup {
        private final Path directory;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> options =
                // Starts sooner on a busy machine; nothing here runs for long.
                new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));

        private Setup(Path directory) {
            this.directory = directory;
        }

        /** With a setting, given as an environment variable. */
        public Setup with(String name, Object value) {
            environment.put(dev.waystation.Settings.environmentName(name), value.toString());
            return this;
        }

        /** With an option of the JVM, for instance {@code -Dname=value}. */
        public Setup option(String option) {
            options.add(option);
            return this;
        }

        /** Starts it without waiting for anything. */
        public GatewayProcess launch() {
            try {
                int port = freePort();
                Path jar = Path.of("target", "waystation.jar").toAbsolutePath();
                if (!Files.isRegularFile(jar)) {
                    throw new AssertionError("there is no " + jar + ": run 'mvn package' first");
                }
                List<String> command = new ArrayList<>();
                command.add(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(options);
                command.addAll(List.of("-jar", jar.toString()));
                Path output = Files.createTempFile(directory, "output", ".log");
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("WAYSTATION_"));
                builder.environment().put("WAYSTATION_PORT", Integer.toString(port));
                builder.environment().put("WAYSTATION_API_TOKEN", TestGateway.TOKEN);
                builder.environment().putAll(environment);
                return new GatewayProcess(builder.start(), output, port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Starts it; returns when it is healthy. */
        public GatewayProcess start() {
            GatewayProcess started = launch();
            try {
                Await.until("the process is healthy", Duration.ofSeconds(60), started::isHealthyOrDead);
                if (!started.process.isAlive()) {
                    throw new AssertionError("the process ended");
                }
                return started;
            } catch (AssertionError e) {
                started.kill();
                throw new AssertionError(e.getMessage() + "; its output:\n" + started.output(), e);
            }
        }
    }

    private boolean isHealthyOrDead() {
        if (!process.isAlive()) {
            return true;
        }
        try {
            return client.send(client.anonymous("/health").GET()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Speaks to it over HTTP. */
    public GatewayClient client() {
        return client;
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as {@code kill -9} does: it is told nothing and writes nothing more. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    /** Asks it to end, as {@code kill} and service managers do, without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end and gives the exit code. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the process has not ended within " + atMost + "; its output:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it if it runs still. */
    @Override
    public void close() {
        kill();
    }
}
