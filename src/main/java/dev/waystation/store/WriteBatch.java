package dev.waystation.store;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.DeliveryStore.NewEvent;
import dev.waystation.delivery.DeliveryStore.Planned;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.Outcome;
import dev.waystation.event.Event;
import dev.waystation.subscription.SubscriptionHealth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes of one transaction, put into as few JDBC batches as possible. Belongs to the writing thread; reused from
 * transaction to transaction so that statements are prepared once.
 */
final class WriteBatch implements AutoCloseable {

    /** Longest text kept of an error or of headers; the columns are as wide. */
    private static final int LONGEST_INFO = 1_000;

    private static final int LONGEST_HEADERS = 20_000;

    /** What the numbers of attempts have room for. The policy's redeliveries are fewer. */
    private static final int LAST_LOGGED_ATTEMPT = 255;

    /** An event on its way into the store: before the transaction {@code no} is given, after it {@code inserted} is known. */
    static final class EventRow {
        final NewEvent newEvent;
        final Instant acceptedAt;
        final Instant leaseUntil;
        final long no;
        final long lease;
        boolean inserted;
        int fanOut;

        EventRow(NewEvent newEvent, Instant acceptedAt, Instant leaseUntil, long no, long lease) {
            this.newEvent = newEvent;
            this.acceptedAt = acceptedAt;
            this.leaseUntil = leaseUntil;
            this.no = no;
            this.lease = lease;
            this.fanOut = newEvent.deliveries().size();
        }
    }

    /** An attempt on its way into the store; after the transaction {@code claimHeld} is known. */
    static final class AttemptRow {
        final FinishedAttempt finished;
        boolean claimHeld;

        AttemptRow(FinishedAttempt finished) {
            this.finished = finished;
        }
    }

    private final Connection connection;
    private final PreparedStatement insertEvent;
    private final PreparedStatement selectFanOut;
    private final PreparedStatement insertDelivery;
    private final PreparedStatement insertAttempt;
    private final PreparedStatement finishDelivery;
    private final PreparedStatement updateHealth;
    private final List<EventRow> events = new ArrayList<>();
    private final List<AttemptRow> attempts = new ArrayList<>();

    WriteBatch(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        insertEvent = connection.prepareStatement(
                "INSERT INTO event (no, account_id, event_id, type, subject, body, webhook_offset, fan_out, accepted_at)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM event WHERE event_id = ? AND account_id = ?)");
        selectFanOut = connection.prepareStatement("SELECT fan_out FROM event WHERE event_id = ? AND account_id = ?");
        insertDelivery = connection.prepareStatement(
                "INSERT INTO delivery (no, event_no, subscription_no, webhook_name, status, attempts, due_at, lease)"
                        + " VALUES (?, ?, ?, ?, 0, 0, ?, ?)");
        insertAttempt = connection.prepareStatement(
                "INSERT INTO attempt (no, started_at, duration, status, error, error_info, request_headers,"
                        + " response_headers, response_body, truncated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        finishDelivery = connection.prepareStatement(
                "UPDATE delivery SET status = ?, attempts = ?, due_at = ?, lease = NULL WHERE no = ? AND lease = ?");
        updateHealth = connection.prepareStatement("UPDATE subscription SET last_status = ?, dispatched_at = ?,"
                + " consecutive_failures = ?, failing_since = ? WHERE no = ?");
    }

    Connection connection() {
        return connection;
    }

    void add(EventRow row) {
        events.add(row);
    }

    void add(AttemptRow row) {
        attempts.add(row);
    }

    /** Runs everything that was added, and forgets it. Commits nothing. */
    void execute() throws SQLException {
        insertEvents();
        insertDeliveries();
        finishDeliveries();
        insertAttempts();
        updateHealth();
        clear();
    }

    void rollback() throws SQLException {
        clear();
        insertEvent.clearBatch();
        insertDelivery.clearBatch();
        insertAttempt.clearBatch();
        finishDelivery.clearBatch();
        updateHealth.clearBatch();
        connection.rollback();
    }

    private void clear() {
        events.clear();
        attempts.clear();
    }

