package dev.waystation.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.waystation.access.TokenStore;
import dev.waystation.delivery.DeliveryLog;
import dev.waystation.delivery.DeliveryStore;
import dev.waystation.delivery.RedeliveryStore;
import dev.waystation.delivery.StoreException;
import dev.waystation.receive.WebhookStore;
import dev.waystation.subscription.SubscriptionStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The open store. What is acknowledged survives the death of the process: each acknowledgement comes after the commit,
 * and a commit is handed to the operating system before it returns.
 */
public final class Store implements AutoCloseable {

    private final HikariDataSource dataSource;
    private final GroupCommit commits;
    private final JdbcDeliveryStore deliveries;
    private final JdbcSubscriptionStore subscriptions;
    private final DeliveryLog log;
    private final RedeliveryStore redeliveries;
    private final TokenStore tokens;
    private final WebhookStore webhooks;

    private Store(HikariDataSource dataSource, Dialect dialect, boolean sync, long lastNumber, Clock clock) {
        this.dataSource = dataSource;
        this.commits = new GroupCommit(dataSource, dialect, sync);
        Numbers numbers = new Numbers(clock, lastNumber);
        this.deliveries = new JdbcDeliveryStore(dataSource, dialect, commits, numbers, clock);
        this.subscriptions = new JdbcSubscriptionStore(dataSource, commits, numbers);
        this.log = new JdbcDeliveryLog(dataSource);
        this.redeliveries = new JdbcRedeliveryStore(dataSource, commits);
        this.tokens = new JdbcTokenStore(dataSource, commits);
        this.webhooks = new JdbcWebhookStore(dataSource, commits);
    }

    /**
     * Opens the store, and makes or migrates its schema.
     *
     * @param url a JDBC address, see {@code waystation.store.url}
     * @param sync whether an acknowledgement waits until the disk has the data, so that it survives the loss of power;
     *     without it, it survives the death of the process
     * @throws StoreException when it cannot be opened; the message says why, for people
     */
    public static Store open(String url, boolean sync, Clock clock) {
        Dialect dialect = Dialect.of(url);
        HikariConfig config = new HikariConfig();
        dialect.configure(config, url);
        config.setPoolName("waystation-store");
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(1);
        config.setMaxLifetime(0);
        HikariDataSource dataSource = null;
        try {
            dataSource = new HikariDataSource(config);
            return new Store(dataSource, dialect, sync, migrate(dataSource, dialect), clock);
        } catch (SQLException | RuntimeException e) {
            if (dataSource != null) {
                dataSource.close();
            }
            throw e instanceof StoreException known
                    ? known
                    : new StoreException("The store at " + url + " cannot be opened: " + rootMessage(e), e);
        }
    }

    private static long migrate(DataSource dataSource, Dialect dialect) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Migrations.run(connection, dialect);
            long last = Math.max(
                    largest(connection, "SELECT MAX(no) FROM delivery"),
                    Math.max(
                            largest(connection, "SELECT MAX(no) FROM event"),
                            largest(connection, "SELECT MAX(no) FROM subscription")));
            connection.commit();
            return last;
        }
    }

    private static long largest(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Events, deliveries and attempts. */
    public DeliveryStore deliveries() {
        return deliveries;
    }

    /** What is known about deliveries. */
    public DeliveryLog log() {
        return log;
    }

    /** What redelivery by hand needs. */
    public RedeliveryStore redeliveries() {
        return redeliveries;
    }

    /** API tokens. */
    public TokenStore tokens() {
        return tokens;
    }

    /** Webhooks. */
    public WebhookStore webhooks() {
        return webhooks;
    }

    /** Subscriptions. */
    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    /** The smallest number that an event or delivery accepted at this time can have. */
    public static long firstNumberAt(Instant time) {
        return Numbers.firstAt(time);
    }

    /** The smallest number that an attempt of a delivery accepted at this time can have. */
    public static long firstAttemptNumberAt(Instant time) {
        return WriteBatch.attemptNo(Numbers.firstAt(time), 0);
    }

    /** Connections for SQL that belongs in a route. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Writes what is queued and closes the database. */
    @Override
    public void close() {
        commits.close();
        if (dataSource.getJdbcUrl().startsWith("jdbc:h2:")) {
            shutDown();
        }
        dataSource.close();
    }

    /** H2 with {@code DB_CLOSE_ON_EXIT=FALSE} closes when its last connection does; said out loud, it also tidies its file. */
    private void shutDown() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // Closing the pool closes the database too.
        }
    }
}
