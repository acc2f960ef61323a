/** The {@code events:} component and the processors that the shipped routes use. */
package dev.waystation.camel;
