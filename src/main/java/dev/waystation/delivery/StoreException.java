package dev.waystation.delivery;

/** The store could not do what was asked; nothing of it was stored. The message is for operators. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
