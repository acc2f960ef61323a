package dev.waystation.cli;

import dev.waystation.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The jar's main class: {@code java -jar waystation.jar [command]}. */
public final class Waystation {

    private Waystation() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) throws Exception {
        System.exit(run(args));
    }

    private static int run(String[] args) throws Exception {
        String command = args.length == 0 ? "serve" : args[0];
        return switch (command) {
            case "serve" -> serve();
            case "demo" -> new Demo(System.out).run();
            case "token" -> token(args);
            case "send" -> new SendCommand(settings(), Clock.systemUTC(), System.out, System.err).run(tail(args));
            case "tail" -> new TailCommand(settings(), System.out, System.err).run(tail(args));
            case "routes" -> new RoutesCommand(Map.of(), System.out, System.err).run(tail(args));
            case "render" -> new RenderCommand(System.in, System.out, System.err).run(tail(args));
            case "help", "--help", "-h" -> help();
            case "version", "--version" -> version();
            default -> unknown(command);
        };
    }

    private static int serve() {
        try {
            return new Server(settings(), Clock.systemUTC(), (finished, subscription) -> {}).run();
        } catch (Exception e) {
            System.err.println("Waystation cannot start.\n" + StartFailure.explain(e));
            return 1;
        }
    }

    private static int token(String[] args) {
        return new TokenCommand(settings(), System.out, System.err).run(tail(args));
    }

    private static Settings settings() {
        return Settings.load(Path.of(""), Map.of());
    }

    private static List<String> tail(String[] args) {
        return List.of(args).subList(1, args.length);
    }

    private static int help() {
        System.out.println("""
                java -jar waystation.jar [command]

                  serve      run the gateway with ./application.properties and ./routes (the default)
                  demo       show what it does, with a throw-away store and a receiver that fails at first
                  token      create, list or revoke API tokens of the running gateway
                  send       publish sample run events to the running gateway
                  tail       show deliveries of the running gateway as they are attempted
                  routes     check the route files without starting the gateway
                  render     render a Jinja2 template with a request, or many with --ndjson
                  version    print the version
                """);
        return 0;
    }

    private static int version() throws IOException {
        System.out.println("Waystation " + Version.current());
        return 0;
    }

    private static int unknown(String command) {
        System.err.println("There is no command '" + command
                + "'. Known commands: serve, demo, token, send, tail, routes, render, version, help.");
        return 2;
    }
}
