package dev.waystation.feed;

import dev.waystation.event.received.CleanJson;
import dev.waystation.event.received.EventProblem;
import dev.waystation.event.received.EventTime;
import dev.waystation.event.received.UuidText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** Turns parsed JSON into a {@link FeedFilter}, collecting what is wrong on the way. Nothing in it is passed over. */
final class FilterReader {

    private static final int LONGEST_QUERY = 200;

    /** A list of a thousand wrong texts should not make a thousand messages. */
    private static final int MOST_PROBLEMS = 100;

    private final List<EventProblem> problems;
    private final Instant now;

    FilterReader(List<EventProblem> problems, Instant now) {
        this.problems = problems;
        this.now = now;
    }

    FeedFilter filter(Object json, List<Object> at) {
        Map<?, ?> fields =
                object(json, at, "occurred", "event", "resource", "related", "any_resource", "id", "text", "order");
        Instant since = FeedFilter.defaultSince(now);
        Instant until = now.truncatedTo(ChronoUnit.MICROS);
        if (fields.containsKey("occurred")) {
            List<Object> inside = and(at, "occurred");
            Map<?, ?> occurred = object(fields.get("occurred"), inside, "since", "until");
            since = time(occurred, "since", inside, since);
            until = time(occurred, "until", inside, until);
        }
        return new FeedFilter(
                since,
                until,
                names(fields.get("event"), and(at, "event")),
                primary(fields.get("resource"), and(at, "resource")),
                clauses(fields.get("related"), and(at, "related"), this::related),
                clauses(fields.get("any_resource"), and(at, "any_resource"), this::anyResource),
                fields.containsKey("id") ? ids(fields.get("id"), and(at, "id")) : Set.of(),
                text(fields.get("text"), and(at, "text")),
                order(fields, at));
    }

    private FeedFilter.Names names(Object json, List<Object> at) {
        Map<?, ?> clause = clause(json, at, "prefix", "exclude_prefix", "name", "exclude_name");
        return new FeedFilter.Names(
                texts(clause, "prefix", at),
                texts(clause, "exclude_prefix", at),
                texts(clause, "name", at),
                texts(clause, "exclude_name", at));
    }

    private FeedFilter.Primary primary(Object json, List<Object> at) {
        Map<?, ?> clause = clause(json, at, "id", "id_prefix", "labels", "distinct");
        return new FeedFilter.Primary(
                texts(clause, "id", at),
                texts(clause, "id_prefix", at),
                labels(clause, at),
                clause.containsKey("distinct") && flag(clause.get("distinct"), and(at, "distinct")));
    }

    private FeedFilter.Related related(Object json, List<Object> at) {
        Map<?, ?> clause = object(json, at, "id", "role", "resources_in_roles", "labels");
        return new FeedFilter.Related(
                texts(clause, "id", at), texts(clause, "role", at), idsInRoles(clause, at), labels(clause, at));
    }

    private List<FeedFilter.IdInRole> idsInRoles(Map<?, ?> clause, List<Object> at) {
        List<FeedFilter.IdInRole> pairs = new ArrayList<>();
        List<Object> inside = and(at, "resources_in_roles");
        List<?> list = list(clause.get("resources_in_roles"), inside);
        for (int i = 0; i < list.size(); i++) {
            List<Object> place = and(inside, i);
            if (list.get(i) instanceof List<?> pair && pair.size() == 2) {
                String id = text(pair.get(0), and(place, 0), "text");
                String role = text(pair.get(1), and(place, 1), "text");
                pairs.add(new FeedFilter.IdInRole(id, role));
            } else {
                problem(place, "tuple_type", "must be a list of two texts, a resource's id and a role");
            }
        }
        return pairs;
    }

    private FeedFilter.AnyResource anyResource(Object json, List<Object> at) {
        Map<?, ?> clause = object(json, at, "id", "id_prefix", "labels");
        return new FeedFilter.AnyResource(texts(clause, "id", at), texts(clause, "id_prefix", at), labels(clause, at));
    }

