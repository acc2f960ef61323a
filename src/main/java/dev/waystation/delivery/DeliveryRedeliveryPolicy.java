package dev.waystation.delivery;

import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * Camel's redelivery policy, which also spreads the delays of a delay pattern. Camel applies collision avoidance to its
 * computed delays only; endpoints that fail together must not be tried again together, whichever way the delay is found.
 */
public final class DeliveryRedeliveryPolicy extends RedeliveryPolicy {

    private static final long serialVersionUID = 1L;

    /** Five redeliveries over about 75 minutes, each delay up to 15 % longer or shorter. */
    public DeliveryRedeliveryPolicy() {
        setMaximumRedeliveries(5);
        setDelayPattern("1:5000;2:30000;3:120000;4:600000;5:3600000");
        setUseCollisionAvoidance(true);
        setCollisionAvoidancePercent(15);
    }

    /**
     * The time to wait before a redelivery.
     *
     * @param previousDelay milliseconds waited before the attempt that just failed; 0 after the first
     * @param redeliveryCounter 1 before the first redelivery
     * @return milliseconds, not negative
     */
    @Override
    public long calculateRedeliveryDelay(long previousDelay, int redeliveryCounter) {
        long delay = super.calculateRedeliveryDelay(previousDelay, redeliveryCounter);
        if (getDelayPattern() != null && !getDelayPattern().isEmpty() && isUseCollisionAvoidance()) {
            double spread = (Math.random() * 2 - 1) * getCollisionAvoidanceFactor();
            delay = Math.round(delay * (1 + spread));
        }
        return Math.max(0, delay);
    }
}
