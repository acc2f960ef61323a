package dev.waystation.camel.routes;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells in {@code /health} which route files do not work as they were saved. */
public final class RouteFilesHealth extends AbstractHealthCheck {

    private final RouteFiles files;

    public RouteFilesHealth(RouteFiles files) {
        super("waystation", "route-files");
        this.files = files;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (files.problems().isEmpty()) {
            builder.up();
        } else {
            builder.message(files.problems().stream()
                            .map(RouteFileProblem::toString)
                            .collect(Collectors.joining("; ")))
                    .down();
        }
    }
}
