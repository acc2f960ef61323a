/** What operators watch: meters for Prometheus, beans for JMX, health. */
package dev.waystation.watch;
