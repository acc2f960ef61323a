package dev.waystation.camel.recipe;

import dev.waystation.camel.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step that puts a secret where the next step needs it: into a header or into a variable. The route knows only a
 * reference, see {@link Secrets}; a secret that stands in the YAML itself is refused when the route is made. A bean of a
 * Kamelet: configured once, then used by any number of threads.
 */
public final class Secret implements Processor, CamelContextAware {

    /** What {@link #setScheme} is called with when the secret stands alone. */
    private static final String NO_SCHEME = "none";

    /** What is shorter is a word, such as {@code services}, and no token. */
    private static final int SHORTEST_TOKEN = 16;

    private CamelContext context;
    private String parameter = "secret";
    private String reference = "";
    private String header;
    private String variable;
    private String scheme = NO_SCHEME;
    private boolean address;
    private boolean literal;
    private boolean optional;

    /** Called by Camel when all properties are set. */
    public void check() {
        if (reference.isBlank()) {
            if (optional) {
                return;
            }
            throw new IllegalArgumentException("the parameter '" + parameter + "' is missing: " + expected());
        }
        if (!Secrets.isReference(reference) && !literal) {
            // Whatever stands there may be the secret, so it is not repeated.
            throw new IllegalArgumentException("the parameter '" + parameter
                    + "' holds the secret itself, which routes, logs and JMX would show: " + expected());
        }
        value();
    }

    private static String expected() {
        return "expected property:NAME, env:NAME or file:PATH, which say where the secret is";
    }

    private String value() {
        try {
            String value = Secrets.isReference(reference) ? Secrets.of(context).lookUp(reference) : reference.trim();
            if (address) {
                checkAddress(value);
            }
            return value;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the parameter '" + parameter + "': " + e.getMessage());
        }
    }

    /** The client's own complaint would show the address, which may be the secret. */
    private void checkAddress(String value) {
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                rememberParts(uri);
                return;
            }
        } catch (URISyntaxException e) {
            // Told below, without the address.
        }
        throw new IllegalArgumentException("what it holds is no address: expected https://…");
    }

    /** A target that repeats an address does so without its host, or tells the token in it alone. */
    private void rememberParts(URI uri) {
        if (!Secrets.isReference(reference)) {
            return;
        }
        for (String parts : new String[] {uri.getRawPath(), uri.getRawQuery()}) {
            for (String part : parts == null ? new String[0] : parts.split("[/&=]")) {
                if (part.length() >= SHORTEST_TOKEN) {
                    Secrets.of(context).remember(part);
                }
            }
        }
    }

    @Override
    public void process(Exchange exchange) {
        if (reference.isBlank()) {
            return;
        }
        if (header != null) {
            exchange.getMessage().setHeader(header, written());
        }
        if (variable != null) {
            exchange.setVariable(variable, written());
        }
    }

    private String written() {
        return scheme.isBlank() || scheme.equals(NO_SCHEME) ? value() : scheme + " " + value();
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

    /** Where the secret is: {@code property:name}, {@code env:NAME} or {@code file:path}. */
    public void setReference(String reference) {
        this.reference = reference == null ? "" : reference.trim();
    }

    /** The header to set; for the address that camel-http calls it is {@code CamelHttpUri}. */
    public void setHeader(String header) {
        this.header = header;
    }

    /** The variable to set. */
    public void setVariable(String variable) {
        this.variable = variable;
    }

    /** The word before the secret, such as {@code Bearer}; {@code none} for none. */
    public void setScheme(String scheme) {
        this.scheme = scheme;
    }

    /** Whether the secret is an address, which is checked. */
    public void setAddress(boolean address) {
        this.address = address;
    }

    /** Whether the value itself may stand in the YAML, because it need not be a secret. */
    public void setLiteral(boolean literal) {
        this.literal = literal;
    }

    /** Whether there may be none. */
    public void setOptional(boolean optional) {
        this.optional = optional;
    }
}
