package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.Settings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** {@code tail}: shows the deliveries of a running gateway as they are attempted, until it is interrupted. */
final class TailCommand {

    private static final String USAGE = """
            java -jar waystation.jar tail [options]      show deliveries of the running gateway as they are attempted

              --subscription <id or name>  of this one only
              --failed                     only attempts that failed
              --json                       a JSON object a line
              --interval <time>            how often the gateway is asked: 500ms, 2s, 1m; default 1s
              --account <n>                the account; default the first of waystation.accounts
              --url <address>              the gateway; default http://localhost: and waystation.port
              --token <token>              default waystation.api-token, or the token in the data directory

            A line is a delivery that was attempted since the last look, with the time at which its event was accepted. If it
            was attempted more than once in between, the line is about the latest attempt.
            """;

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    TailCommand(Settings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Runs until the process ends; returns the exit code only when that makes no sense. */
    int run(List<String> arguments) {
        Arguments rest = new Arguments(arguments);
        if (rest.asksForHelp()) {
            out.print(USAGE);
            return 0;
        }
        try {
            Duration interval = rest.time("--interval", Duration.ofSeconds(1), SHORTEST);
            follow(tail(rest), interval);
            return 0;
        } catch (CommandException e) {
            err.println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** What the options ask for. */
    Tail tail(Arguments rest) throws CommandException {
        String subscription = rest.option("--subscription");
        boolean failedOnly = rest.flag("--failed");
        TailLine line = rest.flag("--json") ? TailLine.JSON : TailLine.TEXT;
        String account = SendCommand.account(settings, rest);
        GatewayApi api = GatewayApi.of(settings, rest.option("--url"), rest.option("--token"));
        rest.nothingLeft();
        return new Tail(api, account, subscription, failedOnly, (JsonNode delivery) -> out.println(line.of(delivery)));
    }

    private void follow(Tail tail, Duration interval) throws CommandException, InterruptedException {
        err.println(tail.begin() + " Ctrl-C ends it.");
        boolean answers = true;
        while (true) {
            Thread.sleep(interval.toMillis());
            try {
                tail.look();
                if (!answers) {
                    err.println("The gateway answers again.");
                }
                answers = true;
            } catch (NoAnswerException e) {
                // It is being restarted, perhaps; what it does meanwhile is in its log, and is shown afterwards.
                if (answers) {
                    err.println(e.getMessage() + " Waiting for it.");
                }
                answers = false;
            }
            out.flush();
        }
    }
}
