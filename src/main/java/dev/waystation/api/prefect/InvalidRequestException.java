package dev.waystation.api.prefect;

import java.util.List;

/** A request that is answered with 422 and a list of what is wrong with it. */
final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    InvalidRequestException(List<FieldError> errors) {
        // No stack trace: the fault lies in the request.
        super(errors.toString(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    InvalidRequestException(FieldError error) {
        this(List.of(error));
    }

    /** At least one. */
    List<FieldError> errors() {
        return errors;
    }
}
