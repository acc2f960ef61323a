package dev.waystation.store;

import dev.waystation.delivery.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes for everybody: what waits when a transaction ends shares the next one. A commit costs the same
 * for one row as for a hundred, so the more callers wait, the cheaper each becomes, and there is nothing to tune. Writes
 * that nobody waits for ride along.
 *
 * <p>When a shared transaction fails, each of its writes is tried once more on its own, so that a bad one fails alone.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Writes that may share one transaction. */
    private static final int LARGEST_GROUP = 2_000;

    /** Writes whose caller does not wait; more than this many block their callers. */
    private static final int LARGEST_BACKLOG = 20_000;

    /**
     * How long a write may wait for company when nobody waits for it. A process that is killed repeats the deliveries
     * whose results it had not written yet, so it is short.
     */
    private static final long LINGER_MILLIS = 10;

    /** One write: sets itself up in the batches, and hears how it ended. */
    interface Write {

        /** Adds this write to the batches of the transaction, or runs it. Called again, in a new transaction, after a failure. */
        void prepare(WriteBatch batch) throws SQLException;

        /** Called after the commit, on the writing thread; must not block. */
        void committed();

        /** Called when nothing of this write was stored; must not block. */
        void failed(StoreException why);
    }

    private record Queued(Write write, boolean background, boolean sync) {}

    private final DataSource dataSource;
    private final Dialect dialect;
    private final boolean sync;
    private final LinkedBlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Queued> lingering = new LinkedBlockingQueue<>();
    private final Semaphore background = new Semaphore(LARGEST_BACKLOG);
    private final Thread thread = new Thread(this::run, "waystation-store");
    private volatile boolean closed;

    /** @param sync whether what callers wait for must survive the loss of power too */
    GroupCommit(DataSource dataSource, Dialect dialect, boolean sync) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.sync = sync;
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a write whose caller waits for it. */
    void submit(Write write) {
        enqueue(queue, new Queued(write, false, true));
    }

    /** Queues a write whose caller does not wait; blocks while too many of these are queued. */
    void submitInBackground(Write write) {
        background.acquireUninterruptibly();
        enqueue(lingering, new Queued(write, true, false));
    }

    private void enqueue(LinkedBlockingQueue<Queued> target, Queued queued) {
        if (closed) {
            fail(queued, new StoreException("The store is closed", null));
            return;
        }
        target.add(queued);
    }

    /** Runs work in the writing transaction and waits for the commit. */
    <T> T call(Work<T> work) {
        return call(work, true);
    }

    /** The same for work that may be forgotten when the power fails, such as a claim. */
    <T> T callUnsynced(Work<T> work) {
        return call(work, false);
    }

    private <T> T call(Work<T> work, boolean synced) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Write write = new Write() {
            private T result;

            @Override
            public void prepare(WriteBatch batch) throws SQLException {
                result = work.run(batch.connection());
            }

            @Override
            public void committed() {
                done.complete(result);
            }

            @Override
            public void failed(StoreException why) {
                done.completeExceptionally(why);
            }
        };
        enqueue(queue, new Queued(write, false, synced));
        return await(done);
    }

    /** Work that gives a result. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Waits, and throws what made it fail. */
    static <T> T await(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof StoreException why) {
                throw new StoreException(why.getMessage(), why);
            }
            throw e;
        }
    }

    private void run() {
        List<Queued> group = new ArrayList<>();
        WriteBatch batch = null;
        while (!closed || !queue.isEmpty() || !lingering.isEmpty()) {
            try {
                Queued first = queue.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, LARGEST_GROUP - 1);
                }
                // While somebody waits, only about as many as the deliveries of the waiting events.
                lingering.drainTo(group, first == null ? LARGEST_GROUP : Math.max(200, 12 * group.size()));
                if (!group.isEmpty()) {
                    batch = batch == null ? new WriteBatch(dataSource.getConnection(), dialect) : batch;
                    write(batch, group);
                }
            } catch (SQLException | RuntimeException e) {
                StoreException why = new StoreException("The store cannot be written: " + describe(e), e);
                LOG.error("{}", why.getMessage());
                group.forEach(queued -> fail(queued, why));
                closeQuietly(batch);
                batch = null;
            } catch (InterruptedException e) {
                closed = true;
            } finally {
                group.clear();
            }
        }
        closeQuietly(batch);
    }

    private void write(WriteBatch batch, List<Queued> group) throws SQLException {
        if (inOneTransaction(batch, group, group.size() == 1)) {
            return;
        }
        LOG.debug("A group of {} writes failed; each is tried alone", group.size());
        for (Queued queued : group) {
            inOneTransaction(batch, List.of(queued), true);
        }
    }

    /** False when the group failed and must be tried piece by piece; a last try reports the failure instead. */
    private boolean inOneTransaction(WriteBatch batch, List<Queued> group, boolean lastTry) throws SQLException {
        try {
            for (Queued queued : group) {
                queued.write().prepare(batch);
            }
            batch.execute();
            batch.connection().commit();
            dialect.makeDurable(batch.connection(), sync && group.stream().anyMatch(Queued::sync));
        } catch (SQLException | RuntimeException e) {
            batch.rollback();
            if (!lastTry) {
                return false;
            }
            StoreException why = new StoreException("The store refused a write: " + describe(e), e);
            LOG.error("{}", why.getMessage());
            group.forEach(queued -> fail(queued, why));
            return true;
        }
        for (Queued queued : group) {
            done(queued, () -> queued.write().committed());
        }
        return true;
    }

    /** Without the message of the database where that repeats values: they are people's data. */
    private static String describe(Exception e) {
        return e instanceof SQLException sql
                ? "SQL state " + sql.getSQLState() + ", error " + sql.getErrorCode()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private void fail(Queued queued, StoreException why) {
        done(queued, () -> queued.write().failed(why));
    }

    private void done(Queued queued, Runnable callback) {
        if (queued.background()) {
            background.release();
        }
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.error("A callback of the store failed", e);
        }
    }

    private static void closeQuietly(WriteBatch batch) {
        if (batch != null) {
            batch.close();
        }
    }

    /** Writes what is queued, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Queued> left = new ArrayList<>();
        queue.drainTo(left);
        lingering.drainTo(left);
        left.forEach(queued -> fail(queued, new StoreException("The store is closed", null)));
    }
}
