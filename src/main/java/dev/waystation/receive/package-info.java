/**
 * Receipt: any HTTP request at an opaque URL is checked, put through a template, and becomes an event.
 *
 * <p>Everything here is a function of its arguments and of an injected clock: no route, no SQL, no socket. The order of a
 * receipt is {@link dev.waystation.receive.Slug} → signature → {@link dev.waystation.receive.Handshake} → {@link
 * dev.waystation.receive.RequestContext} → template → {@link dev.waystation.event.received.ReceivedEventReader}; the last
 * three are {@link dev.waystation.receive.WebhookEventMaker}.
 */
package dev.waystation.receive;
