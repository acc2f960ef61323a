/**
 * The files that routes are in: read, checked, loaded at the start and again when they were saved. Knows the component
 * {@code events:}, which does not know it.
 */
package dev.waystation.camel.routes;
