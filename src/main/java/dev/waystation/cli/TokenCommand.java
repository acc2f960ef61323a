package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Settings;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/**
 * {@code token create|list|revoke}. It talks to the running gateway, because the embedded store belongs to that process
 * alone.
 */
final class TokenCommand {

    private static final String USAGE = """
            java -jar waystation.jar token <what> [--url http://localhost:8080]

              create --name <name> --role <role> [--accounts 1,2]   print a new token; it is shown only this once
                     roles: admin, developer, publisher, read-only
              list                                                  all tokens, without their texts
              revoke <id>                                           make a token worthless, at once

            The gateway must be running. This command shows it the token of waystation.api-token, or the one in the data directory.
            """;

    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    TokenCommand(Settings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Runs what the arguments after {@code token} say; the exit code. */
    int run(List<String> arguments) {
        Arguments rest = new Arguments(arguments);
        try {
            String url = rest.option("--url");
            switch (rest.next()) {
                case "create" -> create(url, rest);
                case "list" -> list(url, rest);
                case "revoke" -> revoke(url, rest);
                default -> {
                    err.print(USAGE);
                    return 2;
                }
            }
            return 0;
        } catch (CommandException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private void create(String url, Arguments rest) throws CommandException {
        ObjectNode body = JsonMapper.builder().build().createObjectNode();
        body.put("name", rest.option("--name"));
        body.put("role", rest.option("--role"));
        String accounts = rest.option("--accounts");
        if (accounts != null) {
            ArrayNode list = body.putArray("accounts");
            for (String account : accounts.split(",")) {
                try {
                    list.add(Long.parseLong(account.trim()));
                } catch (NumberFormatException e) {
                    throw new CommandException("--accounts is '" + accounts + "', expected numbers such as 1,2.");
                }
            }
        }
        rest.nothingLeft();
        JsonNode made = GatewayApi.of(settings, url).call("POST", "/api/v3/tokens", body);
        // The token alone on the standard output, so that a script can take it from there.
        err.println("Token " + made.get("id").asText() + " for '"
                + made.get("name").asText() + "' (" + made.get("role").asText() + "). It is shown only now:");
        out.println(made.get("token").asText());
    }

    private void list(String url, Arguments rest) throws CommandException {
        rest.nothingLeft();
        for (JsonNode token : GatewayApi.of(settings, url).call("GET", "/api/v3/tokens", null)) {
            long micros = Long.parseLong(token.get("created_at").asText());
            JsonNode accounts = token.get("accounts");
            out.printf(
                    "%s  %-10s  %-20s  accounts %s  made %s%n",
                    token.get("id").asText(),
                    token.get("role").asText(),
                    token.get("name").asText(),
                    accounts.isEmpty() ? "all" : accounts,
                    Instant.ofEpochSecond(micros / 1_000_000));
        }
    }

    private void revoke(String url, Arguments rest) throws CommandException {
        String id = rest.next();
        if (id.isEmpty()) {
            throw new CommandException("Which one? The id is in the first column of 'token list'.");
        }
        rest.nothingLeft();
        if (!id.matches("[0-9A-Za-z_-]{1,64}")) {
            throw new CommandException("'" + id + "' is no id of a token; 'token list' shows them.");
        }
        GatewayApi.of(settings, url).call("DELETE", "/api/v3/tokens/" + id, null);
        err.println("Token " + id + " is revoked.");
    }
}
