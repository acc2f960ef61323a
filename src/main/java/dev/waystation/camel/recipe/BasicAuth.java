package dev.waystation.camel.recipe;

import dev.waystation.camel.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step that logs in by Basic authentication (RFC 7617) with a secret {@code user:password}. The route knows only where it
 * is, see {@link Secrets}. A bean of a Kamelet: configured once, then used by any number of threads.
 */
public final class BasicAuth implements Processor, CamelContextAware {

    private CamelContext context;
    private String parameter = "auth";
    private String reference = "";

    /** Called by Camel when all properties are set. */
    public void check() {
        if (reference.isBlank()) {
            return;
        }
        Secret rules = new Secret();
        rules.setCamelContext(context);
        rules.setParameter(parameter);
        rules.setReference(reference);
        rules.check();
        credentials();
    }

    private String credentials() {
        Secrets secrets = Secrets.of(context);
        String pair = secrets.lookUp(reference);
        int colon = pair.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "the parameter '" + parameter + "': what it refers to is not of the form USER:PASSWORD");
        }
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        secrets.remember(encoded);
        secrets.remember(pair.substring(colon + 1));
        return encoded;
    }

    @Override
    public void process(Exchange exchange) {
        if (!reference.isBlank()) {
            exchange.getMessage().setHeader("Authorization", "Basic " + credentials());
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    /** The parameter of the Kamelet that holds the reference, for messages. */
    public void setParameter(String parameter) {
        this.parameter = parameter;
    }

    /** Where the secret is: {@code property:name}, {@code env:NAME} or {@code file:path}. Empty: no login. */
    public void setReference(String reference) {
        this.reference = reference == null ? "" : reference.trim();
    }
}
