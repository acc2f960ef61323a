package dev.waystation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind a command's name: options are taken out by name, and what is left over is a mistake. */
final class Arguments {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final List<String> rest;

    Arguments(List<String> arguments) {
        this.rest = new ArrayList<>(arguments);
    }

    /** Takes an option and its value out; null when it is not there. */
    String option(String name) throws CommandException {
        int at = rest.indexOf(name);
        if (at < 0) {
            return null;
        }
        if (at + 1 == rest.size()) {
            throw new CommandException(name + " needs a value.");
        }
        rest.remove(at);
        return rest.remove(at);
    }

    /** Takes an option and its value out, or gives what holds without it. */
    String option(String name, String otherwise) throws CommandException {
        String value = option(name);
        return value == null ? otherwise : value;
    }

    /** Takes an option without a value out; whether it was there. */
    boolean flag(String name) {
        return rest.remove(name);
    }

    /** Takes a whole number within bounds out. */
    int number(String name, int otherwise, int least, int most) throws CommandException {
        String value = option(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw new CommandException(
                name + " is '" + value + "', expected a whole number from " + least + " to " + most + ".");
    }

    /** Takes a time out: {@code 500ms}, {@code 2s}, {@code 1m}. */
    Duration time(String name, Duration otherwise, Duration least) throws CommandException {
        String value = option(name);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = TIME.matcher(value);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration time =
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofMillis(amount);
                    };
            if (time.compareTo(least) >= 0) {
                return time;
            }
        }
        throw new CommandException(name + " is '" + value + "', expected a time such as 500ms, 2s or 1m, at least "
                + least.toMillis() + "ms.");
    }

    /** Takes the next word out; empty when there is none. */
    String next() {
        return rest.isEmpty() ? "" : rest.remove(0);
    }

    /** Whether help is asked for. */
    boolean asksForHelp() {
        return rest.contains("--help") || rest.contains("-h");
    }

    /** Whatever was not taken out is not understood. */
    void nothingLeft() throws CommandException {
        if (!rest.isEmpty()) {
            throw new CommandException("'" + rest.get(0) + "' is not understood here.");
        }
    }
}
