package dev.waystation.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Manifest;

/** The version in the jar's manifest. */
final class Version {

    private Version() {}

    /** For example {@code 0.1.0}; {@code development} when the classes do not come from the jar. */
    static String current() throws IOException {
        for (URL url : Collections.list(Version.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                String version = new Manifest(in).getMainAttributes().getValue("Waystation-Version");
                if (version != null) {
                    return version;
                }
            }
        }
        return "development";
    }
}
