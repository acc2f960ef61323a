package dev.waystation.store;

import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.DeliveryStore;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** {@link DeliveryStore} in tables. All writes go through the group commit, all reads through the pool. */
final class JdbcDeliveryStore implements DeliveryStore {

    private final DataSource dataSource;
    private final Dialect dialect;
    private final GroupCommit commits;
    private final Numbers numbers;
    private final Clock clock;

    JdbcDeliveryStore(DataSource dataSource, Dialect dialect, GroupCommit commits, Numbers numbers, Clock clock) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.commits = commits;
        this.numbers = numbers;
        this.clock = clock;
    }

    @Override
    public List<Accepted> accept(List<NewEvent> events, Instant leaseUntil) {
        AcceptWrite write = new AcceptWrite(events, leaseUntil);
        commits.submit(write);
        GroupCommit.await(write.done);
        return write.rows.stream().map(JdbcDeliveryStore::accepted).toList();
    }

    private final class AcceptWrite implements GroupCommit.Write {
        private final List<NewEvent> events;
        private final Instant leaseUntil;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private List<WriteBatch.EventRow> rows = List.of();

        AcceptWrite(List<NewEvent> events, Instant leaseUntil) {
            this.events = events;
            this.leaseUntil = leaseUntil;
        }

        @Override
        public void prepare(WriteBatch batch) {
            Instant now = clock.instant();
            rows = new ArrayList<>(events.size());
            for (NewEvent event : events) {
                long no = numbers.next(1 + event.deliveries().size());
                WriteBatch.EventRow row = new WriteBatch.EventRow(event, now, leaseUntil, no, no);
                rows.add(row);
                batch.add(row);
            }
        }

        @Override
        public void committed() {
            done.complete(null);
        }

        @Override
        public void failed(StoreException why) {
            done.completeExceptionally(why);
        }
    }

    private static Accepted accepted(WriteBatch.EventRow row) {
        List<Delivery> claimed = new ArrayList<>();
        if (row.inserted) {
            long no = row.no;
            var event = row.newEvent.event();
            for (Planned planned : row.newEvent.deliveries()) {
                no++;
                if (planned.claimed()) {
                    claimed.add(new Delivery(
                            no,
                            event.accountId(),
                            event.eventId(),
                            event.eventType(),
                            event.subject(),
                            event.body(),
                            planned.subscription().no(),
                            planned.subscription().name(),
                            0,
                            row.lease,
                            row.leaseUntil,
                            row.acceptedAt));
                }
            }
        }
        return new Accepted(!row.inserted, row.fanOut, claimed);
    }

    @Override
    public void finish(FinishedAttempt finished, Consumer<Boolean> stored) {
        WriteBatch.AttemptRow row = new WriteBatch.AttemptRow(finished);
        commits.submitInBackground(new GroupCommit.Write() {
            @Override
            public void prepare(WriteBatch batch) {
                batch.add(row);
            }

            @Override
            public void committed() {
                stored.accept(row.claimHeld);
            }

            @Override
            public void failed(StoreException why) {
                stored.accept(false);
            }
        });
    }

    @Override
    public void abandon(Delivery delivery) {
        commits.call(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE delivery SET status = ?, due_at = NULL, lease = NULL WHERE no = ? AND lease = ?")) {
                update.setInt(1, DeliveryStatus.FAILED);
                update.setLong(2, delivery.no());
                update.setLong(3, delivery.lease());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public boolean keepRendered(Delivery delivery, byte[] rendered) {
        return commits.call(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE delivery SET rendered = ? WHERE no = ? AND lease = ?")) {
                update.setBytes(1, rendered);
                update.setLong(2, delivery.no());
                update.setLong(3, delivery.lease());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public int giveUp(long subscriptionNo, Instant acceptedBefore, int max) {
        return commits.call(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE delivery SET status = ?, due_at = NULL, lease = NULL WHERE no IN (SELECT no FROM delivery"
                            + " WHERE subscription_no = ? AND due_at >= 0 AND no < ? FETCH FIRST ? ROWS ONLY)")) {
                update.setInt(1, DeliveryStatus.FAILED);
                update.setLong(2, subscriptionNo);
                update.setLong(3, Numbers.firstAt(acceptedBefore));
                update.setInt(4, max);
                return update.executeUpdate();
            }
        });
    }

    @Override
    public List<Delivery> claim(long subscriptionNo, int max, Instant now, Instant leaseUntil) {
        return commits.callUnsynced(connection -> {
            long lease = numbers.next(1);
            List<Delivery> due = due(connection, subscriptionNo, max, now, lease, leaseUntil);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE delivery SET lease = ?, due_at = ? WHERE no = ?")) {
                for (Delivery delivery : due) {
                    update.setLong(1, lease);
                    update.setLong(2, Micros.of(leaseUntil));
                    update.setLong(3, delivery.no());
                    update.addBatch();
                }
                if (!due.isEmpty()) {
                    update.executeBatch();
                }
            }
            return due;
        });
    }

    private List<Delivery> due(
            Connection connection, long subscriptionNo, int max, Instant now, long lease, Instant leaseUntil)
            throws SQLException {
        // Ordered by both columns of the index: by the second alone, H2 would sort all that is owed to the lane.
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT d.no, d.webhook_name, d.attempts, d.uncounted, d.rendered, e.account_id, e.event_id, e.type, e.subject, e.body, e.body_rest,"
                        + " e.webhook_offset, e.accepted_at"
                        + " FROM (SELECT no, event_no, webhook_name, attempts, uncounted, rendered, due_at FROM delivery"
                        + " WHERE subscription_no = ? AND due_at >= 0 AND due_at <= ?"
                        + " ORDER BY subscription_no, due_at FETCH FIRST ? ROWS ONLY" + dialect.claimLock() + ") d"
                        + " JOIN event e ON e.no = d.event_no ORDER BY d.due_at, d.no")) {
            select.setLong(1, subscriptionNo);
            select.setLong(2, Micros.of(now));
            select.setInt(3, max);
            List<Delivery> due = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(new Delivery(
                            rows.getLong("no"),
                            rows.getLong("account_id"),
                            rows.getString("event_id"),
                            rows.getString("type"),
                            rows.getString("subject"),
                            EventBodyColumns.get(rows),
                            subscriptionNo,
                            rows.getString("webhook_name"),
                            rows.getInt("attempts"),
                            lease,
                            leaseUntil,
                            Micros.get(rows, "accepted_at"),
                            rows.getInt("uncounted"),
                            rows.getBytes("rendered")));
                }
            }
            return due;
        }
    }

    @Override
    public boolean renew(Delivery delivery, Instant leaseUntil) {
        return commits.callUnsynced(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE delivery SET due_at = ? WHERE no = ? AND lease = ?")) {
                update.setLong(1, Micros.of(leaseUntil));
                update.setLong(2, delivery.no());
                update.setLong(3, delivery.lease());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void release(List<Delivery> deliveries) {
        commits.call(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE delivery SET lease = NULL, due_at = ? WHERE no = ? AND lease = ?")) {
                for (Delivery delivery : deliveries) {
                    // Due since it was accepted: it keeps its place before later ones.
                    update.setLong(1, Micros.of(delivery.acceptedAt()));
                    update.setLong(2, delivery.no());
                    update.setLong(3, delivery.lease());
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    @Override
    public Backlog backlog(long subscriptionNo) {
        return read(
                "SELECT COUNT(*) AS pending, MIN(due_at) AS next_due FROM delivery"
                        + " WHERE subscription_no = ? AND due_at >= 0",
                subscriptionNo,
                rows -> new Backlog(rows.getLong("pending"), Micros.get(rows, "next_due")));
    }

    @Override
    public Instant nextDue(long subscriptionNo) {
        return read(
                "SELECT due_at FROM delivery WHERE subscription_no = ? AND due_at >= 0"
                        + " ORDER BY subscription_no, due_at FETCH FIRST 1 ROWS ONLY",
                subscriptionNo,
                rows -> Micros.get(rows, "due_at"));
    }

    @Override
    public Instant oldestPending(long subscriptionNo) {
        return read(
                "SELECT MIN(no) AS oldest FROM delivery WHERE subscription_no = ? AND due_at >= 0",
                subscriptionNo,
                rows -> {
                    long oldest = rows.getLong("oldest");
                    return rows.wasNull() ? null : Numbers.timeOf(oldest);
                });
    }

    @Override
    public void releaseClaimsOfEarlierProcess(long subscriptionNo, Instant now, Instant longestLease) {
        if (!dialect.isExclusive()) {
            return;
        }
        commits.call(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE delivery SET lease = NULL, due_at = ?"
                    + " WHERE subscription_no = ? AND due_at >= ? AND due_at <= ? AND lease IS NOT NULL")) {
                update.setLong(1, Micros.of(now));
                update.setLong(2, subscriptionNo);
                update.setLong(3, Micros.of(now));
                update.setLong(4, Micros.of(longestLease));
                return update.executeUpdate();
            }
        });
    }

    private interface Row<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Reads the first row of a query about one subscription; null when there is none. */
    private <T> T read(String sql, long subscriptionNo, Row<T> row) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, subscriptionNo);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? row.read(rows) : null;
            }
        } catch (SQLException e) {
            throw new StoreException("The store cannot be read: " + e.getMessage(), e);
        }
    }
}
