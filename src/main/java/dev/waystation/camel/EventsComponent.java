package dev.waystation.camel;

import dev.waystation.Gateway;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * The durable middle: {@code events:publish} takes events in, {@code events:subscribe} and {@code events:deliver} hand
 * them out. Needs a {@link Gateway} in the registry. Deliveries start with the component and stop with it.
 */
public class EventsComponent extends DefaultComponent {

    private Gateway gateway;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EventsEndpoint endpoint = new EventsEndpoint(uri, this, EventsEndpoint.Kind.of(remaining, uri));
        setProperties(endpoint, parameters);
        endpoint.validate();
        return endpoint;
    }

    Gateway gateway() {
        return gateway;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        gateway = CamelContextHelper.findSingleByType(getCamelContext(), Gateway.class);
        if (gateway == null) {
            throw new IllegalStateException("events: needs a Gateway in the registry; start with dev.waystation.cli");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gateway.startDeliveries();
    }

    @Override
    protected void doStop() throws Exception {
        gateway.stopDeliveries();
        super.doStop();
    }
}
