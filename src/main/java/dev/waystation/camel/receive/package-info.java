/** Receipt as a Camel route: the steps of {@code receive.camel.yaml}. */
package dev.waystation.camel.receive;
