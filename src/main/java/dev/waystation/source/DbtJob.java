package dev.waystation.source;

/**
 * What dbt Core does not know and dbt Cloud's webhooks tell: which job the run belongs to.
 *
 * @param id decimal digits, at most 20
 * @param name may be empty
 * @param environment the environment's name; empty when there is none to tell
 */
public record DbtJob(String id, String name, String environment) {}
