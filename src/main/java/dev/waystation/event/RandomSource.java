package dev.waystation.event;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Where the random part of an id comes from. Implementations may be called from any number of threads. */
@FunctionalInterface
public interface RandomSource {

    /** 64 random bits. */
    long nextLong();

    /**
     * A source for ids: fast, and without a lock.
     *
     * <p>Its values can be guessed by whoever has seen enough of them. That is fine for ids, which are no secrets;
     * never make a token or a signing secret from it.
     */
    static RandomSource forIds() {
        return FastIds.INSTANCE;
    }

    /** The threads' own generators, and a value of this process alone, so that two processes with equal seeds differ. */
    final class FastIds implements RandomSource {
        private static final FastIds INSTANCE = new FastIds();
        private final long ofThisProcess = new SecureRandom().nextLong();

        private FastIds() {}

        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong() ^ ofThisProcess;
        }
    }
}
