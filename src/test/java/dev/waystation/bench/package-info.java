/**
 * The fan-out benchmark: the real jar in a process of its own, loaded and received from by this one, beside a plain Camel
 * proxy that stores nothing. Not part of the tests; {@link dev.waystation.bench.FanOutBenchmark} says how to run it.
 */
package dev.waystation.bench;
