package dev.waystation.cli;

/** A command that cannot be done. The message is for the person who gave it. */
class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message, null, false, false);
    }
}
