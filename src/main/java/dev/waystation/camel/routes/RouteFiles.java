package dev.waystation.camel.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;

/**
 * The route files of a directory: loaded at the start, and each again when it was saved. A file that does not work is
 * named with its line; at the start it stops the start, later the routes that it gave before keep running. The routes of
 * a deleted file are removed, and so are those that a saved file no longer has.
 *
 * <p>Not safe for use by several threads, but for {@link #problems()}.
 */
public final class RouteFiles {

    private final CamelContext context;
    private final RouteFileTexts texts;
    private final RouteParser parser;
    private final StepCheck steps;
    private final RouteRemoval removal;
    private final RecipeFiles recipes;
    private final LoadedFiles loaded = new LoadedFiles();
    private final RouteFileProblems problems = new RouteFileProblems();
    private final RouteFileReload reload;
    private final RecipeReload recipeReload;
    private final Map<String, String> seen = new TreeMap<>();
    private Map<String, String> lastLook = Map.of();

    /** @param directory where the files lie; where there is none, the routes inside the jar are used and none reloads */
    public RouteFiles(CamelContext context, Path directory) {
        this.context = context;
        this.texts = new RouteFileTexts(context, directory);
        this.parser = new RouteParser(context);
        KameletCheck kamelets = new KameletCheck(context, directory);
        this.steps = new StepCheck(context, kamelets);
        this.removal = new RouteRemoval(context);
        this.recipes = new RecipeFiles(context, directory, kamelets);
        this.reload = new RouteFileReload(
                parser,
                steps,
                removal,
                new RouteStates(context, parser),
                new RouteSubscriptions(context),
                recipes,
                loaded,
                problems);
        this.recipeReload = new RecipeReload(recipes, parser, removal, reload, loaded, problems);
        context.getRegistry().bind("subscriberRoutes", new SubscriberRoutes());
    }

    /**
     * Adds all routes to a context that has not started yet.
     *
     * @throws RouteFilesException if a file is broken; names each of them
     */
    public void load() throws Exception {
        Map<String, String> files = texts.read();
        lastLook = files;
        // Before Camel reads them, so that a change meanwhile is seen as one.
        recipes.changes().forEach(recipes::works);
        new StartLoad(context, parser, steps, loaded).load(files);
        seen.putAll(files);
    }

    /**
     * Makes every route without starting one, and tells what is wrong: the first mistake of each route. For a context that
     * is used for nothing else, which starts no routes by itself.
     */
    public List<RouteFileProblem> check() {
        return new RouteFilesCheck((ModelCamelContext) context, parser, removal).check(texts.read());
    }

    /** The files as they are now, by name; a name has its directory. */
    public Map<String, String> texts() {
        return texts.read();
    }

    /** What is wrong with the files, if the context's start failed because of a route; else the failure itself. */
    public Exception explain(Exception failure) {
        return new StartExplanation(loaded).explain(failure);
    }

    /** The files that do not work as they are now. Any thread may ask. */
    public Collection<RouteFileProblem> problems() {
        return problems.all();
    }

    /**
     * Looks for files that were saved, added or deleted since the last look, and takes them over when they look the same
     * twice: many editors empty a file before they write it, or have it gone for a moment.
     */
    public void reload() {
        if (!texts.canChange()) {
            return;
        }
        Map<String, String> files = texts.read();
        Map<String, String> before = lastLook;
        lastLook = files;
        for (String file : new ArrayList<>(seen.keySet())) {
            if (!files.containsKey(file) && !before.containsKey(file)) {
                seen.remove(file);
                reload.remove(file);
            }
        }
        files.forEach((file, text) -> {
            if (text.equals(before.get(file)) && !text.equals(seen.put(file, text))) {
                reload.reload(file, text);
            }
        });
        try {
            recipes.changes().forEach(change -> recipeReload.takeOver(change, seen));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
