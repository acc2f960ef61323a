/** The commands of the jar. */
package dev.waystation.cli;
