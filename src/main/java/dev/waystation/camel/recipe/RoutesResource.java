package dev.waystation.camel.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceResolverSupport;

/**
 * Resources {@code routes:path}: a file under the directory of {@code waystation.routes}, wherever the process was
 * started, or else the one of that name inside the jar. So a recipe works before its files were copied out of the jar.
 */
public final class RoutesResource extends ResourceResolverSupport {

    /** The scheme, without its colon. */
    public static final String SCHEME = "routes";

    public RoutesResource() {
        super(SCHEME);
    }

    @Override
    protected Resource createResource(String location, String remaining) {
        String path = remaining.replaceFirst("^/+", "");
        Path directory = Path.of(getCamelContext().resolvePropertyPlaceholders("{{waystation.routes}}"));
        Path file = directory.resolve(path);
        return PluginHelper.getResourceLoader(getCamelContext())
                .resolveResource(Files.isRegularFile(file) ? "file:" + file : "classpath:routes/" + path);
    }
}
