/** Tools for tests: a receiver that misbehaves on demand, a clock that is turned by hand, payloads. */
package dev.waystation.testing;
