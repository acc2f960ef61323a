package dev.waystation.delivery;

import dev.waystation.event.Event;
import dev.waystation.event.OnceKey;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Takes events in: finds who wants them and stores event and deliveries together. Safe for use by several threads. */
public final class FanOut {

    private final Subscriptions subscriptions;
    private final DeliveryStore store;
    private final Lanes lanes;

    public FanOut(Subscriptions subscriptions, DeliveryStore store, Lanes lanes) {
        this.subscriptions = subscriptions;
        this.store = store;
        this.lanes = lanes;
    }

    /**
     * What became of a published event.
     *
     * @param eventId its id
     * @param deliveries how many subscriptions get it
     * @param duplicate whether it had been published before; then nothing new happens
     */
    public record Receipt(String eventId, int deliveries, boolean duplicate) {}

    /**
     * Stores the events with everything that they cause. When this returns they are safe: delivered, or owed.
     *
     * @throws StoreException when nothing was stored
     */
    public List<Receipt> publish(List<? extends Event> events) {
        return publish(events, null);
    }

    /**
     * As {@link #publish(List)}, of one event that is a duplicate also when another one with the same key was taken
     * within its window.
     *
     * @param once may be null
     */
    public Receipt publish(Event event, OnceKey once) {
        return publish(List.of(event), once).get(0);
    }

    private List<Receipt> publish(List<? extends Event> events, OnceKey once) {
        List<DeliveryStore.NewEvent> plans = new ArrayList<>(events.size());
        for (Event event : events) {
            List<DeliveryStore.Planned> planned = new ArrayList<>();
            for (Subscription s : subscriptions.matching(event)) {
                planned.add(new DeliveryStore.Planned(s, lanes.lane(s).reserve()));
            }
            plans.add(new DeliveryStore.NewEvent(event, planned, once));
        }
        List<DeliveryStore.Accepted> accepted;
        try {
            accepted = store.accept(plans, lanes.leaseFromNow());
        } catch (RuntimeException e) {
            plans.forEach(this::giveUp);
            throw e;
        }
        List<Receipt> receipts = new ArrayList<>(events.size());
        for (int i = 0; i < plans.size(); i++) {
            DeliveryStore.NewEvent plan = plans.get(i);
            DeliveryStore.Accepted result = accepted.get(i);
            if (result.duplicate()) {
                giveUp(plan);
            } else {
                takeUp(plan, result);
            }
            receipts.add(new Receipt(plan.event().eventId(), result.fanOut(), result.duplicate()));
        }
        return receipts;
    }

    private void takeUp(DeliveryStore.NewEvent plan, DeliveryStore.Accepted result) {
        Iterator<Delivery> claimed = result.claimed().iterator();
        for (DeliveryStore.Planned planned : plan.deliveries()) {
            Lane lane = lanes.lane(planned.subscription());
            lane.addPending(1);
            if (planned.claimed()) {
                lane.offerReserved(claimed.next());
            } else {
                lane.backlog();
            }
            lanes.pump(lane);
        }
    }

    private void giveUp(DeliveryStore.NewEvent plan) {
        for (DeliveryStore.Planned planned : plan.deliveries()) {
            if (planned.claimed()) {
                lanes.lane(planned.subscription()).unreserve();
            }
        }
    }
}
