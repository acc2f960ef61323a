package dev.waystation.api.prefect;

import java.net.URI;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Where callers reach this gateway, for the URLs in answers. It is the setting, or without one what the request shows:
 * {@code X-Forwarded-Proto}, {@code -Host}, {@code -Port} and {@code -Prefix} of a proxy in front, else {@code Host}. A
 * request that lies about these gets a wrong URL in its own answer and changes nothing else.
 */
public final class PublicUrl {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");

    private final String setting;

    /**
     * @param setting {@code waystation.public-url}; empty for none
     * @throws IllegalArgumentException if it is no URL that others could be made of
     */
    public PublicUrl(String setting) {
        this.setting = setting.replaceFirst("/+$", "");
        if (!setting.isEmpty()
                && !Pattern.compile("https?://[^/?#\\s@]+(/[^?#\\s]*)?")
                        .matcher(setting)
                        .matches()) {
            throw new IllegalArgumentException("The setting waystation.public-url is '" + setting
                    + "', expected an address such as https://hooks.example.com, without query and fragment");
        }
    }

    /** The address without a slash at its end, for instance {@code https://hooks.example.com}. */
    public String base(Exchange exchange) {
        if (!setting.isEmpty()) {
            return setting;
        }
        URI asked = URI.create(exchange.getMessage().getHeader(Exchange.HTTP_URL, "http://localhost", String.class));
        String scheme = forwarded(exchange, "Proto").toLowerCase(java.util.Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            scheme = asked.getScheme();
        }
        String host = forwarded(exchange, "Host");
        if (!HOST.matcher(host).matches()) {
            host = asked.getAuthority() == null ? "localhost" : asked.getAuthority();
        }
        String port = forwarded(exchange, "Port");
        if (port.matches("\\d{1,5}")
                && !host.matches(".*:\\d+")
                && !port.equals(scheme.equals("https") ? "443" : "80")) {
            host += ":" + port;
        }
        String prefix = forwarded(exchange, "Prefix");
        return scheme + "://" + host + (PREFIX.matcher(prefix).matches() ? prefix.replaceFirst("/$", "") : "");
    }

    /** Each proxy adds what it saw to the end of a list; the first is what the caller used. */
    private static String forwarded(Exchange exchange, String what) {
        String value = exchange.getMessage().getHeader("X-Forwarded-" + what, "", String.class);
        return value.split(",", 2)[0].trim();
    }
}
