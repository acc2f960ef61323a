package dev.waystation.camel.routes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;

/**
 * What is wrong with a route file, for people.
 *
 * @param file the file's name with its directory
 * @param line where, counted from 1; 0 when it is not known
 * @param reason what is wrong, in a sentence
 */
public record RouteFileProblem(String file, int line, String reason) {

    private static final Pattern LINE = Pattern.compile("line[: ]+(\\d+)");

    /** A Kamelet that cannot be read is the fault of its own file, not of the one that calls it. */
    private static final Pattern KAMELET = Pattern.compile("file:(\\S*/[^\\s/]+\\.kamelet\\.yaml), line (\\d+)");

    /** The problem that an exception of Camel's loader or of a route's start tells about; {@code line} is a fallback. */
    static RouteFileProblem of(String file, int line, Throwable failure) {
        Throwable root = failure;
        int found = 0;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PlacedException placed) {
                return new RouteFileProblem(file, placed.line(), placed.getMessage());
            }
            root = t;
            Matcher other = KAMELET.matcher(String.valueOf(t.getMessage()));
            if (other.find() && !file.endsWith(other.group(1))) {
                return new RouteFileProblem(other.group(1), Integer.parseInt(other.group(2)), reason(failure, t));
            }
            // In a chain of causes and in a parser's context the last place named is the narrowest.
            Matcher matcher = LINE.matcher(String.valueOf(t.getMessage()));
            while (matcher.find()) {
                found = Integer.parseInt(matcher.group(1));
            }
        }
        return new RouteFileProblem(file, found > 0 ? found : line, reason(failure, root));
    }

    private static String reason(Throwable failure, Throwable root) {
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String text = message.strip().replaceAll("\\s*\\n\\s*", " ");
        if (text.startsWith("Non scalar key")) {
            return "a value that begins with {{ needs quotes in YAML: \"{{…}}\"";
        }
        if (failure instanceof FailedToCreateRouteException created) {
            return "route '" + created.getRouteId() + "' cannot be made: " + text;
        }
        if (failure instanceof FailedToStartRouteException started) {
            return "route '" + started.getRouteId() + "' cannot start: " + text;
        }
        return text;
    }

    /** {@code file:line: reason}, as compilers say it. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
