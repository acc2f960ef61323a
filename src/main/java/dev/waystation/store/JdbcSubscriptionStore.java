package dev.waystation.store;

import dev.waystation.delivery.StoreException;
import dev.waystation.subscription.SignatureScheme;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionHealth;
import dev.waystation.subscription.SubscriptionOptions;
import dev.waystation.subscription.SubscriptionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** {@link SubscriptionStore} in a table. */
final class JdbcSubscriptionStore implements SubscriptionStore {

    /** In the order of {@link #bind}; the number comes last so that an update can bind alike. */
    private static final List<String> COLUMNS = List.of(
            "id",
            "account_id",
            "name",
            "description",
            "event_types",
            "job_ids",
            "destination",
            "client_url",
            "secret",
            "active",
            "deactivate_reason",
            "created_at",
            "updated_at",
            "filter",
            "template",
            "headers",
            "signature",
            "concurrency",
            "rate_limit",
            "resource_ids",
            "retired_secret",
            "retired_until",
            "no");

    private static final String INSERT = "INSERT INTO subscription (" + String.join(", ", COLUMNS)
            + ", last_status, consecutive_failures) VALUES (" + "?, ".repeat(COLUMNS.size()) + "0, 0)";

    private static final String UPDATE =
            "UPDATE subscription SET " + String.join(" = ?, ", COLUMNS) + " = ? WHERE no = ?";

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
    public void insert(Subscription s, CreateKey key) {
        commits.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                bind(insert, s);
                insert.executeUpdate();
            }
            if (key != null) {
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO create_key (account_id, client_key, request, subscription_no, created_at)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
                    insert.setLong(1, key.accountId());
                    insert.setString(2, key.key());
                    insert.setString(3, key.request());
                    insert.setLong(4, key.subscriptionNo());
                    insert.setLong(5, Micros.of(key.at()));
                    insert.executeUpdate();
                }
            }
            return null;
        });
    }

    @Override
    public Optional<CreateKey> findKey(long accountId, String key, Instant since) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT k.request, k.subscription_no, k.created_at FROM create_key k"
                                + " JOIN subscription s ON s.no = k.subscription_no"
                                + " WHERE k.account_id = ? AND k.client_key = ? AND k.created_at >= ?")) {
            select.setLong(1, accountId);
            select.setString(2, key);
            select.setLong(3, Micros.of(since));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new CreateKey(
                                accountId,
                                key,
                                rows.getString("request"),
                                rows.getLong("subscription_no"),
                                Micros.get(rows, "created_at")))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new StoreException("The store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void deleteKeysBefore(Instant time) {
        commits.call(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM create_key WHERE created_at < ?")) {
                delete.setLong(1, Micros.of(time));
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public void update(Subscription s) {
        commits.call(connection -> update(connection, s));
    }

    @Override
    public void update(Subscription s, SubscriptionHealth health) {
        commits.call(connection -> {
            update(connection, s);
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE subscription SET consecutive_failures = ?, failing_since = ? WHERE no = ?")) {
                update.setInt(1, health.consecutiveFailures());
                Micros.set(update, 2, health.failingSince());
                update.setLong(3, s.no());
                return update.executeUpdate();
            }
        });
    }

    private static int update(Connection connection, Subscription s) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            bind(update, s);
            update.setLong(COLUMNS.size() + 1, s.no());
            return update.executeUpdate();
        }
    }

    @Override
    public void delete(long no) {
        commits.call(connection -> {
            for (String sql : List.of(
                    "DELETE FROM create_key WHERE subscription_no = ?", "DELETE FROM subscription WHERE no = ?")) {
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                    delete.setLong(1, no);
                    delete.executeUpdate();
                }
            }
            return null;
        });
    }

    private static void bind(PreparedStatement statement, Subscription s) throws SQLException {
        SubscriptionOptions options = s.options();
        Subscription.RetiredSecret retired = s.retired();
        int i = 0;
        statement.setString(++i, s.id());
        statement.setLong(++i, s.accountId());
        statement.setString(++i, s.name());
        statement.setString(++i, s.description());
        statement.setString(++i, String.join("\n", s.eventTypes()));
        statement.setString(++i, String.join("\n", s.jobIds()));
        statement.setString(++i, s.destination().name());
        statement.setString(++i, s.clientUrl());
        statement.setString(++i, s.secret());
        statement.setBoolean(++i, s.active());
        statement.setString(++i, s.deactivateReason());
        statement.setLong(++i, Micros.of(s.createdAt()));
        statement.setLong(++i, Micros.of(s.updatedAt()));
        statement.setString(++i, options.filter());
        statement.setString(++i, options.template());
        statement.setString(++i, headerLines(options.headers()));
        statement.setString(++i, options.signature().name());
        statement.setInt(++i, options.concurrency());
        statement.setInt(++i, options.rateLimit());
        statement.setString(++i, String.join("\n", options.resourceIds()));
        statement.setString(++i, retired == null ? null : retired.secret());
        Micros.set(statement, ++i, retired == null ? null : retired.until());
        statement.setLong(++i, s.no());
    }

    private static Subscription subscription(ResultSet rows) throws SQLException {
        String retired = rows.getString("retired_secret");
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
                Micros.get(rows, "updated_at"),
                new SubscriptionOptions(
                        rows.getString("filter"),
                        rows.getString("template"),
                        headers(rows.getString("headers")),
                        SignatureScheme.valueOf(rows.getString("signature")),
                        rows.getInt("concurrency"),
                        rows.getInt("rate_limit"),
                        lines(rows.getString("resource_ids"))),
                retired == null ? null : new Subscription.RetiredSecret(retired, Micros.get(rows, "retired_until")));
    }

    private static String headerLines(Map<String, String> headers) {
        StringBuilder text = new StringBuilder();
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines(text)) {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return headers;
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
