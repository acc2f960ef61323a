/**
 * Received events: Prefect's form of an event, its rules and limits, and its JSON.
 */
package dev.waystation.event.received;
