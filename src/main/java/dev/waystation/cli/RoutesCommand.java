package dev.waystation.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.waystation.Settings;
import dev.waystation.camel.routes.RouteFileProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/**
 * {@code routes check}: says what is wrong with route files before a gateway is started with them. It makes every route in
 * this process, with an empty store in memory; none is started, nothing listens, nothing is sent.
 */
final class RoutesCommand {

    private static final String USAGE = """
            java -jar waystation.jar routes check [DIR]

            Checks all route files of a directory, waystation.routes unless another is given, with the settings that a gateway
            started here would have. Nothing is started. Prints a line for each problem, file:line: what. The exit code is 0
            when there is none, else 1.
            """;

    private final Map<String, String> overrides;
    private final PrintStream out;
    private final PrintStream err;

    /** @param overrides settings that win over all others; for tests */
    RoutesCommand(Map<String, String> overrides, PrintStream out, PrintStream err) {
        this.overrides = overrides;
        this.out = out;
        this.err = err;
    }

    /** Runs it; the exit code: 0 when all is well, 1 when there are problems, 2 when the call was wrong. */
    int run(List<String> arguments) {
        Arguments rest = new Arguments(arguments);
        if (rest.asksForHelp()) {
            out.print(USAGE);
            return 0;
        }
        if (!rest.next().equals("check")) {
            err.print(USAGE);
            return 2;
        }
        try {
            String given = rest.next();
            rest.nothingLeft();
            return check(given);
        } catch (CommandException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private int check(String given) throws CommandException {
        Settings settings = settings(given);
        Path directory = Path.of(settings.text("waystation.routes"));
        if (!given.isEmpty() && !Files.isDirectory(directory)) {
            throw new CommandException("There is no directory " + directory + ".");
        }
        quietLog();
        // Routes are not started, so nothing but what is made here can go wrong with them.
        try (Server server = Server.withoutRoutes(settings, Clock.systemUTC())) {
            server.start();
            Map<String, String> files = server.routeFiles().texts();
            Set<RouteFileProblem> problems = problems(server, directory, files);
            problems.stream()
                    .sorted(Comparator.comparing(RouteFileProblem::file).thenComparing(RouteFileProblem::line))
                    .forEach(out::println);
            int count = problems.size();
            err.println(files.size() + " route files, "
                    + (count == 0 ? "no problem" : count == 1 ? "1 problem" : count + " problems"));
            return count == 0 ? 0 : 1;
        } catch (Exception e) {
            err.println("The routes cannot be checked. " + StartFailure.explain(e));
            return 1;
        }
    }

    private static Set<RouteFileProblem> problems(Server server, Path directory, Map<String, String> files)
            throws IOException {
        RouteFileScan scan = new RouteFileScan(server.camelContext(), directory);
        files.forEach(scan::routes);
        scan.kamelets();
        scan.templates();
        Set<RouteFileProblem> problems = new LinkedHashSet<>(scan.problems());
        for (RouteFileProblem made : server.routeFiles().check()) {
            if (!isConsequence(made, scan.problems(), files)) {
                problems.add(new RouteFileProblem(made.file(), made.line(), made.reason() + remedy(made.reason())));
            }
        }
        return problems;
    }

    /** What to do, where Camel does not say so itself. */
    private static String remedy(String reason) {
        if (reason.contains("No endpoint could be found") || reason.contains("there is no component")) {
            return "; check the name, or put the component's jar on the class path as docs/sources.md shows";
        }
        if (reason.contains("No bean could be found")) {
            return "; check the name, or declare the bean under '- beans:' in a route file";
        }
        if (reason.contains("No language could be found")) {
            return "; check the name, or put the language's jar on the class path";
        }
        return "";
    }

    /** What the scan found in a route keeps Camel from making it, and is told with its own line already. */
    private static boolean isConsequence(
            RouteFileProblem made, Set<RouteFileProblem> scanned, Map<String, String> files) {
        List<Integer> starts = starts(files.getOrDefault(made.file(), ""));
        return scanned.stream()
                        .filter(problem -> problem.file().equals(made.file()))
                        .anyMatch(problem ->
                                made.line() == 0 || item(starts, problem.line()) == item(starts, made.line()))
                || scanned.stream()
                        .map(problem -> problem.reason().replaceFirst("^" + RouteFileScan.JINJA + "\\d+: ", ""))
                        .anyMatch(made.reason()::contains);
    }

    private static List<Integer> starts(String text) {
        List<Integer> starts = new ArrayList<>();
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("- ")) {
                starts.add(i + 1);
            }
        }
        return starts;
    }

    private static long item(List<Integer> starts, int line) {
        return starts.stream().filter(start -> start <= line).count();
    }

    private Settings settings(String routes) {
        Map<String, String> all = new HashMap<>(overrides);
        if (!routes.isEmpty()) {
            all.put("waystation.routes", routes);
        }
        // Not the store, the token or the port of the gateway that may run here.
        all.put("waystation.store.url", "jdbc:h2:mem:routes-check-" + UUID.randomUUID());
        all.put("waystation.api-token", "nobody-needs-it");
        all.put("waystation.data-dir", System.getProperty("java.io.tmpdir"));
        all.put("waystation.port", "0");
        all.put("camel.server.enabled", "false");
        all.put("camel.main.auto-startup", "false");
        all.put("camel.main.jmx-enabled", "false");
        all.put("camel.main.shutdown-timeout", "1");
        return Settings.load(Path.of(""), all);
    }

    private static void quietLog() {
        if (System.getProperty("waystation.log-level") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLoggerList().stream()
                    .filter(logger -> logger.getLevel() != null)
                    .forEach(logger -> logger.setLevel(Level.OFF));
        }
    }
}
