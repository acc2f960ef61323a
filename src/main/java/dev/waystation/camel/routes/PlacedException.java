package dev.waystation.camel.routes;

/** What is wrong with a step of a route file, and in which line of the file it stands. */
final class PlacedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;

    PlacedException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1; 0 when it is not known. */
    int line() {
        return line;
    }
}
