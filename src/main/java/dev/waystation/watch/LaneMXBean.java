package dev.waystation.watch;

/** The lane of one subscription in JMX, as {@code dev.waystation:type=Lane,subscription=wsu_…}. */
public interface LaneMXBean {

    /** The subscription's name. */
    String getName();

    /** Deliveries owed to the subscription. */
    long getPending();

    /** Attempts running now. */
    int getInFlight();

    /** Attempts that may run at once now; less than the setting after timeouts. */
    int getLimit();

    /** Age in seconds of the oldest delivery still owed; 0 when nothing is. */
    double getOldestPendingAgeSeconds();

    /** Whether the lane is paused. */
    boolean isPaused();

    /** Stops attempts; deliveries wait. Forgotten at a restart. */
    void pause();

    /** Lets a paused lane go on. */
    void resume();
}
