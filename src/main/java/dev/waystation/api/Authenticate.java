package dev.waystation.api;

import dev.waystation.Gateway;
import dev.waystation.camel.EventHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Lets a request under {@code /api} pass if it shows the token ({@code Authorization: Token …} or {@code Bearer …}) and
 * its path names an account that there is. Takes the token out of the exchange.
 */
public final class Authenticate implements Processor {

    private final ApiToken token;
    private final Gateway gateway;

    public Authenticate(ApiToken token, Gateway gateway) {
        this.token = token;
        this.gateway = gateway;
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
        if (!token.matches(candidate(header.toString()))) {
            throw new ApiException(401, "Unauthorized: Invalid or expired token.");
        }
        String account = message.getHeader("account", String.class);
        if (account != null) {
            message.setHeader(EventHeaders.PUBLISH_ACCOUNT, accountNumber(account));
        }
    }

    private static String candidate(String header) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? "" : header.substring(0, space);
        return scheme.equalsIgnoreCase("Token") || scheme.equalsIgnoreCase("Bearer")
                ? header.substring(space + 1).trim()
                : "";
    }

    private long accountNumber(String account) throws ApiException {
        try {
            long number = Long.parseLong(account);
            if (gateway.hasAccount(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // No such account either.
        }
        throw new ApiException(
                404,
                "There is no account '" + shortened(account)
                        + "' here. The setting waystation.accounts lists the accounts: " + gateway.accounts() + ".");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
