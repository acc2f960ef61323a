package dev.waystation.store;

/** The column {@code delivery.status}. */
final class DeliveryStatus {

    static final int OWED = 0;
    static final int SUCCEEDED = 1;
    static final int FAILED = 2;

    private DeliveryStatus() {}
}
