package dev.waystation.recipes;

import dev.waystation.testing.RunEvents;

/** Events as a project's runs cause them, and as people who test their recipes would like them least. */
final class Runs {

    /** A link to the run of these events, where dbt Cloud's address is known. */
    static final String URL = "https://cloud.getdbt.com/deploy/1/projects/9/runs/4711";

    private Runs() {}

    /** The event with all that dbt Cloud tells: run 4711 of job 123, "nightly". */
    static RunEvents full(RunEvents event) {
        return event.account(1)
                .job("123", "nightly")
                .run("4711")
                .with("projectId", "9")
                .with("projectName", "Shop")
                .with("environmentName", "Production")
                .with("dbtVersion", "2026.10.1")
                .with("runReason", "Kicked off by the scheduler")
                .with("runStartedAt", "2026-11-20T03:00:00Z");
    }

    /** A failed run. */
    static RunEvents errored() {
        return full(RunEvents.errored())
                .with("runStatusMessage", "dbt command failed")
                .with("runErroredAt", "2026-11-20T03:02:05Z");
    }

    /** A run that succeeded. */
    static RunEvents succeeded() {
        return full(RunEvents.completed()).with("runFinishedAt", "2026-11-20T04:02:05Z");
    }

    /** A failed run whose names and reasons are long and full of what targets take for their own syntax. */
    static RunEvents nasty() {
        return errored()
                .job("123", "<!channel> & \"co\" \\ " + "&<>".repeat(300))
                .with("projectName", "*Shop* _x_ `y` ~z~ :fire: [a](https://example.com)")
                .with("environmentName", "E".repeat(900))
                .with("runReason", "<https://example.com|click> {{ 7 * 7 }}\n\t\u0000 żółw 🐢".repeat(100))
                .with("runStatusMessage", "\"}]}" + "m".repeat(4_000));
    }
}
