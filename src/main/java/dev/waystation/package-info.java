/** Waystation: a self-hosted webhook gateway for data runs, built on Apache Camel. */
package dev.waystation;
