package dev.waystation.store;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.DeliveryStore.NewEvent;
import dev.waystation.delivery.DeliveryStore.Planned;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.Outcome;
import dev.waystation.event.Event;
import dev.waystation.event.RunEvent;
import dev.waystation.subscription.SubscriptionHealth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The writes of one transaction, put into as few JDBC batches as possible. Belongs to the writing thread; reused from
 * transaction to transaction so that statements are prepared once.
 */
final class WriteBatch implements AutoCloseable {

    /** Longest text kept of an error or of headers; the columns are as wide. */
    private static final int LONGEST_INFO = 1_000;

    private static final int LONGEST_HEADERS = 20_000;

    /** Prefect sets no bound; subscriptions were matched by the whole, and the body has it too. */
    private static final int LONGEST_SUBJECT = 10_000;

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
    private final OnceKeys onceKeys;
    private final MultiRow knownEvents;
    private final MultiRow insertEvents;
    private final MultiRow insertDeliveries;
    private final MultiRow claims;
    private final MultiRow succeedAtOnce;
    private final MultiRow insertAttempts;
    private final PreparedStatement finishDelivery;
    private final PreparedStatement updateHealth;
    private final List<EventRow> events = new ArrayList<>();
    private final List<AttemptRow> attempts = new ArrayList<>();

    WriteBatch(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        onceKeys = new OnceKeys(connection);
        knownEvents = new MultiRow(
                connection, "SELECT event_id, account_id, fan_out FROM event WHERE event_id IN (", "?", ")");
        insertEvents = new MultiRow(
                connection,
                "INSERT INTO event (no, account_id, event_id, type, subject, body, body_rest, webhook_offset, fan_out,"
                        + " accepted_at, kind, occurred_at) VALUES ",
                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "");
        insertDeliveries = new MultiRow(
                connection,
                "INSERT INTO delivery (no, event_no, subscription_no, webhook_name, status, attempts, due_at, lease)"
                        + " VALUES ",
                "(?, ?, ?, ?, 0, 0, ?, ?)",
                "");
        claims = new MultiRow(connection, "SELECT no, lease FROM delivery WHERE no IN (", "?", ")" + dialect.rowLock());
        succeedAtOnce = new MultiRow(
                connection,
                "UPDATE delivery SET status = " + DeliveryStatus.SUCCEEDED
                        + ", attempts = 1, due_at = NULL, lease = NULL WHERE no IN (",
                "?",
                ")");
        insertAttempts = new MultiRow(
                connection,
                "INSERT INTO attempt (no, started_at, duration, status, error, error_info, request_headers,"
                        + " response_headers, response_body, truncated) VALUES ",
                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "");
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
        finishDelivery.clearBatch();
        updateHealth.clearBatch();
        connection.rollback();
    }

    private void clear() {
        events.clear();
        attempts.clear();
    }

    /** An event's id is unique in its account only. */
    private record EventKey(long accountId, String eventId) {

        static EventKey of(EventRow row) {
            Event event = row.newEvent.event();
            return new EventKey(event.accountId(), event.eventId());
        }
    }

