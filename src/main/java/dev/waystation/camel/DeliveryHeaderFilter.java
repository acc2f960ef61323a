package dev.waystation.camel;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** What the deliver route puts on the wire: every header of the exchange but Camel's own and those that routes choose by. */
public final class DeliveryHeaderFilter extends HttpHeaderFilterStrategy {

    private static final Set<String> KEPT_BACK = Set.of(
            EventHeaders.EVENT_ID,
            EventHeaders.EVENT_TYPE,
            EventHeaders.ACCOUNT_ID,
            EventHeaders.JOB_ID,
            EventHeaders.RUN_ID,
            EventHeaders.RUN_STATUS,
            EventHeaders.SUBSCRIPTION_ID,
            EventHeaders.ATTEMPT);

    @Override
    protected void initialize() {
        super.initialize();
        for (String name : KEPT_BACK) {
            getOutFilter().add(name.toLowerCase(Locale.ROOT));
        }
    }
}
