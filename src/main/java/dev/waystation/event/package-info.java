/**
 * Events: what happened to a job's run, in each of the forms that dbt Cloud has used, and the ids of events and
 * subscriptions. This package is the ground floor: it imports nothing else of Waystation.
 */
package dev.waystation.event;
