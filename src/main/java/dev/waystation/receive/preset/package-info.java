/** Webhooks for well-known senders, ready to use. */
package dev.waystation.receive.preset;
