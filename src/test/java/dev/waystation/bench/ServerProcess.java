package dev.waystation.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server of the benchmark's in a process of its own, or in several that the first one starts, with an empty directory. Ends
 * with the benchmark, however that ends.
 */
class ServerProcess implements AutoCloseable {

    /** The clients of a benchmark must not be measured; this one is for the few calls around it. */
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String name;
    private final Path directory;
    private final Thread hook = new Thread(this::killAndDelete);
    private Process process;

    ServerProcess(String name) throws IOException {
        this.name = name;
        this.directory = Files.createTempDirectory("waystation-bench-");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The process's own directory. */
    final Path directory() {
        return directory;
    }

    /** Starts Java with these arguments and returns at once. */
    final void launch(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(arguments);
        launchCommand(command, environment);
    }

    /** Starts a command and returns at once. */
    final void launchCommand(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
        process = builder.start();
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Waits until a GET of this address has this status. */
    final void awaitStatus(String url, int status) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .build();
        while (true) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended by itself:\n" + lastLinesOfLog());
            }
            try {
                if (CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == status) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            if (System.nanoTime() > end) {
                throw new IOException(name + " was not ready within 5 minutes:\n" + lastLinesOfLog());
            }
            Thread.sleep(20);
        }
    }

    private String lastLinesOfLog() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("log"), StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** Lines of the log that tell of errors, at most ten. */
    final List<String> errors() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("log"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains(" ERROR ") || line.contains("OutOfMemoryError"))
                    .limit(10)
                    .toList();
        }
    }

    /** Processor time that the process and those that it started have used so far; without those that have ended. */
    final Duration cpu() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Runs a command of {@code jcmd} on the process and returns what it says. */
    final String jcmd(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(java("jcmd"), Long.toString(process.pid()));
        builder.command().addAll(List.of(command));
        Process tool = builder.redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        tool.waitFor();
        return said;
    }

    /** Ends the process as {@code kill} does, or as {@code kill -9} after the given time. */
    final void stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /** {@code kill -9}. */
    final void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** The size of all files under a directory, in bytes. */
    static long size(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.summingLong(file -> file.toFile().length()));
        }
    }

    @Override
    public void close() {
        killAndDelete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The benchmark is being ended, and the hook has run.
        }
    }

    private synchronized void killAndDelete() {
        if (!Files.exists(directory)) {
            return;
        }
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println(directory + " could not be deleted: " + e.getMessage());
        }
    }
}
