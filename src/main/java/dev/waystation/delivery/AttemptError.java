package dev.waystation.delivery;

/** Why no usable answer came, as a word that people can filter by. The endpoint's fault, unless it says otherwise. */
public enum AttemptError {
    /** The deadline passed before the last byte of the response. */
    TIMEOUT,
    /** Nobody listens at the address. */
    REFUSED,
    /** The host name has no address. */
    DNS,
    /** The TLS handshake or the certificate. */
    TLS,
    /** The connection broke before the response was complete. */
    RESET,
    /** What came back is not HTTP. */
    PROTOCOL,
    /** The address cannot be used at all. */
    ADDRESS,
    /** The subscription's template failed on the event; nothing was sent. */
    TEMPLATE,
    /** The subscribing route failed. */
    ROUTE,
    /** Ours: the deliver route or this process failed before anything was sent. */
    INTERNAL
}