    /** One clause or a list of them. */
    private <T> List<T> clauses(Object json, List<Object> at, BiFunction<Object, List<Object>, T> one) {
        if (json == null) {
            return List.of();
        }
        if (!(json instanceof List<?> list)) {
            return List.of(one.apply(json, at));
        }
        List<T> clauses = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            clauses.add(one.apply(list.get(i), and(at, i)));
        }
        return clauses;
    }

    private LabelFilter labels(Map<?, ?> clause, List<Object> at) {
        List<Object> inside = and(at, "labels");
        Object json = clause.get("labels");
        if (json == null) {
            return LabelFilter.NONE;
        }
        if (!(json instanceof Map<?, ?> given)) {
            problem(inside, "dict_type", "must be an object of labels, each with a pattern or a list of them");
            return LabelFilter.NONE;
        }
        Map<String, List<String>> labels = new LinkedHashMap<>();
        given.forEach((key, patterns) -> {
            List<Object> place = and(inside, key);
            String label = text(key, place, "text");
            labels.put(
                    label,
                    patterns instanceof List<?> list
                            ? texts(list, place)
                            : List.of(text(patterns, place, "a pattern or a list of patterns")));
        });
        return LabelFilter.of(labels);
    }

    private Set<UUID> ids(Object json, List<Object> at) {
        Map<?, ?> clause = object(json, at, "id");
        Set<UUID> ids = new LinkedHashSet<>();
        List<Object> inside = and(at, "id");
        List<?> list = list(clause.get("id"), inside);
        for (int i = 0; i < list.size(); i++) {
            UUID id = UuidText.parse(list.get(i));
            if (id == null) {
                problem(and(inside, i), "uuid_parsing", "must be a UUID");
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    private TextQuery text(Object json, List<Object> at) {
        Map<?, ?> clause = clause(json, at, "query");
        if (!(json instanceof Map<?, ?>)) {
            return TextQuery.NONE;
        }
        List<Object> inside = and(at, "query");
        if (!clause.containsKey("query")) {
            problem(inside, "missing", "is missing");
            return TextQuery.NONE;
        }
        String query = text(clause.get("query"), inside, "text");
        int length = query.codePointCount(0, query.length());
        if (length > LONGEST_QUERY) {
            problem(
                    inside,
                    "string_too_long",
                    "has " + length + " characters, at most " + LONGEST_QUERY + " are allowed");
            return TextQuery.NONE;
        }
        return TextQuery.of(query);
    }

    private FeedOrder order(Map<?, ?> fields, List<Object> at) {
        if (fields.containsKey("order")) {
            Object order = fields.get("order");
            if ("ASC".equals(order)) {
                return FeedOrder.ASC;
            }
            if (!"DESC".equals(order)) {
                problem(and(at, "order"), "enum", "must be \"ASC\" or \"DESC\"");
            }
        }
        return FeedOrder.DESC;
    }

    private Instant time(Map<?, ?> clause, String name, List<Object> at, Instant otherwise) {
        if (!clause.containsKey(name)) {
            return otherwise;
        }
        Instant time = EventTime.parse(clause.get(name));
        if (time == null) {
            problem(and(at, name), "datetime_parsing", "must be an RFC 3339 time, such as 2026-02-03T04:05:06Z");
            return otherwise;
        }
        return time;
    }

    /** Truth as pydantic reads it. */
    private boolean flag(Object value, List<Object> at) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        String text = value instanceof String || value instanceof Long ? value.toString() : "";
        switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true", "t", "yes", "y", "on":
                return true;
            case "0", "false", "f", "no", "n", "off":
                return false;
            default:
                problem(at, "bool_parsing", "must be true or false");
                return false;
        }
    }

    private List<String> texts(Map<?, ?> clause, String name, List<Object> at) {
        return texts(list(clause.get(name), and(at, name)), and(at, name));
    }

    private List<String> texts(List<?> list, List<Object> at) {
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            texts.add(text(list.get(i), and(at, i), "text"));
        }
        return texts;
    }

    /** Empty, with a problem, if it is none. No event has U+0000 in what is compared, and databases refuse it. */
    private String text(Object value, List<Object> at, String expected) {
        if (!(value instanceof String text)) {
            problem(at, "string_type", "must be " + expected);
            return "";
        }
        if (text.indexOf('\0') >= 0) {
            problem(at, "value_error", "must not contain the character U+0000");
            return "";
        }
        return CleanJson.text(text);
    }

    /** Null is the same as no list. */
    private List<?> list(Object value, List<Object> at) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        problem(at, "list_type", "must be a list");
        return List.of();
    }

    /** Null is the same as an object with nothing in it. */
    private Map<?, ?> clause(Object value, List<Object> at, String... known) {
        return value == null ? Map.of() : object(value, at, known);
    }

    private Map<?, ?> object(Object value, List<Object> at, String... known) {
        if (!(value instanceof Map<?, ?> fields)) {
            problem(at, "model_attributes_type", "must be an object");
            return Map.of();
        }
        for (Object field : fields.keySet()) {
            if (!List.of(known).contains(field)) {
                problem(and(at, field), "extra_forbidden", "is not known here; known are " + String.join(", ", known));
            }
        }
        return fields;
    }

    private void problem(List<Object> at, String type, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new EventProblem(at, type, message));
        }
    }

    private static List<Object> and(List<Object> at, Object step) {
        List<Object> longer = new ArrayList<>(at);
        longer.add(step);
        return longer;
    }
}
