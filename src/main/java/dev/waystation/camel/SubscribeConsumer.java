package dev.waystation.camel;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.AttemptError;
import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.Destination;
import dev.waystation.delivery.RetryAfter;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionOptions;
import dev.waystation.subscription.Subscriptions;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A durable subscription whose endpoint is the rest of the route. While the route is stopped its deliveries wait in the
 * store; an exchange that fails is redelivered as an HTTP delivery would be.
 */
final class SubscribeConsumer extends DeliveringConsumer implements Destination {

    private Subscription subscription;

    SubscribeConsumer(EventsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EventsEndpoint endpoint = (EventsEndpoint) getEndpoint();
        long account = endpoint.getAccount() == null ? gateway().defaultAccount() : endpoint.getAccount();
        List<String> jobs = endpoint.jobIdList();
        subscription = gateway()
                .subscriptions()
                .forRoute(new Subscriptions.Draft(
                        account,
                        endpoint.getName(),
                        "",
                        endpoint.eventTypeList(),
                        jobs,
                        Subscription.Destination.ROUTE,
                        "events:subscribe?name=" + endpoint.getName(),
                        true,
                        options(endpoint)));
        gateway().destinations().openRoute(subscription.no(), this);
    }

    private static SubscriptionOptions options(EventsEndpoint endpoint) {
        SubscriptionOptions none = SubscriptionOptions.NONE;
        return new SubscriptionOptions(
                endpoint.getFilter(),
                none.template(),
                none.headers(),
                none.signature(),
                none.concurrency(),
                none.rateLimit(),
                endpoint.resourceIdList());
    }

    @Override
    protected void doStop() throws Exception {
        if (subscription != null) {
            gateway().destinations().closeRoute(subscription.no(), this);
        }
        super.doStop();
    }

    @Override
    public Attempt attempt(Delivery delivery, Subscription to, int number) {
        return run(delivery, to, number, exchange -> {});
    }

    @Override
    Attempt result(Exchange exchange, DeliveryInProgress progress) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return Attempt.accepted(progress.startedAt(), progress.elapsed());
        }
        Secrets secrets = Secrets.of(exchange.getContext());
        if (progress.isDeadlinePassed()) {
            return progress.refused(
                    AttemptError.TIMEOUT,
                    "The target gave no complete answer within "
                            + gateway().attemptDeadline().toMillis() + " ms.",
                    0,
                    null,
                    secrets);
        }
        HttpFailures.Refusal refusal = HttpFailures.refusal(failure);
        return progress.refused(
                AttemptError.ROUTE,
                HttpFailures.sentence(failure),
                refusal.status(),
                RetryAfter.parse(refusal.retryAfter(), gateway().clock().instant()),
                secrets);
    }
}
