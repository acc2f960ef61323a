package dev.waystation.camel.routes;

import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one file that was saved over into a running context, or one that was deleted out of it. Not safe for use by
 * several threads.
 */
final class RouteFileReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFileReload.class);

    private final RouteParser parser;
    private final StepCheck steps;
    private final RouteRemoval removal;
    private final RouteStates states;
    private final RouteSubscriptions subscriptions;
    private final RecipeFiles recipes;
    private final LoadedFiles loaded;
    private final RouteFileProblems problems;

    RouteFileReload(
            RouteParser parser,
            StepCheck steps,
            RouteRemoval removal,
            RouteStates states,
            RouteSubscriptions subscriptions,
            RecipeFiles recipes,
            LoadedFiles loaded,
            RouteFileProblems problems) {
        this.parser = parser;
        this.steps = steps;
        this.removal = removal;
        this.states = states;
        this.subscriptions = subscriptions;
        this.recipes = recipes;
        this.loaded = loaded;
        this.problems = problems;
    }

    /** Replaces the routes of a file; if the new ones cannot be, the problem is noted and those before keep running. */
    void reload(String file, String text) {
        RouteFile before = loaded.get(file);
        RouteFile now = new RouteFile(text, Map.of(), Map.of());
        Map<String, Boolean> running = states.running(before.ids());
        Set<String> subscribed = subscriptions.of(before.ids());
        try {
            now = checked(file, text);
            // First, because a route under a new id may want the endpoint that the one under the old id still has.
            removal.remove(before.idsWithout(now));
            parser.update(file, text);
            loaded.put(file, now);
            problems.remove(file);
            LOG.info("{} was loaded: routes {}", file, now.ids());
            subscribed.removeAll(subscriptions.of(now.ids()));
            RouteSubscriptions.tellOfWaiting(subscribed);
        } catch (Exception e) {
            RouteFileProblem problem = RouteFileProblem.of(file, FailureLines.lineOf(e, now), e);
            problems.put(problem);
            LOG.error("{} (the routes that the file gave before keep running)", problem);
            removal.remove(now.idsWithout(before));
            states.restore(file, before, running);
        }
        sweep();
    }

    private RouteFile checked(String file, String text) throws Exception {
        var routes = parser.definitions(parser.parse(file, text));
        RouteFile version = RouteFile.of(text, routes);
        steps.check(routes, file, text);
        // Here, so that a route of another file is never taken for one that this file has brought.
        loaded.checkIsFree(file, version);
        return version;
    }

    /** Removes the routes of a file that is gone, and what is wrong with it. */
    void remove(String file) {
        problems.remove(file);
        RouteFile before = loaded.remove(file);
        if (before != null) {
            Set<String> subscribed = subscriptions.of(before.ids());
            removal.remove(before.ids());
            sweep();
            LOG.info("{} is gone: its routes {} were removed", file, before.ids());
            RouteSubscriptions.tellOfWaiting(subscribed);
        }
    }

    private void sweep() {
        try {
            recipes.sweep();
        } catch (Exception e) {
            LOG.error("Routes of Kamelets that are not called any more cannot be removed", e);
        }
    }
}
