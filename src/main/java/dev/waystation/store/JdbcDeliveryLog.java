package dev.waystation.store;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.AttemptError;
import dev.waystation.delivery.DeliveryLog;
import dev.waystation.delivery.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** {@link DeliveryLog} over the tables of deliveries and attempts. */
final class JdbcDeliveryLog implements DeliveryLog {

    private static final String ENTRY =
            "SELECT d.no, d.subscription_no, d.webhook_name, d.status, d.attempts, d.due_at,"
                    + " d.rendered, e.account_id, e.event_id, e.type, e.subject, e.body, e.body_rest, e.webhook_offset, e.accepted_at,"
                    + " a.status AS last_status, a.error AS last_error"
                    + " FROM delivery d JOIN event e ON e.no = d.event_no"
                    + " LEFT JOIN attempt a ON a.no = d.no * 256 + d.attempts AND d.attempts < 256";

    private static final String ATTEMPT = "SELECT no, started_at, duration, status, error, error_info, request_headers,"
            + " response_headers, response_body, truncated FROM attempt";

    private final DataSource dataSource;

    JdbcDeliveryLog(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Page deliveries(long subscriptionNo, int offset, int limit) {
        return read(connection -> {
            int total = (int) numbers(
                            connection,
                            "SELECT COUNT(*) FROM (SELECT no FROM delivery WHERE subscription_no = ?"
                                    + " FETCH FIRST ? ROWS ONLY) d",
                            subscriptionNo,
                            MOST)
                    .get(0)
                    .longValue();
            int last = (int) Math.min(MOST, (long) offset + limit);
            if (offset >= last) {
                return new Page(total, List.of());
            }
            // What is owed is read first: what ends in between is found twice, and not missed twice.
            List<Long> pending = numbers(
                    connection,
                    "SELECT no FROM delivery WHERE subscription_no = ? AND due_at >= 0"
                            + " ORDER BY no DESC FETCH FIRST ? ROWS ONLY",
                    subscriptionNo,
                    last);
            // Sorted by all columns of the index, so that the finished ones are read from its end, and no more of them.
            List<Long> finished = numbers(
                    connection,
                    "SELECT no FROM delivery WHERE subscription_no = ? AND due_at IS NULL"
                            + " ORDER BY subscription_no DESC, due_at DESC, no DESC FETCH FIRST ? ROWS ONLY",
                    subscriptionNo,
                    last);
            List<Long> page = Stream.concat(finished.stream(), pending.stream())
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .skip(offset)
                    .limit(last - offset)
                    .toList();
            if (page.isEmpty()) {
                return new Page(total, List.of());
            }
            String places = "?, ".repeat(page.size() - 1) + "?";
            return new Page(
                    total, entries(connection, ENTRY + " WHERE d.no IN (" + places + ") ORDER BY d.no DESC", page));
        });
    }

    @Override
    public List<Entry> ofEvent(long accountId, String eventId) {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT no, fan_out FROM event WHERE event_id = ? AND account_id = ?")) {
                select.setString(1, eventId);
                select.setLong(2, accountId);
                try (ResultSet rows = select.executeQuery()) {
                    if (!rows.next()) {
                        return List.of();
                    }
                    long no = rows.getLong("no");
                    return entries(
                            connection,
                            ENTRY + " WHERE d.no > ? AND d.no <= ? ORDER BY d.no",
                            List.of(no, no + rows.getInt("fan_out")));
                }
            }
        });
    }

    @Override
    public Optional<Entry> delivery(long no) {
        return read(connection -> entries(connection, ENTRY + " WHERE d.no = ?", List.of(no)).stream()
                .findFirst());
    }

    @Override
    public List<LoggedAttempt> attempts(long deliveryNo) {
        return read(connection -> attempts(
                connection,
                ATTEMPT + " WHERE no >= ? AND no <= ? ORDER BY no DESC",
                List.of(WriteBatch.attemptNo(deliveryNo, 0), WriteBatch.attemptNo(deliveryNo, 255))));
    }

    @Override
    public Optional<LoggedAttempt> attempt(long no) {
        return read(connection -> attempts(connection, ATTEMPT + " WHERE no = ?", List.of(no)).stream()
                .findFirst());
    }

    private static List<Long> numbers(Connection connection, String sql, long... arguments) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setLong(i + 1, arguments[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                List<Long> numbers = new ArrayList<>();
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
                return numbers;
            }
        }
    }

    private static List<Entry> entries(Connection connection, String sql, List<Long> arguments) throws SQLException {
        return all(connection, sql, arguments, rows -> {
            String error = rows.getString("last_error");
            int lastStatus = rows.getInt("last_status");
            boolean attempted = !rows.wasNull();
            return new Entry(
                    rows.getLong("no"),
                    rows.getLong("account_id"),
                    rows.getString("event_id"),
                    rows.getString("type"),
                    rows.getString("subject"),
                    EventBodyColumns.get(rows),
                    rows.getBytes("rendered"),
                    rows.getLong("subscription_no"),
                    rows.getString("webhook_name"),
                    status(rows.getInt("status")),
                    rows.getInt("attempts"),
                    Micros.get(rows, "accepted_at"),
                    Micros.get(rows, "due_at"),
                    attempted ? Attempt.reportedStatus(lastStatus, error(error)) : 0);
        });
    }

    private static List<LoggedAttempt> attempts(Connection connection, String sql, List<Long> arguments)
            throws SQLException {
        return all(connection, sql, arguments, rows -> {
            long no = rows.getLong("no");
            return new LoggedAttempt(
                    no,
                    no / 256,
                    (int) (no % 256),
                    new Attempt(
                            Micros.get(rows, "started_at"),
                            Duration.ofNanos(rows.getLong("duration") * 1_000),
                            rows.getInt("status"),
                            error(rows.getString("error")),
                            rows.getString("error_info"),
                            rows.getString("request_headers"),
                            rows.getString("response_headers"),
                            rows.getBytes("response_body"),
                            rows.getBoolean("truncated"),
                            null));
        });
    }

    private static AttemptError error(String name) {
        return name == null ? null : AttemptError.valueOf(name);
    }

    private static Status status(int column) {
        return switch (column) {
            case DeliveryStatus.SUCCEEDED -> Status.SUCCEEDED;
            case DeliveryStatus.FAILED -> Status.FAILED;
            default -> Status.PENDING;
        };
    }

    private interface Row<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private static <T> List<T> all(Connection connection, String sql, List<Long> arguments, Row<T> row)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                select.setLong(i + 1, arguments.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(row.read(rows));
                }
                return all;
            }
        }
    }

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T read(Query<T> query) {
        try (Connection connection = dataSource.getConnection()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw new StoreException("The delivery log cannot be read: " + e.getMessage(), e);
        }
    }
}
