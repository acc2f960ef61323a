package dev.waystation.camel.routes;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** The files that do not work as they are now, each with what is wrong. Safe for use by several threads. */
final class RouteFileProblems {

    private final ConcurrentSkipListMap<String, RouteFileProblem> problems = new ConcurrentSkipListMap<>();

    /** Takes a problem in, in place of an earlier one of the file. */
    void put(RouteFileProblem problem) {
        problems.put(problem.file(), problem);
    }

    /** The file works, or is gone. */
    void remove(String file) {
        problems.remove(file);
    }

    /** Whether the file does not work. */
    boolean has(String file) {
        return problems.containsKey(file);
    }

    /** All, in the order of the files' names; a copy. */
    Collection<RouteFileProblem> all() {
        return List.copyOf(problems.values());
    }
}
