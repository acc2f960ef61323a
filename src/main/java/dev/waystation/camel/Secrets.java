package dev.waystation.camel;

import dev.waystation.subscription.RequestHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/**
 * Looks up the secrets that recipes refer to, and remembers them so that they can be blotted out of what is logged. A
 * reference is {@code property:name}, {@code env:NAME} or {@code file:path}; routes, endpoints and JMX know only it.
 * One for a Camel context; safe for use by several threads.
 */
public final class Secrets {

    /** Shorter ones would blot out half of a text, and protect nothing. */
    private static final int SHORTEST_HIDDEN = 6;

    private final CamelContext context;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    private Secrets(CamelContext context) {
        this.context = context;
    }

    /** Those of a context. */
    public static Secrets of(CamelContext context) {
        synchronized (context) {
            Secrets secrets = context.getCamelContextExtension().getContextPlugin(Secrets.class);
            if (secrets == null) {
                secrets = new Secrets(context);
                context.getCamelContextExtension().addContextPlugin(Secrets.class, secrets);
            }
            return secrets;
        }
    }

    /** Whether the text refers to a secret; if not, it may be one. */
    public static boolean isReference(String text) {
        return text.startsWith("property:") || text.startsWith("env:") || text.startsWith("file:");
    }

    /**
     * The secret that a reference names as it is now, so that a file or a variable can be renewed.
     *
     * @throws IllegalArgumentException when there is none; the message says where it was expected
     */
    public String lookUp(String reference) {
        String name = reference.substring(reference.indexOf(':') + 1).trim();
        String value =
                switch (reference.substring(0, reference.indexOf(':'))) {
                    case "property" -> property(name);
                    case "env" -> environment(name);
                    default -> file(name);
                };
        remember(value);
        return value;
    }

    /** Blots out this text too: a form of a secret that goes over the wire, such as that of Basic authentication. */
    public void remember(String form) {
        if (form.length() >= SHORTEST_HIDDEN) {
            known.add(form);
        }
    }

    private String property(String name) {
        String value = context.getPropertiesComponent()
                .resolveProperty(name)
                .orElse("")
                .trim();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "the property " + name + " is not set: set it in application.properties, "
                            + "by -D" + name + "=… or by the environment variable "
                            + dev.waystation.Settings.environmentName(name));
        }
        // A property may in turn name the file of a mounted secret.
        return isReference(value) && !value.startsWith("property:") ? lookUp(value) : value;
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value.trim();
    }

    private static String file(String name) {
        try {
            String value = Files.readString(Path.of(name)).trim();
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the file " + name + " is empty");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + name + " cannot be read");
        }
    }

    /** The text without the secrets that were looked up so far; null stays null. */
    public String hide(String text) {
        if (text == null || known.isEmpty()) {
            return text;
        }
        String hidden = text;
        // The longest first: one secret can be a part of another.
        for (String secret : known.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            hidden = hidden.replace(secret, RequestHeaders.REDACTED);
        }
        return hidden;
    }
}
