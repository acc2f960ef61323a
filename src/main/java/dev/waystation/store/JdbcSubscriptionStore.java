package dev.waystation.store;

import dev.waystation.delivery.StoreException;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionHealth;
import dev.waystation.subscription.SubscriptionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** {@link SubscriptionStore} in a table. */
final class JdbcSubscriptionStore implements SubscriptionStore {

    private final DataSource dataSource;
    private final GroupCommit commits;
    private final Numbers numbers;

    JdbcSubscriptionStore(DataSource dataSource, GroupCommit commits, Numbers numbers) {
        this.dataSource = dataSource;
        this.commits = commits;
        this.numbers = numbers;
    }

    @Override
    public List<Stored> loadSubscriptions() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM subscription ORDER BY no");
                ResultSet rows = select.executeQuery()) {
            List<Stored> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Stored(subscription(rows), health(rows)));
            }
            return all;
        } catch (SQLException e) {
            throw new StoreException("The subscriptions cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public long nextSubscriptionNo() {
        return numbers.next(1);
    }

    @Override
    public void insert(Subscription s) {
        commits.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO subscription (id, account_id, name, description, event_types, job_ids, destination,"
                            + " client_url, secret, active, deactivate_reason, created_at, updated_at, no,"
                            + " last_status, consecutive_failures)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)")) {
                bind(insert, s);
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void update(Subscription s) {
        commits.call(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE subscription SET id = ?, account_id = ?, name = ?, description = ?, event_types = ?,"
                            + " job_ids = ?, destination = ?, client_url = ?, secret = ?, active = ?,"
                            + " deactivate_reason = ?, created_at = ?, updated_at = ? WHERE no = ?")) {
                bind(update, s);
                return update.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, Subscription s) throws SQLException {
        statement.setString(1, s.id());
        statement.setLong(2, s.accountId());
        statement.setString(3, s.name());
        statement.setString(4, s.description());
        statement.setString(5, String.join("\n", s.eventTypes()));
        statement.setString(6, String.join("\n", s.jobIds()));
        statement.setString(7, s.destination().name());
        statement.setString(8, s.clientUrl());
        statement.setString(9, s.secret());
        statement.setBoolean(10, s.active());
        statement.setString(11, s.deactivateReason());
        statement.setLong(12, Micros.of(s.createdAt()));
        statement.setLong(13, Micros.of(s.updatedAt()));
        statement.setLong(14, s.no());
    }

    private static Subscription subscription(ResultSet rows) throws SQLException {
        return new Subscription(
                rows.getLong("no"),
                rows.getString("id"),
                rows.getLong("account_id"),
                rows.getString("name"),
                rows.getString("description"),
                lines(rows.getString("event_types")),
                lines(rows.getString("job_ids")),
                Subscription.Destination.valueOf(rows.getString("destination")),
                rows.getString("client_url"),
                rows.getString("secret"),
                rows.getBoolean("active"),
                rows.getString("deactivate_reason"),
                Micros.get(rows, "created_at"),
                Micros.get(rows, "updated_at"));
    }

    private static SubscriptionHealth health(ResultSet rows) throws SQLException {
        return new SubscriptionHealth(
                rows.getInt("last_status"),
                Micros.get(rows, "dispatched_at"),
                rows.getInt("consecutive_failures"),
                Micros.get(rows, "failing_since"));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
