package dev.waystation.camel.routes;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Of each route file the version that works, by the file's name. Not safe for use by several threads. */
final class LoadedFiles {

    private final Map<String, RouteFile> files = new TreeMap<>();

    /** Takes a version over in place of an earlier one. */
    void put(String name, RouteFile file) {
        files.put(name, file);
    }

    /** The version that works; one without routes if there is none. */
    RouteFile get(String name) {
        return files.getOrDefault(name, RouteFile.NONE);
    }

    /** Forgets a file; returns the version that worked, or null. */
    RouteFile remove(String name) {
        return files.remove(name);
    }

    /** Goes through the files in the order of their names. */
    void forEach(BiConsumer<String, RouteFile> action) {
        files.forEach(action);
    }

    /** The files by name; not a copy. */
    Map<String, RouteFile> all() {
        return files;
    }

    /**
     * Looks whether a file may give its routes their ids, and their subscriptions their names.
     *
     * @throws IllegalArgumentException with the other file that has one of them
     */
    void checkIsFree(String name, RouteFile file) {
        files.forEach((other, its) -> {
            if (!other.equals(name)) {
                check(file.routes(), its.routes(), "the route id", other, "ids must differ");
                check(
                        file.subscriptions(),
                        its.subscriptions(),
                        "the subscription name",
                        other,
                        "of two routes with one name, one would get nothing");
            }
        });
    }

    private static void check(
            Map<String, Integer> mine, Map<String, Integer> its, String what, String other, String why) {
        mine.forEach((name, line) -> {
            if (its.containsKey(name)) {
                throw new PlacedException(line, what + " '" + name + "' is used in " + other + " too; " + why);
            }
        });
    }
}
