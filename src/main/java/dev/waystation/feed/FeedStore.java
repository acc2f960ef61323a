package dev.waystation.feed;

import java.util.Collection;
import java.util.List;

/**
 * Where the feed reads events. Its methods may be called by several threads at a time; each works on the caller's thread
 * and throws an unchecked exception when the store cannot be read.
 */
public interface FeedStore {

    /** Sees one row after the other. */
    @FunctionalInterface
    interface Visitor {

        /** Sees a row, and tells whether to go on. Does not call the store. */
        boolean visit(FeedRow row);
    }

    /**
     * Shows rows to a visitor, in the query's order, until it has had enough or there are no more. Account and time are
     * kept to exactly; of the hint as much as the store can, so the visitor may see rows that do not satisfy it. Rows are
     * read as they are needed and are not all held in memory.
     *
     * @param bodies whether the visitor needs the bodies; without, {@link FeedRow#body} may be null
     * @param skip how many rows at the beginning are passed over; greater than 0 only if the hint is exact, and then rows
     *     that do not satisfy it do not count
     */
    void scan(FeedQuery query, boolean bodies, long skip, Visitor visitor);

    /** How many rows satisfy the query. Asked only if its hint is exact. */
    long count(FeedQuery query);

    /**
     * The rows with these numbers, with bodies. Rows that are gone by now are left out.
     *
     * @param numbers at most 200
     */
    List<FeedRow> rows(long account, Collection<Long> numbers);
}
