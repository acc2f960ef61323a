package dev.waystation.feed;

import dev.waystation.event.received.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The event feed of an account, a page at a time, and counts of it. What an account may see is for the caller to know.
 *
 * <p>A filter that asks only for times, names, ids and the primary resource is answered from the store's columns; any other
 * makes the feed read every event of its time span that the columns do not rule out, in constant memory.
 *
 * <p>Safe for use by any number of threads. Exceptions of the store pass through.
 */
public final class Feed {

    /** Events on a page when the client does not say. */
    public static final int PAGE = 50;

    /** The most events on a page: Prefect Cloud's limit. Prefect's own server has {@value #PAGE}. */
    public static final int LARGEST_PAGE = 200;

    private final FeedStore store;
    private final Clock clock;

    public Feed(FeedStore store, Clock clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** The present time, which stands in for times that a filter does not give. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * The first page, and how many events there are.
     *
     * @param limit the most events on this page and on those that follow, 0 to {@value #LARGEST_PAGE}; with 0 only the total
     *     is of interest, and there is no next page
     * @throws IllegalArgumentException if the limit is out of range
     */
    public FeedPage first(long account, FeedFilter filter, int limit) {
        if (limit < 0 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit must be 0 to " + LARGEST_PAGE + ", but is " + limit);
        }
        FeedQuery query = filter.query(account);
        if (query.hint().exact() && !filter.distinct()) {
            long total = store.count(query);
            return page(account, filter, total, limit, 0, total == 0 ? List.of() : events(filter, query, 0, limit));
        }
        Collector found = new Collector(filter, 0, limit, false);
        store.scan(query, !filter.rowDecides(), 0, found);
        return page(account, filter, found.count, limit, 0, found.events(account));
    }

    /**
     * The page that a token stands for. Its total is the first page's; its events are those that are at its place now, so an
     * event that came in late can move others from one page to the next.
     *
     * @param token the {@link FeedPage#next} of the page before
     * @throws BadPageTokenException if it is no token, or that of another account
     */
    public FeedPage next(long account, String token) throws BadPageTokenException {
        PageToken page = PageToken.decode(token, account);
        List<ReceivedEvent> events =
                events(page.filter(), page.filter().query(account), page.offset(), page.pageSize());
        return page(account, page.filter(), page.count(), page.pageSize(), page.offset(), events);
    }

    /**
     * Counts events by time, name or resource.
     *
     * @param unit with {@code interval} how long a bucket is; for {@link Countable#TIME} only. {@link Countable#DAY} has
     *     buckets of a day in UTC
     * @return by time: each bucket from the filter's {@code since} to its {@code until}, also empty ones, in order; otherwise
     *     those that have events, most events first
     * @throws InvalidCountException if there would be more than {@value TimeBuckets#MOST} buckets of that length within the
     *     filter's time, whatever is counted by, or if they would be too short or too long
     */
    public List<EventCount> countBy(
            long account, Countable countable, FeedFilter filter, TimeUnit unit, double interval)
            throws InvalidCountException {
        TimeBuckets buckets = countable == Countable.DAY
                ? new TimeBuckets(TimeUnit.DAY, 1, filter.since(), filter.until(), now())
                : new TimeBuckets(unit, interval, filter.since(), filter.until(), now());
        return switch (countable) {
            case DAY, TIME -> {
                visitAll(account, filter, (row, event) -> buckets.count(row.occurred()));
                yield buckets.counts();
            }
            case EVENT -> {
                Groups groups = new Groups();
                visitAll(account, filter, (row, event) -> groups.count(row.type(), row));
                yield groups.counts(Map.of());
            }
            case RESOURCE -> {
                Groups groups = new Groups();
                Map<String, String> labels = new HashMap<>();
                visitAll(account, filter, (row, event) -> {
                    if (groups.count(row.resourceId(), row) && event != null) {
                        labels.put(row.resourceId(), Groups.label(event));
                    }
                });
                if (filter.rowDecides()) {
                    rows(account, groups.latest())
                            .forEach(row -> labels.put(row.resourceId(), Groups.label(row.event())));
                }
                yield groups.counts(labels);
            }
        };
    }

    /** The parameter of a link to the next page: the token, encoded once more. */
    public static String toParameter(String token) {
        return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The token of a link's parameter.
     *
     * @param parameter its value, with or without the {@code =} at its end
     * @throws BadPageTokenException if it cannot be one
     */
    public static String fromParameter(String parameter) throws BadPageTokenException {
        try {
            return new String(Base64.getDecoder().decode(parameter), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new BadPageTokenException();
        }
    }

    private FeedPage page(
            long account, FeedFilter filter, long total, int size, long offset, List<ReceivedEvent> events) {
        boolean more = size > 0 && offset + size < total;
        return new FeedPage(
                events,
                total,
                more
                        ? Optional.of(new PageToken(account, filter, total, size, offset + size).encode())
                        : Optional.empty());
    }

    private List<ReceivedEvent> events(FeedFilter filter, FeedQuery query, long offset, int limit) {
        if (limit == 0) {
            return List.of();
        }
        boolean exact = query.hint().exact() && !filter.distinct();
        Collector found = new Collector(filter, exact ? 0 : offset, limit, true);
        store.scan(query, exact || !filter.rowDecides(), exact ? offset : 0, found);
        return found.events(query.account());
    }

    private interface Seen {
        /** @param event null if the filter did not need it */
        void see(FeedRow row, ReceivedEvent event);
    }

    private void visitAll(long account, FeedFilter filter, Seen seen) {
        boolean bodies = !filter.rowDecides();
        store.scan(filter.query(account), bodies, 0, row -> {
            if (filter.admits(row)) {
                ReceivedEvent event = bodies ? row.event() : null;
                if (event == null || filter.matches(event)) {
                    seen.see(row, event);
                }
            }
            return true;
        });
    }

    private List<FeedRow> rows(long account, List<Long> numbers) {
        List<FeedRow> rows = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i += LARGEST_PAGE) {
            rows.addAll(store.rows(account, numbers.subList(i, Math.min(i + LARGEST_PAGE, numbers.size()))));
        }
        return rows;
    }

    /** Picks a page out of the rows it is shown, and counts the others. */
    private final class Collector implements FeedStore.Visitor {

        private final FeedFilter filter;
        private final long offset;
        private final int limit;
        private final boolean pageOnly;
        private final Set<String> resources = new HashSet<>();
        private final List<Long> numbers = new ArrayList<>();
        private final Map<Long, ReceivedEvent> read = new HashMap<>();
        private long count;

        /** @param pageOnly whether to stop when the page is full, instead of counting on */
        Collector(FeedFilter filter, long offset, int limit, boolean pageOnly) {
            this.filter = filter;
            this.offset = offset;
            this.limit = limit;
            this.pageOnly = pageOnly;
        }

        @Override
        public boolean visit(FeedRow row) {
            if (!filter.admits(row)) {
                return true;
            }
            ReceivedEvent event = null;
            if (!filter.rowDecides()) {
                event = row.event();
                if (!filter.matches(event)) {
                    return true;
                }
            }
            if (filter.distinct() && !resources.add(row.resourceId())) {
                return true;
            }
            count++;
            if (count > offset && numbers.size() < limit) {
                numbers.add(row.no());
                if (event != null || row.body() != null) {
                    read.put(row.no(), event != null ? event : row.event());
                }
            }
            return !pageOnly || numbers.size() < limit;
        }

        /** The page. What retention has taken since is left out. */
        List<ReceivedEvent> events(long account) {
            List<Long> missing =
                    numbers.stream().filter(no -> !read.containsKey(no)).toList();
            rows(account, missing).forEach(row -> read.put(row.no(), row.event()));
            return numbers.stream().map(read::get).filter(Objects::nonNull).toList();
        }
    }
}
