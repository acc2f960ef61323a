package dev.waystation.receive.signature;

/**
 * One thing wrong with a {@link VerificationConfig}.
 *
 * @param field the field as in its JSON, such as {@code secrets[0].secret}
 * @param message what was expected and what to do, without the value itself
 */
public record FieldProblem(String field, String message) {
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
