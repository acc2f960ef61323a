package dev.waystation.store;

import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.RedeliveryStore;
import dev.waystation.delivery.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * {@link RedeliveryStore} in the table of deliveries. The column {@code uncounted} says how many of a delivery's attempts
 * its schedule does not count: all of them when it is opened again, one more each time that it is hurried.
 */
final class JdbcRedeliveryStore implements RedeliveryStore {

    /** A failed delivery none of whose attempts counts was a test, or was given up. */
    private static final String FAILED = " subscription_no = ? AND due_at IS NULL AND no >= ? AND status = "
            + DeliveryStatus.FAILED + " AND attempts > uncounted AND attempts < " + MOST_ATTEMPTS;

    private final DataSource dataSource;
    private final GroupCommit commits;

    JdbcRedeliveryStore(DataSource dataSource, GroupCommit commits) {
        this.dataSource = dataSource;
        this.commits = commits;
    }

    @Override
    public Again redeliver(long deliveryNo, Instant now) {
        return commits.call(connection -> {
            if (update(
                            connection,
                            "UPDATE delivery SET status = 0, due_at = ?, uncounted = attempts"
                                    + " WHERE no = ? AND due_at IS NULL",
                            Micros.of(now),
                            deliveryNo)
                    == 1) {
                return Again.REOPENED;
            }
            return update(
                                    connection,
                                    "UPDATE delivery SET due_at = ?, uncounted = uncounted + 1"
                                            + " WHERE no = ? AND lease IS NULL AND due_at > ? AND attempts > uncounted",
                                    Micros.of(now),
                                    deliveryNo,
                                    Micros.of(now))
                            == 1
                    ? Again.HURRIED
                    : Again.UNDER_WAY;
        });
    }

    @Override
    public int countFailed(long subscriptionNo, Instant since) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT COUNT(*) FROM delivery WHERE" + FAILED)) {
            select.setLong(1, subscriptionNo);
            select.setLong(2, Numbers.firstAt(since));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new StoreException("The delivery log cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int redeliverFailed(long subscriptionNo, Instant since, Instant now, int max) {
        return commits.call(connection -> update(
                connection,
                "UPDATE delivery SET status = 0, due_at = ?, uncounted = attempts WHERE no IN (SELECT no FROM delivery"
                        + " WHERE" + FAILED + " FETCH FIRST ? ROWS ONLY)",
                Micros.of(now),
                subscriptionNo,
                Numbers.firstAt(since),
                max));
    }

    @Override
    public void markAsTest(Delivery delivery) {
        commits.call(connection -> update(connection, "UPDATE delivery SET uncounted = 1 WHERE no = ?", delivery.no()));
    }

    private static int update(Connection connection, String sql, long... arguments) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                update.setLong(i + 1, arguments[i]);
            }
            return update.executeUpdate();
        }
    }
}
