package dev.waystation.watch;

/** The delivery queue in JMX, as {@code dev.waystation:type=DeliveryQueue}. */
public interface DeliveryQueueMXBean {

    /** Deliveries owed. */
    long getPending();

    /** Attempts running now. */
    long getInFlight();

    /** Age in seconds of the oldest delivery still owed; 0 when nothing is. */
    double getOldestPendingAgeSeconds();

    /** The ids of the subscriptions that have a lane. */
    String[] getLanes();

    /** Stops attempts to this subscription ({@code wsu_…}); its deliveries wait. Forgotten at a restart. */
    void pauseLane(String subscriptionId);

    /** Lets a paused lane go on. */
    void resumeLane(String subscriptionId);
}
