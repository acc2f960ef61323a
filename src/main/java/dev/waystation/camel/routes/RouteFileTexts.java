package dev.waystation.camel.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the route files of a directory, or those inside the jar if there is no directory. */
final class RouteFileTexts {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFileTexts.class);

    /** What the names of route files end with. */
    static final String SUFFIX = ".camel.yaml";

    private final CamelContext context;
    private final Path directory;

    RouteFileTexts(CamelContext context, Path directory) {
        this.context = context;
        this.directory = directory;
    }

    /** Whether there are files that somebody can edit. */
    boolean canChange() {
        return Files.isDirectory(directory);
    }

    /**
     * The texts of the files as they are now, by name; a name has its directory.
     *
     * @throws IllegalStateException if one of them cannot be read, with a message for people
     */
    Map<String, String> read() {
        try {
            return canChange() ? readDirectory() : JarRouteFiles.read(context);
        } catch (Exception e) {
            throw new IllegalStateException("The route files cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, String> readDirectory() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Set<Path> files = new HashSet<>();
        try (Stream<Path> list = Files.list(directory)) {
            list.filter(p -> p.getFileName().toString().endsWith(SUFFIX) && Files.isRegularFile(p))
                    .forEach(files::add);
        }
        for (Path file : files) {
            try {
                texts.put(file.toString(), Files.readString(file));
            } catch (java.nio.file.NoSuchFileException e) {
                // Deleted between the look into the directory and the look into the file.
                LOG.debug("{} was just deleted", file);
            } catch (java.nio.charset.MalformedInputException e) {
                throw new UncheckedIOException(file + " is not UTF-8", e);
            }
        }
        return texts;
    }
}
