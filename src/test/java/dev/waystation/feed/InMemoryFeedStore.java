package dev.waystation.feed;

import dev.waystation.event.Event;
import dev.waystation.event.RunEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A {@link FeedStore} for tests. It keeps to the contract to the letter, and can be told to do no more than that. */
final class InMemoryFeedStore implements FeedStore {

    /** How much of a hint a scan makes use of. */
    enum Diligence {
        /** All of it. */
        EVERYTHING,
        /** Nothing, unless the hint is exact and rows are to be skipped. */
        NOTHING
    }

    private final Diligence diligence;
    private final List<FeedRow> rows = new ArrayList<>();
    private long lastNo = 1000;

    /** Rows that visitors were shown, and those among them with bodies. */
    int visited;

    int bodiesRead;

    InMemoryFeedStore(Diligence diligence) {
        this.diligence = diligence;
    }

    void add(Event event, Instant accepted) {
        boolean run = event instanceof RunEvent;
        rows.add(new FeedRow(
                ++lastNo,
                event.accountId(),
                event.eventId(),
                event.eventType(),
                event.subject(),
                run ? FeedRow.Kind.RUN : FeedRow.Kind.RECEIVED,
                event.time().truncatedTo(ChronoUnit.MICROS),
                accepted,
                event.body().stored()));
    }

    void remove(String eventId) {
        rows.removeIf(row -> row.eventId().equals(eventId));
    }

    @Override
    public void scan(FeedQuery query, boolean bodies, long skip, Visitor visitor) {
        assertThatOnlyExactQueriesSkip(query, skip);
        boolean useHint =
                diligence == Diligence.EVERYTHING || skip > 0 || query.hint().exact();
        List<FeedRow> found = matching(query, useHint).skip(skip).toList();
        for (FeedRow row : found) {
            visited++;
            bodiesRead += bodies ? 1 : 0;
            if (!visitor.visit(bodies ? row : withoutBody(row))) {
                return;
            }
        }
    }

    @Override
    public long count(FeedQuery query) {
        if (!query.hint().exact()) {
            throw new AssertionError("only exact queries are counted");
        }
        return matching(query, true).count();
    }

    @Override
    public List<FeedRow> rows(long account, Collection<Long> numbers) {
        if (numbers.size() > 200) {
            throw new AssertionError("at most 200 numbers at a time");
        }
        bodiesRead += numbers.size();
        return rows.stream()
                .filter(row -> row.account() == account && numbers.contains(row.no()))
                .toList();
    }

    private Stream<FeedRow> matching(FeedQuery query, boolean useHint) {
        Comparator<FeedRow> order = Comparator.comparing(FeedRow::occurred).thenComparing(FeedRow::no);
        Predicate<FeedRow> hint = row -> !useHint || satisfies(row, query.hint());
        return rows.stream()
                .filter(row -> row.account() == query.account())
                .filter(row -> !row.occurred().isBefore(query.since())
                        && !row.occurred().isAfter(query.until()))
                .filter(hint)
                .sorted(query.order() == FeedOrder.ASC ? order : order.reversed());
    }

    /** What SQL can do: no ids of run events can be turned back. */
    private static boolean satisfies(FeedRow row, FeedHint hint) {
        boolean run = row.kind() == FeedRow.Kind.RUN;
        boolean ownId = !run || row.id().toString().equals(row.eventId());
        return hint.type().admits(row.type())
                && (run ? hint.runSubject() : hint.receivedSubject()).admits(row.subject())
                && (hint.ids().isEmpty() || !ownId || hint.eventIds().contains(row.eventId()));
    }

    private static void assertThatOnlyExactQueriesSkip(FeedQuery query, long skip) {
        if (skip > 0 && !query.hint().exact()) {
            throw new AssertionError("only exact queries skip rows");
        }
    }

    private static FeedRow withoutBody(FeedRow row) {
        return new FeedRow(
                row.no(),
                row.account(),
                row.eventId(),
                row.type(),
                row.subject(),
                row.kind(),
                row.occurred(),
                row.accepted(),
                null);
    }
}
