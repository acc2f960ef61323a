package dev.waystation.delivery;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses the threads that attempts run on: virtual ones where the JDK has them (21 and newer), else platform threads. */
final class WorkerThreads {

    private WorkerThreads() {}

    /**
     * An executor with a thread per task. It has no queue and no limit of its own, because a limit shared by all lanes
     * would let hanging endpoints take every thread; each lane limits itself.
     */
    static ExecutorService newExecutor(String name) {
        ThreadFactory virtual = virtualThreads(name);
        if (virtual != null) {
            return newVirtualExecutor(virtual);
        }
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Null before JDK 21. Reflection, because the code is compiled for 17. */
    private static ThreadFactory virtualThreads(String name) {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, name + "-", 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads are missing on a JDK that should have them", e);
        }
    }

    private static ExecutorService newVirtualExecutor(ThreadFactory factory) {
        try {
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (InvocationTargetException | IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalStateException("virtual threads are missing on a JDK that should have them", e);
        }
    }
}
