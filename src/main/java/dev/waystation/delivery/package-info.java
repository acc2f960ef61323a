/** Deliveries: fan-out, lanes, attempts, redelivery, signing. */
package dev.waystation.delivery;
