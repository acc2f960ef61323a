package dev.waystation.camel.routes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;

/** Finds the place in a route file that a failure of Camel's is about. Lines are counted from 1. */
final class FailureLines {

    /** The URI in Camel's {@code >>> to[uri] <<<}; its parameters can be anywhere in the file and are left out. */
    private static final Pattern FAILED_STEP = Pattern.compile(">>> \\w+\\[([^?\\]]+)");

    /** What Camel has looked for in vain, and the URI that it could not use, which it writes with {@code ://}. */
    private static final Pattern NOT_FOUND =
            Pattern.compile("(?:could be found for|Failed to resolve endpoint): ([\\w.+-]+)(?::/+([^?\\s,]*))?");

    private FailureLines() {}

    /** The id of the route that could not be made or started, or null. */
    static String routeIn(Throwable failure) {
        return failure instanceof FailedToCreateRouteException created
                ? created.getRouteId()
                : failure instanceof FailedToStartRouteException started ? started.getRouteId() : null;
    }

    /** The line of the step that Camel says it cannot make, or else of its route; 0 when neither is known. */
    static int lineOf(Throwable failure, RouteFile file) {
        if (!(failure instanceof FailedToCreateRouteException created)) {
            return 0;
        }
        int line = file.routes().getOrDefault(created.getRouteId(), 0);
        Matcher step = FAILED_STEP.matcher(String.valueOf(failure.getMessage()));
        if (step.find() && lineWith(step.group(1), file.text(), line) != line) {
            return lineWith(step.group(1), file.text(), line);
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            Matcher sought = NOT_FOUND.matcher(String.valueOf(t.getMessage()));
            if (sought.find()) {
                String rest = sought.group(2) == null ? "" : ":" + sought.group(2);
                return lineWith(sought.group(1) + rest, file.text(), line);
            }
        }
        return line;
    }

    /** The first line from {@code line} on that holds a URI without its parameters; {@code line} if there is none. */
    static int lineWith(String uri, String text, int line) {
        // Camel writes ref:name where the file says 'ref: name'.
        String base = uri.replaceFirst("\\?.*", "").replace(" ", "");
        String[] lines = text.split("\n");
        for (int i = Math.max(0, line - 1); i < lines.length; i++) {
            if (lines[i].replace(" ", "").contains(base)) {
                return i + 1;
            }
        }
        return line;
    }
}
