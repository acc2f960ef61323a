package dev.waystation.jinja.value;

/** Python's complex number, which only a negative number to a broken power makes. */
public record PyComplex(double real, double imaginary) implements PyObject {
    @Override
    public String typeName() {
        return "complex";
    }

    @Override
    public boolean truthy() {
        return real != 0 || imaginary != 0;
    }

    PyComplex plus(PyComplex other) {
        return new PyComplex(real + other.real, imaginary + other.imaginary);
    }

    PyComplex minus(PyComplex other) {
        return new PyComplex(real - other.real, imaginary - other.imaginary);
    }

    PyComplex times(PyComplex other) {
        return new PyComplex(
                real * other.real - imaginary * other.imaginary, real * other.imaginary + imaginary * other.real);
    }

    PyComplex over(PyComplex other) {
        double norm = other.real * other.real + other.imaginary * other.imaginary;
        if (norm == 0) {
            throw new PyError(PyError.Type.ZERO_DIVISION, "complex division by zero");
        }
        return new PyComplex(
                (real * other.real + imaginary * other.imaginary) / norm,
                (imaginary * other.real - real * other.imaginary) / norm);
    }

    PyComplex power(PyComplex exponent) {
        if (exponent.real == 0 && exponent.imaginary == 0) {
            return new PyComplex(1, 0);
        }
        double size = Math.hypot(real, imaginary);
        if (size == 0) {
            if (exponent.imaginary != 0 || exponent.real < 0) {
                throw new PyError(PyError.Type.ZERO_DIVISION, "0.0 to a negative or complex power");
            }
            return new PyComplex(0, 0);
        }
        double length = Math.pow(size, exponent.real);
        double angle = Math.atan2(imaginary, real);
        double phase = angle * exponent.real;
        if (exponent.imaginary != 0) {
            length *= Math.exp(-angle * exponent.imaginary);
            phase += exponent.imaginary * Math.log(size);
        }
        return new PyComplex(length * Math.cos(phase), length * Math.sin(phase));
    }

    @Override
    public Object attribute(Rendering r, String name) {
        return switch (name) {
            case "real" -> real;
            case "imag" -> imaginary;
            default -> NumberMethods.COMPLEX.bind(this, name);
        };
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        String i = Floats.shortest(imaginary);
        boolean bare = real == 0 && Double.doubleToRawLongBits(real) >= 0;
        if (bare) {
            out.append(i).append("j");
        } else {
            out.append("(").append(Floats.shortest(real));
            out.append(i.startsWith("-") ? i : "+" + i).append("j)");
        }
    }
}
