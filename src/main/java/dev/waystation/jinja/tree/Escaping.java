package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Rendering;

/** Whether a piece of a template escapes what it prints: known from where it stands, or only when it runs. */
public enum Escaping {
    /** Outside any autoescape block, or inside one that is off. */
    OFF,
    /** Inside an autoescape block that is on. */
    ON,
    /** Inside an autoescape block that depends on a value. */
    ASK;

    /** Whether it is on in this render. */
    boolean on(Rendering r) {
        return this == ON || this == ASK && r.autoescape();
    }
}
