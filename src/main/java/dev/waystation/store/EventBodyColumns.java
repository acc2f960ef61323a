package dev.waystation.store;

import dev.waystation.event.EventBody;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * An event's body in three columns: {@code body}, {@code body_rest}, {@code webhook_offset}. H2's binary type ends at 1 MiB,
 * and its large objects are far slower for the many events that are small, so the few larger ones go on in a second column.
 */
final class EventBodyColumns {

    /** Bytes of {@code body}, and of {@code body_rest}. */
    private static final int WIDTH = 1 << 20;

    private EventBodyColumns() {}

    /** Sets three parameters from {@code first} on. */
    static void set(PreparedStatement statement, int first, EventBody body) throws SQLException {
        byte[] stored = body.stored();
        boolean fits = stored.length <= WIDTH;
        statement.setBytes(first, fits ? stored : Arrays.copyOf(stored, WIDTH));
        statement.setBytes(first + 1, fits ? null : Arrays.copyOfRange(stored, WIDTH, stored.length));
        statement.setInt(first + 2, body.webhookOffset());
    }

    /** Reads the columns of the present row. */
    static EventBody get(ResultSet rows) throws SQLException {
        byte[] body = rows.getBytes("body");
        byte[] rest = rows.getBytes("body_rest");
        if (rest != null) {
            int size = body.length;
            body = Arrays.copyOf(body, size + rest.length);
            System.arraycopy(rest, 0, body, size, rest.length);
        }
        return EventBody.of(body, rows.getInt("webhook_offset"));
    }
}
