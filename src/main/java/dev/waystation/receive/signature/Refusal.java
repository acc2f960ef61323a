package dev.waystation.receive.signature;

/** Carries a verdict out of the reading of a header. No stack trace: a flood of bad requests must stay cheap. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    private Refusal(Verdict verdict) {
        super(verdict.reason(), null, false, false);
        this.verdict = verdict;
    }

    static Refusal missing(String reason) {
        return new Refusal(Verdict.missing(reason));
    }

    static Refusal wrong(String reason) {
        return new Refusal(Verdict.wrong(reason));
    }

    Verdict verdict() {
        return verdict;
    }
}
