package dev.waystation.cli;

/** No gateway answered; it may a little later. */
final class NoAnswerException extends CommandException {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message);
    }
}