    private void insertEvents() throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        Set<EventRow> repeated = onceKeys.repeated(events);
        Map<EventKey, Integer> fanOuts = new HashMap<>();
        knownEvents.query(
                events,
                (statement, at, row) ->
                        statement.setString(at, row.newEvent.event().eventId()),
                rows -> fanOuts.put(new EventKey(rows.getLong(2), rows.getString(1)), rows.getInt(3)));
        List<EventRow> fresh = new ArrayList<>(events.size());
        for (EventRow row : events) {
            if (repeated.contains(row)) {
                row.fanOut = 0;
                continue;
            }
            Integer known = fanOuts.putIfAbsent(EventKey.of(row), row.fanOut);
            row.inserted = known == null;
            if (known == null) {
                fresh.add(row);
            } else {
                row.fanOut = known;
            }
        }
        insertEvents.update(fresh, (statement, at, row) -> {
            Event event = row.newEvent.event();
            statement.setLong(at, row.no);
            statement.setLong(at + 1, event.accountId());
            statement.setString(at + 2, event.eventId());
            statement.setString(at + 3, event.eventType());
            statement.setString(at + 4, cut(event.subject(), LONGEST_SUBJECT));
            EventBodyColumns.set(statement, at + 5, event.body());
            statement.setInt(at + 8, row.fanOut);
            statement.setLong(at + 9, Micros.of(row.acceptedAt));
            statement.setInt(at + 10, event instanceof RunEvent ? EventKind.RUN : EventKind.RECEIVED);
            statement.setLong(at + 11, Micros.of(event.time()));
        });
        onceKeys.remember(fresh);
    }

    private record DeliveryRow(EventRow event, long no, Planned planned) {}

    private void insertDeliveries() throws SQLException {
        List<DeliveryRow> deliveries = new ArrayList<>();
        for (EventRow row : events) {
            long no = row.no;
            for (Planned planned : row.inserted ? row.newEvent.deliveries() : List.<Planned>of()) {
                deliveries.add(new DeliveryRow(row, ++no, planned));
            }
        }
        insertDeliveries.update(deliveries, (statement, at, row) -> {
            statement.setLong(at, row.no());
            statement.setLong(at + 1, row.event().no);
            statement.setLong(at + 2, row.planned().subscription().no());
            statement.setString(at + 3, row.planned().subscription().name());
            if (row.planned().claimed()) {
                statement.setLong(at + 4, Micros.of(row.event().leaseUntil));
                statement.setLong(at + 5, row.event().lease);
            } else {
                statement.setLong(at + 4, Micros.of(row.event().acceptedAt));
                statement.setNull(at + 5, Types.BIGINT);
            }
        });
    }

    /** Only of claims that held: the number of any other attempt is taken by whoever holds the claim now. */
    private void insertAttempts() throws SQLException {
        List<AttemptRow> logged = attempts.stream()
                .filter(row -> row.claimHeld && row.finished.number() <= LAST_LOGGED_ATTEMPT)
                .toList();
        insertAttempts.update(logged, (statement, at, row) -> {
            Attempt attempt = row.finished.attempt();
            statement.setLong(at, attemptNo(row.finished.delivery().no(), row.finished.number()));
            statement.setLong(at + 1, Micros.of(attempt.startedAt()));
            statement.setLong(at + 2, attempt.duration().toNanos() / 1_000);
            statement.setInt(at + 3, attempt.status());
            statement.setString(
                    at + 4, attempt.error() == null ? null : attempt.error().name());
            statement.setString(at + 5, cut(attempt.errorInfo(), LONGEST_INFO));
            statement.setString(at + 6, cut(attempt.requestHeaders(), LONGEST_HEADERS));
            statement.setString(at + 7, cut(attempt.responseHeaders(), LONGEST_HEADERS));
            statement.setBytes(at + 8, attempt.responseBody());
            statement.setBoolean(at + 9, attempt.responseTruncated());
        });
    }

    /** A number for an attempt from which its delivery can be told: the log of a delivery is a range of primary keys. */
    static long attemptNo(long deliveryNo, int number) {
        return deliveryNo * 256 + number;
    }

    /**
     * Finishes the deliveries whose claim still holds. The claims are read in the same transaction, by the one thread
     * that writes; where other processes write too, the rows are locked by that read.
     */
    private void finishDeliveries() throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        Map<Long, Long> leases = new HashMap<>();
        claims.query(
                attempts,
                (statement, at, row) ->
                        statement.setLong(at, row.finished.delivery().no()),
                rows -> leases.put(rows.getLong(1), rows.getLong(2)));
        List<AttemptRow> atOnce = new ArrayList<>(attempts.size());
        boolean others = false;
        for (AttemptRow row : attempts) {
            Delivery delivery = row.finished.delivery();
            row.claimHeld = Objects.equals(leases.get(delivery.no()), delivery.lease());
            if (row.claimHeld && row.finished.outcome() instanceof Outcome.Succeeded && row.finished.number() == 1) {
                atOnce.add(row);
            } else if (row.claimHeld) {
                addFinish(row.finished);
                others = true;
            }
        }
        succeedAtOnce.update(
                atOnce,
                (statement, at, row) ->
                        statement.setLong(at, row.finished.delivery().no()));
        if (others) {
            finishDelivery.executeBatch();
        }
    }

    private void addFinish(FinishedAttempt finished) throws SQLException {
        Outcome outcome = finished.outcome();
        finishDelivery.setInt(1, status(outcome));
        finishDelivery.setInt(2, finished.number());
        Micros.set(finishDelivery, 3, outcome instanceof Outcome.Redeliver redeliver ? redeliver.at() : null);
        finishDelivery.setLong(4, finished.delivery().no());
        finishDelivery.setLong(5, finished.delivery().lease());
        finishDelivery.addBatch();
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
