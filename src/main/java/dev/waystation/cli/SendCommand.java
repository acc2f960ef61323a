package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.waystation.Settings;
import dev.waystation.event.EventTypes;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/** {@code send}: publishes sample run events to a running gateway, as a publisher would. */
final class SendCommand {

    private static final String USAGE = """
            java -jar waystation.jar send [options]      publish a sample run event to the running gateway

              --type <type>      started, completed, errored or canceled; default completed
              --job <id>         the job's id, digits; default 123
              --job-name <name>  the job's name
              --status <status>  the run's status; default the one that the type has, such as Success
              --reason <text>    why the run was started
              --count <n>        so many events, each of a run of its own; default 1
              --account <n>      the account; default the first of waystation.accounts
              --url <address>    the gateway; default http://localhost: and waystation.port
              --token <token>    default waystation.api-token, or the token in the data directory

            Prints a line for each event: its id, and how many deliveries it caused.
            """;

    /** So that a large count is neither one huge request nor a thousand small ones. */
    private static final int EVENTS_IN_A_REQUEST = 100;

    private static final int MOST = 1_000_000;

    private final Settings settings;
    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;

    SendCommand(Settings settings, Clock clock, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** Runs it; the exit code: 0 when all events were accepted, else 1. */
    int run(List<String> arguments) {
        Arguments rest = new Arguments(arguments);
        if (rest.asksForHelp()) {
            out.print(USAGE);
            return 0;
        }
        try {
            SampleRun sample = SampleRun.of(type(rest.option("--type", EventTypes.COMPLETED)), clock)
                    .with("jobId", rest.option("--job"))
                    .with("jobName", rest.option("--job-name"))
                    .with("runReason", rest.option("--reason"))
                    .status(rest.option("--status"));
            int count = rest.number("--count", 1, 1, MOST);
            String path = "/api/v3/accounts/" + account(settings, rest) + "/webhooks/events";
            GatewayApi api = GatewayApi.of(settings, rest.option("--url"), rest.option("--token"));
            rest.nothingLeft();
            publish(api, path, sample, count);
            return 0;
        } catch (CommandException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private void publish(GatewayApi api, String path, SampleRun sample, int count) throws CommandException {
        JsonMapper json = JsonMapper.builder().build();
        long deliveries = 0;
        for (int sent = 0; sent < count; ) {
            ArrayNode events = json.createArrayNode();
            while (events.size() < EVENTS_IN_A_REQUEST && sent < count) {
                events.add(sample.next());
                sent++;
            }
            for (JsonNode receipt : api.call("POST", path, events)) {
                int caused = receipt.path("deliveries").asInt();
                deliveries += caused;
                out.println(receipt.path("event_id").asText() + "  " + plural(caused));
            }
        }
        if (count > 1) {
            err.println(count + " events, " + plural(deliveries));
        }
        if (deliveries == 0) {
            err.println("No subscription wants this event type of this job.");
        }
    }

    private static String plural(long deliveries) {
        return deliveries + (deliveries == 1 ? " delivery" : " deliveries");
    }

    private static String type(String given) throws CommandException {
        String type = given.contains(".") ? given : "job.run." + given;
        if (EventTypes.RUN.contains(type)) {
            return type;
        }
        throw new CommandException("--type is '" + given + "', expected started, completed, errored or canceled.");
    }

    /** The account of {@code --account}, or the first one that the settings name. */
    static String account(Settings settings, Arguments rest) throws CommandException {
        String account = rest.option(
                "--account", settings.text("waystation.accounts").split(",")[0].strip());
        if (!account.matches("[0-9]{1,18}")) {
            throw new CommandException("--account is '" + account + "', expected a number such as 1.");
        }
        return account;
    }
}
