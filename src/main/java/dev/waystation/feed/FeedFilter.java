package dev.waystation.feed;

import dev.waystation.event.received.EventProblem;
import dev.waystation.event.received.ReceivedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which events of the feed someone wants: the {@code EventFilter} of Prefect's events API. An event has to satisfy every
 * clause; a clause with nothing in it is satisfied by every event, and so is an empty list within a clause. Of the texts in
 * one list any will do. Immutable.
 *
 * <ul>
 *   <li>{@code occurred}: {@code since} and {@code until}, both inclusive. Without them: from the beginning of the day in UTC
 *       180 days ago, until now.
 *   <li>{@code event}: {@code prefix}, {@code exclude_prefix}, {@code name}, {@code exclude_name}.
 *   <li>{@code resource}: {@code id}, {@code id_prefix}, {@code labels} of the primary resource; with {@code distinct} only
 *       the first event of each, in the order asked for.
 *   <li>{@code related}: {@code id}, {@code role}, {@code resources_in_roles} and {@code labels}, which one related resource
 *       has to satisfy together; or a list of such clauses, each of which some related resource has to satisfy. The primary
 *       resource counts as one whose role is the empty text, so it is meant only by a {@code role} with that text in it.
 *   <li>{@code any_resource}: the same of any resource, with {@code id}, {@code id_prefix} and {@code labels}.
 *   <li>{@code id}: an object whose {@code id} lists events' ids.
 *   <li>{@code text}: an object whose {@code query} is a search of at most 200 characters.
 *   <li>{@code order}: {@code ASC} or {@code DESC}, the default.
 * </ul>
 *
 * <p>{@code labels} maps a label to one pattern or a list of them: {@code *} is any text, {@code ?} one character, {@code
 * [a-z]} and {@code [!a-z]} one of a class, and {@code !} in front turns the pattern round. A resource without the label does
 * not match, whatever the pattern; an empty list of patterns matches nothing.
 *
 * <p>A {@code query} is made of terms with blanks between them; an event has to hold one of them in its name, in the value of
 * a label or in its payload, in whatever case. {@code "…"} is one term of several words, with {@code \"} and {@code \\} for a
 * quote and a backslash. {@code -} or {@code !} before a term: the event must not hold it; {@code +}: it must.
 */
public final class FeedFilter {

    /** How many days the feed looks back when {@code since} is not given. */
    public static final int DAYS = 180;

    record Names(List<String> prefix, List<String> excludePrefix, List<String> name, List<String> excludeName) {

        static final Names BLANK = new Names(List.of(), List.of(), List.of(), List.of());

        TextHint hint() {
            return TextHint.of(name, prefix, excludeName, excludePrefix);
        }
    }

    record Primary(List<String> id, List<String> idPrefix, LabelFilter labels, boolean distinct) {

        static final Primary BLANK = new Primary(List.of(), List.of(), LabelFilter.NONE, false);

        TextHint idHint() {
            return TextHint.of(id, idPrefix, List.of(), List.of());
        }

        /** The same, and what the labels say about the id. */
        TextHint widerIdHint() {
            List<String> heads = labels.heads(ID);
            return id.isEmpty() && idPrefix.isEmpty() && !heads.isEmpty()
                    ? TextHint.of(List.of(), heads, List.of(), List.of())
                    : idHint();
        }
    }

    record IdInRole(String id, String role) {}

    record Related(List<String> id, List<String> role, List<IdInRole> resourcesInRoles, LabelFilter labels) {

        boolean isBlank() {
            return id.isEmpty() && role.isEmpty() && resourcesInRoles.isEmpty() && labels.isBlank();
        }

        boolean matches(ReceivedEvent event) {
            return isBlank()
                    || role.contains("") && matches(event.resource(), "")
                    || event.related().stream().anyMatch(resource -> matches(resource, resource.get(ROLE)));
        }

        private boolean matches(Map<String, String> resource, String in) {
            String is = resource.get(ID);
            return (id.isEmpty() || id.contains(is))
                    && (role.isEmpty() || role.contains(in))
                    && (resourcesInRoles.isEmpty() || resourcesInRoles.contains(new IdInRole(is, in)))
                    && labels.matches(resource);
        }
    }

    record AnyResource(List<String> id, List<String> idPrefix, LabelFilter labels) {

        boolean isBlank() {
            return id.isEmpty() && idPrefix.isEmpty() && labels.isBlank();
        }

        boolean matches(ReceivedEvent event) {
            return isBlank()
                    || Stream.concat(Stream.of(event.resource()), event.related().stream())
                            .anyMatch(this::matches);
        }

        private boolean matches(Map<String, String> resource) {
            String is = resource.get(ID);
            return (id.isEmpty() || id.contains(is))
                    && (idPrefix.isEmpty() || idPrefix.stream().anyMatch(is::startsWith))
                    && labels.matches(resource);
        }
    }

    private static final String ID = "prefect.resource.id";
    private static final String ROLE = "prefect.resource.role";

    private final Instant since;
    private final Instant until;
    private final Names event;
    private final Primary resource;
    private final List<Related> related;
    private final List<AnyResource> anyResource;
    private final Set<UUID> ids;
    private final TextQuery text;
    private final FeedOrder order;

    private final TextHint typeHint;
    private final TextHint resourceIdHint;
    private final boolean rowDecides;

    FeedFilter(
            Instant since,
            Instant until,
            Names event,
            Primary resource,
            List<Related> related,
            List<AnyResource> anyResource,
            Set<UUID> ids,
            TextQuery text,
            FeedOrder order) {
        this.since = since;
        this.until = until;
        this.event = event;
        this.resource = resource;
        this.related = List.copyOf(related);
        this.anyResource = List.copyOf(anyResource);
        this.ids = Set.copyOf(ids);
        this.text = text;
        this.order = order;
        this.typeHint = event.hint();
        this.resourceIdHint = resource.idHint();
        this.rowDecides = resource.labels().isBlank()
                && related.stream().allMatch(Related::isBlank)
                && anyResource.stream().allMatch(AnyResource::isBlank)
                && text.isBlank();
    }

    /** The filter that no filter at all means: every event of the last {@value #DAYS} days, newest first. */
    public static FeedFilter everything(Instant now) {
        return new FeedFilter(
                defaultSince(now),
                now.truncatedTo(ChronoUnit.MICROS),
                Names.BLANK,
                Primary.BLANK,
                List.of(),
                List.of(),
                Set.of(),
                TextQuery.NONE,
                FeedOrder.DESC);
    }

    /**
     * Reads a filter.
     *
     * @param json parsed JSON, as {@link dev.waystation.event.received.PythonJson} gives it; null is everything
     * @param now stands in for times that are not given
     * @throws InvalidFeedRequestException when anything in it is wrong or unknown; locations begin at the filter
     */
    public static FeedFilter of(Object json, Instant now) throws InvalidFeedRequestException {
        List<EventProblem> problems = new ArrayList<>();
        FeedFilter filter = json == null ? everything(now) : new FilterReader(problems, now).filter(json, List.of());
        if (!problems.isEmpty()) {
            throw new InvalidFeedRequestException(problems, json);
        }
        return filter;
    }

    static Instant defaultSince(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS));
    }

    /** The earliest time that events may have occurred at. */
    public Instant since() {
        return since;
    }

    /** The latest time that events may have occurred at. */
    public Instant until() {
        return until;
    }

    /** The order of the events. */
    public FeedOrder order() {
        return order;
    }

    /** Whether only the first event of each primary resource is wanted. {@link #matches} knows nothing of it. */
    public boolean distinct() {
        return resource.distinct();
    }

    /** Whether an event satisfies every clause. */
    public boolean matches(ReceivedEvent received) {
        return within(received.time())
                && typeHint.admits(received.eventType())
                && resourceIdHint.admits(received.subject())
                && (ids.isEmpty() || ids.contains(received.id()))
                && resource.labels().matches(received.resource())
                && related.stream().allMatch(clause -> clause.matches(received))
                && anyResource.stream().allMatch(clause -> clause.matches(received))
                && text.matches(received);
    }

    /** Whether {@link #admits} says all that {@link #matches} does, so that bodies need not be read. */
    boolean rowDecides() {
        return rowDecides;
    }

    /** Whether a row satisfies the clauses that can be checked without its body. */
    boolean admits(FeedRow row) {
        return within(row.occurred())
                && typeHint.admits(row.type())
                && (resourceIdHint.isAny() || resourceIdHint.admits(row.resourceId()))
                && (ids.isEmpty() || ids.contains(row.id()));
    }

    /** What a store can do about it. */
    FeedQuery query(long account) {
        TextHint resourceIds = resource.widerIdHint();
        return new FeedQuery(account, since, until, order, FeedHint.of(typeHint, resourceIds, ids, rowDecides));
    }

    private boolean within(Instant occurred) {
        return !occurred.isBefore(since) && !occurred.isAfter(until);
    }

    /** The filter as JSON, from which {@link #of} makes the same one. Both times are in it; clauses that ask nothing are not. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("occurred", Map.of("since", since.toString(), "until", until.toString()));
        put(
                json,
                "event",
                object(
                        "prefix", event.prefix(),
                        "exclude_prefix", event.excludePrefix(),
                        "name", event.name(),
                        "exclude_name", event.excludeName()));
        put(
                json,
                "resource",
                object(
                        "id", resource.id(),
                        "id_prefix", resource.idPrefix(),
                        "labels", resource.labels().toJson(),
                        "distinct", resource.distinct() ? true : null));
        put(
                json,
                "related",
                related.stream()
                        .map(clause -> object(
                                "id", clause.id(),
                                "role", clause.role(),
                                "resources_in_roles",
                                        clause.resourcesInRoles().stream()
                                                .map(pair -> List.of(pair.id(), pair.role()))
                                                .toList(),
                                "labels", clause.labels().toJson()))
                        .toList());
        put(
                json,
                "any_resource",
                anyResource.stream()
                        .map(clause -> object(
                                "id", clause.id(),
                                "id_prefix", clause.idPrefix(),
                                "labels", clause.labels().toJson()))
                        .toList());
        put(json, "id", object("id", ids.stream().map(UUID::toString).sorted().toList()));
        put(json, "text", text.query().isEmpty() ? null : Map.of("query", text.query()));
        json.put("order", order.name());
        return json;
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            put(object, (String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static void put(Map<String, Object> object, String name, Object value) {
        boolean empty =
                value instanceof Map<?, ?> map && map.isEmpty() || value instanceof List<?> list && list.isEmpty();
        if (value != null && !empty) {
            object.put(name, value);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedFilter that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    /** Times and order; the rest may hold what does not belong into logs. */
    @Override
    public String toString() {
        return "FeedFilter[" + since + " to " + until + ", " + order + "]";
    }
}