    private void insertEvents() throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        for (EventRow row : events) {
            Event event = row.newEvent.event();
            insertEvent.setLong(1, row.no);
            insertEvent.setLong(2, event.accountId());
            insertEvent.setString(3, event.eventId());
            insertEvent.setString(4, event.eventType());
            insertEvent.setString(5, event.subject());
            insertEvent.setBytes(6, event.body().stored());
            insertEvent.setInt(7, event.body().webhookOffset());
            insertEvent.setInt(8, row.newEvent.deliveries().size());
            insertEvent.setLong(9, Micros.of(row.acceptedAt));
            insertEvent.setString(10, event.eventId());
            insertEvent.setLong(11, event.accountId());
            insertEvent.addBatch();
        }
        int[] counts = insertEvent.executeBatch();
        for (int i = 0; i < counts.length; i++) {
            EventRow row = events.get(i);
            row.inserted = counts[i] == 1;
            if (!row.inserted) {
                row.fanOut = fanOutOf(row.newEvent.event());
            }
        }
    }

    private int fanOutOf(Event event) throws SQLException {
        selectFanOut.setString(1, event.eventId());
        selectFanOut.setLong(2, event.accountId());
        try (ResultSet rows = selectFanOut.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private void insertDeliveries() throws SQLException {
        boolean any = false;
        for (EventRow row : events) {
            if (!row.inserted) {
                continue;
            }
            long no = row.no;
            long accepted = Micros.of(row.acceptedAt);
            long leaseUntil = Micros.of(row.leaseUntil);
            for (Planned planned : row.newEvent.deliveries()) {
                insertDelivery.setLong(1, ++no);
                insertDelivery.setLong(2, row.no);
                insertDelivery.setLong(3, planned.subscription().no());
                insertDelivery.setString(4, planned.subscription().name());
                if (planned.claimed()) {
                    insertDelivery.setLong(5, leaseUntil);
                    insertDelivery.setLong(6, row.lease);
                } else {
                    insertDelivery.setLong(5, accepted);
                    insertDelivery.setNull(6, Types.BIGINT);
                }
                insertDelivery.addBatch();
                any = true;
            }
        }
        if (any) {
            insertDelivery.executeBatch();
        }
    }

    /** Only of claims that held: the number of any other attempt is taken by whoever holds the claim now. */
    private void insertAttempts() throws SQLException {
        boolean any = false;
        for (AttemptRow row : attempts) {
            if (!row.claimHeld || row.finished.number() > LAST_LOGGED_ATTEMPT) {
                continue;
            }
            any = true;
            Attempt attempt = row.finished.attempt();
            insertAttempt.setLong(1, attemptNo(row.finished.delivery().no(), row.finished.number()));
            insertAttempt.setLong(2, Micros.of(attempt.startedAt()));
            insertAttempt.setLong(3, attempt.duration().toNanos() / 1_000);
            insertAttempt.setInt(4, attempt.status());
            insertAttempt.setString(
                    5, attempt.error() == null ? null : attempt.error().name());
            insertAttempt.setString(6, cut(attempt.errorInfo(), LONGEST_INFO));
            insertAttempt.setString(7, cut(attempt.requestHeaders(), LONGEST_HEADERS));
            insertAttempt.setString(8, cut(attempt.responseHeaders(), LONGEST_HEADERS));
            insertAttempt.setBytes(9, attempt.responseBody());
            insertAttempt.setBoolean(10, attempt.responseTruncated());
            insertAttempt.addBatch();
        }
        if (any) {
            insertAttempt.executeBatch();
        }
    }

    /** A number for an attempt from which its delivery can be told: the log of a delivery is a range of primary keys. */
    static long attemptNo(long deliveryNo, int number) {
        return deliveryNo * 256 + number;
    }

    private void finishDeliveries() throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        for (AttemptRow row : attempts) {
            Delivery delivery = row.finished.delivery();
            Outcome outcome = row.finished.outcome();
            finishDelivery.setInt(1, status(outcome));
            finishDelivery.setInt(2, row.finished.number());
            Micros.set(finishDelivery, 3, outcome instanceof Outcome.Redeliver redeliver ? redeliver.at() : null);
            finishDelivery.setLong(4, delivery.no());
            finishDelivery.setLong(5, delivery.lease());
            finishDelivery.addBatch();
        }
        int[] counts = finishDelivery.executeBatch();
        for (int i = 0; i < counts.length; i++) {
            attempts.get(i).claimHeld = counts[i] == 1;
        }
    }

    private static int status(Outcome outcome) {
        if (outcome instanceof Outcome.Redeliver) {
            return DeliveryStatus.OWED;
        }
        return outcome instanceof Outcome.Succeeded ? DeliveryStatus.SUCCEEDED : DeliveryStatus.FAILED;
    }

    /** One row a subscription and transaction, however many attempts it had. */
    private void updateHealth() throws SQLException {
        Map<Long, SubscriptionHealth> latest = new HashMap<>();
        for (AttemptRow row : attempts) {
            latest.put(row.finished.delivery().subscriptionNo(), row.finished.health());
        }
        if (latest.isEmpty()) {
            return;
        }
        for (Map.Entry<Long, SubscriptionHealth> entry : latest.entrySet()) {
            SubscriptionHealth health = entry.getValue();
            updateHealth.setInt(1, health.lastStatus());
            Micros.set(updateHealth, 2, health.dispatchedAt());
            updateHealth.setInt(3, health.consecutiveFailures());
            Micros.set(updateHealth, 4, health.failingSince());
            updateHealth.setLong(5, entry.getKey());
            updateHealth.addBatch();
        }
        updateHealth.executeBatch();
    }

    private static String cut(String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The pool throws a broken connection away; there is nothing else to do with it.
        }
    }
}
