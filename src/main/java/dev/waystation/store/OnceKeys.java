package dev.waystation.store;

import dev.waystation.event.OnceKey;
import dev.waystation.store.WriteBatch.EventRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys by which repetitions are recognised. Read and written in the transaction that stores the events, by the one
 * thread that writes, so that of two requests at the same moment one is the first; where other processes write too, the
 * primary key decides, and the loser is tried again on its own.
 */
final class OnceKeys {

    private final MultiRow known;
    private final MultiRow delete;
    private final MultiRow insert;

    OnceKeys(Connection connection) {
        known = new MultiRow(connection, "SELECT once_key, expires_at FROM once_key WHERE once_key IN (", "?", ")");
        delete = new MultiRow(connection, "DELETE FROM once_key WHERE once_key IN (", "?", ")");
        insert = new MultiRow(connection, "INSERT INTO once_key (once_key, no, expires_at) VALUES ", "(?, ?, ?)", "");
    }

    /** Those whose key is taken: by an event of before, or by one earlier in the list. */
    Set<EventRow> repeated(List<EventRow> events) throws SQLException {
        List<EventRow> keyed =
                events.stream().filter(row -> row.newEvent.once() != null).toList();
        if (keyed.isEmpty()) {
            return Set.of();
        }
        Map<String, Long> expiries = new HashMap<>();
        known.query(
                keyed,
                (statement, at, row) ->
                        statement.setString(at, row.newEvent.once().key()),
                rows -> expiries.put(rows.getString(1), rows.getLong(2)));
        Set<EventRow> repeated = new HashSet<>();
        for (EventRow row : keyed) {
            Long expiry = expiries.get(row.newEvent.once().key());
            if (expiry != null && expiry > Micros.of(row.acceptedAt)) {
                repeated.add(row);
            } else {
                expiries.put(row.newEvent.once().key(), expiry(row));
            }
        }
        return repeated;
    }

    /** Remembers the keys of events that were stored. */
    void remember(List<EventRow> stored) throws SQLException {
        List<EventRow> keyed =
                stored.stream().filter(row -> row.newEvent.once() != null).toList();
        if (keyed.isEmpty()) {
            return;
        }
        delete.update(
                keyed,
                (statement, at, row) ->
                        statement.setString(at, row.newEvent.once().key()));
        insert.update(keyed, (statement, at, row) -> {
            statement.setString(at, row.newEvent.once().key());
            statement.setLong(at + 1, row.no);
            statement.setLong(at + 2, expiry(row));
        });
    }

    private static long expiry(EventRow row) {
        OnceKey once = row.newEvent.once();
        return Micros.of(row.acceptedAt.plus(once.window()));
    }
}
