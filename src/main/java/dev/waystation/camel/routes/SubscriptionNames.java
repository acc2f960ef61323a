package dev.waystation.camel.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.RouteDefinition;

/** The names by which routes from {@code events:subscribe} are known; of each account a name has one route. */
final class SubscriptionNames {

    private static final Pattern SUBSCRIBE = Pattern.compile("events:(?://)?subscribe\\?(.*)");

    private SubscriptionNames() {}

    /**
     * The names with the lines where their routes begin. One in another account than the first has the account before it.
     *
     * @throws IllegalArgumentException if two routes have the same
     */
    static Map<String, Integer> in(List<RouteDefinition> routes) {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (RouteDefinition route : routes) {
            String name = of(route);
            if (name != null && names.put(name, route.getLineNumber()) != null) {
                throw new PlacedException(route.getLineNumber(), "the subscription name '" + name + "' is used twice");
            }
        }
        return names;
    }

    private static String of(RouteDefinition route) {
        Matcher subscribe = SUBSCRIBE.matcher(String.valueOf(
                route.getInput() == null ? null : route.getInput().getUri()));
        if (!subscribe.matches()) {
            return null;
        }
        String name = parameter(subscribe.group(1), "name");
        String account = parameter(subscribe.group(1), "account");
        return name == null || account == null ? name : account + "/" + name;
    }

    private static String parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return decoded(part.substring(name.length() + 1));
            }
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
