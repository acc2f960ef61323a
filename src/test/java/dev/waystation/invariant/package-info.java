/** A class for each promise that the design makes, named after it. */
package dev.waystation.invariant;
