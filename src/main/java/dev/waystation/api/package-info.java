/** The HTTP surface: processors and beans that the shipped routes call. Thin; the rules live elsewhere. */
package dev.waystation.api;
