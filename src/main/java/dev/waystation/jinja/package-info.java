/**
 * A Jinja2 engine that gives what Python gives.
 *
 * <p>{@link dev.waystation.jinja.JinjaEngine} compiles and validates templates, {@link dev.waystation.jinja.Template}
 * renders them, {@link dev.waystation.jinja.TemplateError} says what is wrong. The packages below are its inside:
 * {@code syntax} reads a template, {@code tree} is what it becomes, {@code value} is Python's values and their
 * operators, {@code filter} and {@code humanize} are what templates can name. Nothing here uses the rest of the
 * project, or anything but the JDK.
 */
package dev.waystation.jinja;
