package dev.waystation.bench;

import java.io.IOException;

/** Something that events are published to and that passes them on to the sink. */
interface Target extends AutoCloseable {

    /** A publisher of events of this job, with so many connections. */
    Publisher publisher(String jobId, int connections) throws IOException;

    /** The process behind it. */
    ServerProcess process();

    /** Bytes on disk now; 0 if nothing is stored. */
    default long diskBytes() throws IOException {
        return 0;
    }

    /** Waits until nothing is owed any more, also not in writing. */
    default void awaitRest() throws IOException, InterruptedException {}

    @Override
    void close();
}
