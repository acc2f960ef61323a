package dev.waystation.camel.routes;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Reads the route files on the class path. Camel's own search unpacks the whole jar to find them, which takes a good part
 * of the start; the jar's table of contents is enough.
 */
final class JarRouteFiles {

    private static final String ROOT = "routes/";

    private JarRouteFiles() {}

    /** The texts of the files by name; a name has its jar or its directory. */
    static Map<String, String> read(CamelContext context) throws IOException, URISyntaxException {
        return read(Collections.list(context.getClassResolver().loadAllResourcesAsURL(ROOT)));
    }

    /** The texts of the files right in these directories, each of which is called {@code routes/}. */
    static Map<String, String> read(List<URL> roots) throws IOException, URISyntaxException {
        Map<String, String> texts = new TreeMap<>();
        for (URL root : roots) {
            if (root.openConnection() instanceof JarURLConnection connection) {
                // Not closed: it is the one that all URLs into this jar share.
                readJar(connection.getJarFile(), connection.getJarFileURL(), texts);
            } else if (root.getProtocol().equals("file")) {
                readDirectory(Path.of(root.toURI()), texts);
            }
        }
        return texts;
    }

    private static void readJar(JarFile jar, URL url, Map<String, String> texts) throws IOException {
        List<JarEntry> entries = jar.stream()
                .filter(entry -> entry.getName().startsWith(ROOT)
                        && entry.getName().endsWith(RouteFileTexts.SUFFIX)
                        && entry.getName().indexOf('/', ROOT.length()) < 0)
                .toList();
        for (JarEntry entry : entries) {
            try (InputStream in = jar.getInputStream(entry)) {
                texts.put(url + "!/" + entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private static void readDirectory(Path directory, Map<String, String> texts) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(file -> file.toString().endsWith(RouteFileTexts.SUFFIX) && Files.isRegularFile(file))
                    .toList();
        }
        for (Path file : files) {
            texts.put("file:" + file, Files.readString(file));
        }
    }
}
