package dev.waystation.camel.routes;

import java.util.List;
import java.util.stream.Collectors;

/** Route files that keep Waystation from starting. The message names each with its line. */
public final class RouteFilesException extends Exception {

    private static final long serialVersionUID = 1L;

    public RouteFilesException(List<RouteFileProblem> problems, Throwable cause) {
        super(problems.stream().map(RouteFileProblem::toString).collect(Collectors.joining("\n")), cause);
    }
}
