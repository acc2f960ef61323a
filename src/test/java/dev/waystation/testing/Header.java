package dev.waystation.testing;

/** A header as it was on the wire, in its own case. */
public record Header(String name, String value) {}
