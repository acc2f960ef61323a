package dev.waystation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone when the demo is, also when it is interrupted. */
final class DemoDirectory implements AutoCloseable {

    private final Path path;
    private final Thread whenInterrupted = new Thread(this::delete, "demo-directory");

    DemoDirectory() throws IOException {
        path = Files.createTempDirectory("waystation-demo-");
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
    }

    Path path() {
        return path;
    }

    /** Deletes what can be deleted; a second call finds nothing left. */
    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("The directory " + path + " could not be deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        delete();
    }
}
