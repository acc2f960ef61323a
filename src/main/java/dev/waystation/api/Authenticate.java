package dev.waystation.api;

import dev.waystation.Gateway;
import dev.waystation.access.ApiToken;
import dev.waystation.access.Permission;
import dev.waystation.access.Tokens;
import dev.waystation.camel.EventHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Lets a request under {@code /api} pass if it shows a token ({@code Authorization: Token …} or {@code Bearer …}) that may
 * do what is asked for, and if its path names an account that there is for this token. Takes the token out of the exchange.
 */
public final class Authenticate implements Processor {

    /** Exchange property: the {@link ApiToken} that was shown. */
    static final String TOKEN = "CamelWaystationToken";

    /** Account n in the paths of Prefect's API. */
    private static final Pattern ACCOUNT_UUID = Pattern.compile("00000000-0000-0000-0000-([0-9a-fA-F]{12})");

    private final Tokens tokens;
    private final Gateway gateway;
    private final Permission permission;

    /** For a route that reads with GET and HEAD and writes with all other methods. */
    public Authenticate(Tokens tokens, Gateway gateway) {
        this(tokens, gateway, null);
    }

    /** For a route that needs this permission, whatever its methods. */
    public Authenticate(Tokens tokens, Gateway gateway, Permission permission) {
        this.tokens = tokens;
        this.gateway = gateway;
        this.permission = permission;
    }

    @Override
    public void process(Exchange exchange) throws ApiException {
        Message message = exchange.getMessage();
        Object header = message.removeHeader("Authorization");
        if (header == null) {
            throw new ApiException(
                    401,
                    "Unauthorized: send the API token in the header 'Authorization: Token <token>' or 'Bearer <token>'.");
        }
        ApiToken token = tokens.find(candidate(header.toString()))
                .orElseThrow(() -> new ApiException(401, "Unauthorized: Invalid or expired token."));
        exchange.setProperty(TOKEN, token);
        String account = ApiPath.after(exchange, "accounts");
        if (!account.isEmpty()) {
            message.setHeader(EventHeaders.PUBLISH_ACCOUNT, accountNumber(account, token));
        }
        Permission needed = needed(message);
        if (!token.role().allows(needed)) {
            throw new ApiException(
                    403,
                    "Forbidden: the token '" + token.name() + "' has the role '"
                            + token.role().word() + "', which does not include this.");
        }
    }

    private Permission needed(Message message) {
        if (permission != null) {
            return permission;
        }
        String method = message.getHeader(Exchange.HTTP_METHOD, "", String.class);
        return method.equals("GET") || method.equals("HEAD") ? Permission.READ : Permission.WRITE;
    }

    private static String candidate(String header) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? "" : header.substring(0, space);
        return scheme.equalsIgnoreCase("Token") || scheme.equalsIgnoreCase("Bearer")
                ? header.substring(space + 1).trim()
                : "";
    }

    /** An account that the token does not see is as good as none. */
    private long accountNumber(String account, ApiToken token) throws ApiException {
        Matcher uuid = ACCOUNT_UUID.matcher(account);
        try {
            long number = uuid.matches() ? Long.parseLong(uuid.group(1), 16) : Long.parseLong(account);
            if (gateway.hasAccount(number) && token.counts(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // No such account either.
        }
        List<Long> visible = gateway.accounts().stream().filter(token::counts).toList();
        throw new ApiException(
                404,
                "There is no account '" + ApiPath.shown(account) + "' for this token; it sees " + visible
                        + ". The setting waystation.accounts lists all.");
    }
}
