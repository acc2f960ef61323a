/**
 * The event feed: what Prefect's events API tells of stored events, without HTTP and without SQL. Run events are shown in
 * Prefect's form among the received ones.
 */
package dev.waystation.feed;
