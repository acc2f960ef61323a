package dev.waystation.api;

import org.apache.camel.Exchange;

/**
 * Reads ids out of the request's path. Camel also puts them into headers, but beside whatever headers and query parameters
 * of the same name a caller sends; the path itself cannot be overlaid.
 */
public final class ApiPath {

    private ApiPath() {}

    /** The segment that follows the first one of that name; empty when there is none. */
    public static String after(Exchange exchange, String segment) {
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
        int at = path.indexOf("/" + segment + "/");
        if (at < 0) {
            return "";
        }
        int begin = at + segment.length() + 2;
        int end = path.indexOf('/', begin);
        return end < 0 ? path.substring(begin) : path.substring(begin, end);
    }

    /** For messages: an id that somebody made up can be of any length. */
    public static String shown(String id) {
        return id.length() <= 64 ? id : id.substring(0, 64) + "…";
    }
}
