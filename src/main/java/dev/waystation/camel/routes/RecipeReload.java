package dev.waystation.camel.routes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the routes that use a Kamelet or a template anew when it was saved, if it can work. Not safe for use by several
 * threads.
 */
final class RecipeReload {

    private static final Logger LOG = LoggerFactory.getLogger(RecipeReload.class);

    private final RecipeFiles recipes;
    private final RouteParser parser;
    private final RouteRemoval removal;
    private final RouteFileReload routeFiles;
    private final LoadedFiles loaded;
    private final RouteFileProblems problems;

    RecipeReload(
            RecipeFiles recipes,
            RouteParser parser,
            RouteRemoval removal,
            RouteFileReload routeFiles,
            LoadedFiles loaded,
            RouteFileProblems problems) {
        this.recipes = recipes;
        this.parser = parser;
        this.removal = removal;
        this.routeFiles = routeFiles;
        this.loaded = loaded;
        this.problems = problems;
    }

    /**
     * Takes a change over; a problem is noted, and what there was before goes on.
     *
     * @param files the texts of the route files as they were seen last, by name
     */
    void takeOver(RecipeFiles.Change change, Map<String, String> files) {
        String file = change.file().toString();
        try {
            recipes.check(change);
            problems.remove(file);
        } catch (Exception e) {
            LOG.error("{} (what it was before keeps running)", noted(file, e));
            return;
        }
        Set<String> names = recipes.affected(change);
        Map<String, RouteFile> users = users(names, change);
        try {
            remake(users, names, null);
            recipes.works(change);
            LOG.info("{} was loaded: it is used in {}", file, users.keySet());
        } catch (Exception e) {
            LOG.error("{} (it is what it was before again)", noted(file, e));
            bringBack(users, names, change);
        }
        retry(names, change, files);
    }

    private RouteFileProblem noted(String file, Exception failure) {
        RouteFileProblem problem = RouteFileProblem.of(file, 0, failure);
        problems.put(problem);
        return problem;
    }

    private Map<String, RouteFile> users(Set<String> names, RecipeFiles.Change change) {
        Map<String, RouteFile> users = new TreeMap<>();
        loaded.forEach((user, version) -> {
            if (RecipeFiles.uses(version.text(), names, change)) {
                users.put(user, version);
            }
        });
        return users;
    }

    private void remake(Map<String, RouteFile> users, Set<String> names, RecipeFiles.Change before) throws Exception {
        users.values().forEach(user -> removal.remove(user.ids()));
        recipes.forget(names);
        if (before != null) {
            recipes.bringBack(before);
        }
        for (Map.Entry<String, RouteFile> user : users.entrySet()) {
            parser.update(user.getKey(), user.getValue().text());
        }
    }

    private void bringBack(Map<String, RouteFile> users, Set<String> names, RecipeFiles.Change change) {
        try {
            remake(users, names, change);
        } catch (Exception e) {
            LOG.error("What {} was before cannot be started again", change.file(), e);
        }
    }

    /** A route file can have been broken only because of the Kamelet or the template. */
    private void retry(Set<String> names, RecipeFiles.Change change, Map<String, String> files) {
        files.forEach((file, text) -> {
            if (problems.has(file) && (text.contains("kamelet:") || RecipeFiles.uses(text, names, change))) {
                routeFiles.reload(file, text);
            }
        });
    }
}
