package dev.waystation.camel.routes;

import java.util.Map;
import java.util.Set;
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
     * Looks whether a file may give its routes these ids.
     *
     * @throws IllegalArgumentException with the other file that has one of them
     */
    void checkIdsAreFree(String name, Set<String> ids) {
        for (String id : ids) {
            for (Map.Entry<String, RouteFile> other : files.entrySet()) {
                if (!other.getKey().equals(name) && other.getValue().ids().contains(id)) {
                    throw new IllegalArgumentException(
                            "the route id '" + id + "' is used in " + other.getKey() + " too; ids must differ");
                }
            }
        }
    }
}
