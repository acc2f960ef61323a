package dev.waystation;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of {@code application.properties}. A later source wins over an earlier one: the file inside the jar, the
 * file in the working directory, environment variables (upper case, {@code .} and {@code -} as {@code _}),
 * {@code -Dname=value}. A value can hold {@code {{name}}}, as everywhere in Camel. Immutable.
 */
public final class Settings {

    /** The file's name, in the jar and in the working directory. */
    public static final String FILE = "application.properties";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}:]+)(?::([^{}]*))?}}");

    private final Properties values;

    private Settings(Properties values) {
        this.values = values;
    }

    /**
     * Reads all sources.
     *
     * @param directory where a file {@code application.properties} may lie
     * @param overrides win over everything else; for tools and tests
     */
    public static Settings load(Path directory, Map<String, String> overrides) {
        Properties merged = new Properties();
        try (InputStream in = Settings.class.getResourceAsStream("/" + FILE)) {
            merged.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
            Path file = directory.resolve(FILE);
            if (Files.isRegularFile(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    merged.load(reader);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> environment = System.getenv();
        for (String name : merged.stringPropertyNames()) {
            String value = environment.get(environmentName(name));
            if (value != null) {
                merged.setProperty(name, value);
            }
        }
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("waystation.") || name.startsWith("camel.") || merged.containsKey(name)) {
                merged.setProperty(name, System.getProperty(name));
            }
        }
        merged.putAll(overrides);
        return new Settings(merged);
    }

    /** {@code waystation.api-token} becomes {@code WAYSTATION_API_TOKEN}. */
    public static String environmentName(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The value with its placeholders filled in; empty when it is not set. */
    public String text(String name) {
        String value = values.getProperty(name, "");
        // Nesting deeper than this is a circle.
        for (int depth = 0; depth < 10; depth++) {
            Matcher matcher = PLACEHOLDER.matcher(value);
            if (!matcher.find()) {
                return value.trim();
            }
            String inner = values.getProperty(matcher.group(1), matcher.group(2));
            if (inner == null) {
                throw new IllegalArgumentException(
                        "The setting " + name + " refers to {{" + matcher.group(1) + "}}, which is not set");
            }
            value = value.substring(0, matcher.start()) + inner + value.substring(matcher.end());
        }
        throw new IllegalArgumentException("The setting " + name + " refers to itself");
    }

    /** A whole number within bounds. */
    public int number(String name, int least, int most) {
        String text = text(name);
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw new IllegalArgumentException(
                "The setting " + name + " is '" + text + "', expected a whole number from " + least + " to " + most);
    }

    /** True or false. */
    public boolean flag(String name) {
        String text = text(name);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("The setting " + name + " is '" + text + "', expected true or false");
    }

    /** A time such as {@code 10s}, {@code 500ms}, {@code 5m}, {@code 1h}, {@code 7d}, or milliseconds without a unit. */
    public Duration duration(String name) {
        String text = text(name);
        Matcher matcher = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)?").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "The setting " + name + " is '" + text + "', expected a time such as 10s, 500ms, 5m, 1h or 7d");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofMillis(amount);
        };
    }

    /** The names of all settings, sorted. */
    public Iterable<String> names() {
        return new TreeSet<>(values.stringPropertyNames());
    }

    /** A copy for Camel's properties component, so that routes and Java see the same values. */
    public Properties toProperties() {
        Properties copy = new Properties();
        values.stringPropertyNames().forEach(name -> copy.setProperty(name, values.getProperty(name)));
        return copy;
    }
}
