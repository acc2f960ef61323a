/** Who may do what: named API tokens and their roles. */
package dev.waystation.access;
