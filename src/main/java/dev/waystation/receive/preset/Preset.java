package dev.waystation.receive.preset;

import dev.waystation.receive.Deduplication;
import dev.waystation.receive.signature.Scheme;

/**
 * What a webhook for one kind of sender begins with.
 *
 * @param name the word by which it is chosen, such as {@code github}
 * @param title for people
 * @param description what it is for, and what to set up on the sender's side
 * @param template makes the event
 * @param scheme how the sender signs; null when nothing is known of it
 * @param deduplication how the sender's repetitions are recognised; null when it gives no id
 */
public record Preset(
        String name, String title, String description, String template, Scheme scheme, Deduplication deduplication) {}
