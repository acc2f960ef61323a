/** Sources of run events beyond HTTP: what other tools leave behind, turned into run events. Needs {@code event} alone. */
package dev.waystation.source;
