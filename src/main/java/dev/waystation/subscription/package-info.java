/** Who wants which events where, and the index that finds them. */
package dev.waystation.subscription;
