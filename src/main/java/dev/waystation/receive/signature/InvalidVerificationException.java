package dev.waystation.receive.signature;

import java.util.List;
import java.util.stream.Collectors;

/** A {@link VerificationConfig} cannot be used. Names every field that is wrong, and no secret. */
public final class InvalidVerificationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> problems;

    InvalidVerificationException(List<FieldProblem> problems) {
        super(problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, in the order of the fields. */
    public List<FieldProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}
