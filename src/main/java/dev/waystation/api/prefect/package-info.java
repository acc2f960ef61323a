/** Prefect Cloud's API for webhooks, and what Waystation has beyond it. Thin; the rules live in {@code receive}. */
package dev.waystation.api.prefect;
