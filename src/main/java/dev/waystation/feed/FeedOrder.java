package dev.waystation.feed;

/** In which order of {@code occurred} events come. */
public enum FeedOrder {
    /** Oldest first. */
    ASC,
    /** Newest first. */
    DESC
}
