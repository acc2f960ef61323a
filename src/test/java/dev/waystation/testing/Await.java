package dev.waystation.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions that other threads or processes bring about, up to a bound. */
public final class Await {

    /** Long enough for a busy machine; a condition that holds is seen at once. */
    public static final Duration SOON = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = 5_000_000;

    private Await() {}

    /** Waits until the condition holds. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, SOON, condition);
    }

    /**
     * Waits until the condition holds.
     *
     * @throws AssertionError if it does not when the time is over
     */
    public static void until(String what, Duration atMost, Callable<Boolean> condition) {
        if (!holds(atMost, condition)) {
            throw new AssertionError("not within " + atMost + ": " + what);
        }
    }

    /** Waits until the assertion passes, and fails as it did last if the time is over. */
    public static void untilAsserted(Runnable assertion) {
        AssertionError[] last = new AssertionError[1];
        boolean passed = holds(SOON, () -> {
            try {
                assertion.run();
                return true;
            } catch (AssertionError e) {
                last[0] = e;
                return false;
            }
        });
        if (!passed) {
            throw last[0];
        }
    }

    private static boolean holds(Duration atMost, Callable<Boolean> condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                if (condition.call()) {
                    return true;
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
