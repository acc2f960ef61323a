package dev.waystation.store;

import dev.waystation.delivery.StoreException;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.feed.FeedOrder;
import dev.waystation.feed.FeedQuery;
import dev.waystation.feed.FeedRow;
import dev.waystation.feed.FeedStore;
import dev.waystation.receive.ReceivedEventLookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The feed over the table of events. */
final class JdbcFeedStore implements FeedStore, ReceivedEventLookup {

    /** Rows of one query with bodies, which can have more than a megabyte each; and without. */
    private static final int STEP_WITH_BODIES = 50;

    private static final int STEP = 1_000;

    private static final String COLUMNS =
            "SELECT no, account_id, event_id, type, subject, kind, occurred_at, accepted_at";
    private static final String BODY_COLUMNS = ", body, body_rest, webhook_offset";

    private final DataSource dataSource;

    JdbcFeedStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void scan(FeedQuery query, boolean bodies, long skip, Visitor visitor) {
        int step = bodies ? STEP_WITH_BODIES : STEP;
        FeedRow last = null;
        boolean more = true;
        while (more) {
            List<FeedRow> rows = step(query, bodies, last == null ? skip : 0, last, step);
            for (FeedRow row : rows) {
                if (!visitor.visit(row)) {
                    return;
                }
                last = row;
            }
            more = rows.size() == step;
        }
    }

    /** The next rows after {@code last}: no query stays open while the visitor works, and none is long. */
    private List<FeedRow> step(FeedQuery query, boolean bodies, long skip, FeedRow last, int step) {
        boolean ascending = query.order() == FeedOrder.ASC;
        FeedCondition where = FeedCondition.of(query, last);
        String direction = ascending ? "" : " DESC";
        String sql = COLUMNS + (bodies ? BODY_COLUMNS : "") + " FROM event WHERE " + where.sql()
                // By all columns of the index, so that it is read in its order and nothing is sorted.
                + " ORDER BY account_id" + direction + ", occurred_at" + direction + ", no" + direction
                + " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY";
        return read(sql, bodies, statement -> {
            int next = where.bind(statement, 1);
            statement.setLong(next, skip);
            statement.setInt(next + 1, step);
        });
    }

    @Override
    public long count(FeedQuery query) {
        FeedCondition where = FeedCondition.of(query, null);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT COUNT(*) FROM event WHERE " + where.sql())) {
            where.bind(select, 1);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<FeedRow> rows(long account, Collection<Long> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        String sql = COLUMNS + BODY_COLUMNS + " FROM event WHERE account_id = ? AND no IN ("
                + "?, ".repeat(numbers.size() - 1) + "?)";
        return read(sql, true, statement -> {
            statement.setLong(1, account);
            int at = 2;
            for (long no : numbers) {
                statement.setLong(at++, no);
            }
        });
    }

    @Override
    public Optional<ReceivedEvent> find(long account, String eventId) {
        String id;
        try {
            id = UUID.fromString(eventId).toString();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String sql = COLUMNS + BODY_COLUMNS + " FROM event WHERE event_id = ? AND account_id = ? AND kind = "
                + EventKind.RECEIVED;
        return read(sql, true, statement -> {
                    statement.setString(1, id);
                    statement.setLong(2, account);
                })
                .stream()
                .findFirst()
                .map(FeedRow::event);
    }

    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private List<FeedRow> read(String sql, boolean bodies, Binder binder) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            binder.bind(select);
            List<FeedRow> all = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(row(rows, bodies));
                }
            }
            return all;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static FeedRow row(ResultSet rows, boolean bodies) throws SQLException {
        return new FeedRow(
                rows.getLong("no"),
                rows.getLong("account_id"),
                rows.getString("event_id"),
                rows.getString("type"),
                rows.getString("subject"),
                rows.getInt("kind") == EventKind.RUN ? FeedRow.Kind.RUN : FeedRow.Kind.RECEIVED,
                Micros.get(rows, "occurred_at"),
                Micros.get(rows, "accepted_at"),
                bodies ? EventBodyColumns.get(rows).stored() : null);
    }

    private static StoreException unreadable(SQLException e) {
        return new StoreException("The feed cannot be read: " + e.getMessage(), e);
    }
}
