package dev.waystation.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link PlainCamel} in a process of its own, on the class path of the gateway's jar. */
final class Baseline implements Target {

    private final ServerProcess process;
    private final int port;

    Baseline(Options options, String sink) throws IOException, InterruptedException {
        process = new ServerProcess("The plain Camel baseline");
        port = ServerProcess.freePort();
        try {
            process.launch(
                    List.of(
                            "-Xmx" + options.heap(),
                            "-cp",
                            options.jar() + File.pathSeparator + benchClasses(),
                            PlainCamel.class.getName(),
                            Integer.toString(port),
                            Integer.toString(Options.SERVER_THREADS),
                            sink),
                    Map.of());
            // A GET where only POST is allowed: the route is there.
            process.awaitStatus("http://127.0.0.1:" + port + PlainCamel.PATH, 405);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static Path benchClasses() throws IOException {
        try {
            return Path.of(PlainCamel.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("The benchmark's own classes are not in a directory or jar", e);
        }
    }

    @Override
    public Publisher publisher(String jobId, int connections) throws IOException {
        return new Publisher(port, PlainCamel.PATH, null, jobId, connections);
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
