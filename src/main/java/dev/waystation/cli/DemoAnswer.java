package dev.waystation.cli;

/** What the demo's receiver can do with an attempt. */
enum DemoAnswer {
    UNAVAILABLE(503, "503"),
    BROKEN(500, "500"),
    /** The connection is closed without an answer. */
    DROPPED(0, "dropped"),
    ACCEPTED(200, "200");

    /** The HTTP status; 0 for none. */
    final int status;

    /** For people. */
    final String word;

    DemoAnswer(int status, String word) {
        this.status = status;
        this.word = word;
    }
}
