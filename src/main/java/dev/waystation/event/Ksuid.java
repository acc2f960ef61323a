package dev.waystation.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;

/**
 * KSUIDs: ids that sort by the second they were made in. 27 characters of base 62 ({@code 0-9 A-Z a-z}) stand for 4 bytes
 * of seconds since 2014-05-13T16:53:20Z and 16 random bytes, as in segmentio/ksuid. They are ids, not secrets.
 */
public final class Ksuid {

    /** How many characters a KSUID has. */
    public static final int LENGTH = 27;

    /** The second that a KSUID's time counts from, in Unix time. */
    public static final long EPOCH_SECOND = 1_400_000_000L;

    private static final long MAX_SECONDS = 0xFFFF_FFFFL;
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    /** 62 to the power of 5: five digits are split off at once, so that a KSUID takes six long divisions instead of 27. */
    private static final long FIVE_DIGITS = 916_132_832L;

    private Ksuid() {}

    /** A KSUID of the clock's present second. */
    public static String next(Clock clock) {
        return at(clock.instant(), RandomSource.forIds());
    }

    /**
     * A KSUID of the given second. A time that its 32 bits cannot hold becomes the nearest that they can: 2014-05-13 to
     * 2150-06-19.
     */
    public static String at(Instant time, RandomSource random) {
        long seconds = Math.max(0, Math.min(MAX_SECONDS, time.getEpochSecond() - EPOCH_SECOND));
        long high = random.nextLong();
        long low = random.nextLong();
        return encode(new int[] {(int) seconds, (int) (high >>> 32), (int) high, (int) (low >>> 32), (int) low});
    }

    /**
     * The second that a KSUID was made in, as Unix time.
     *
     * @throws IllegalArgumentException if the text is not a KSUID
     */
    public static long secondsOf(String ksuid) {
        if (ksuid.length() != LENGTH) {
            throw new IllegalArgumentException("a KSUID has 27 characters, not " + ksuid.length());
        }
        int[] words = new int[5];
        for (int i = 0; i < LENGTH; i++) {
            long carry = digit(ksuid.charAt(i));
            for (int w = words.length - 1; w >= 0; w--) {
                carry += (words[w] & 0xFFFF_FFFFL) * 62;
                words[w] = (int) carry;
                carry >>>= 32;
            }
            if (carry != 0) {
                throw new IllegalArgumentException("a KSUID is no larger than 20 bytes");
            }
        }
        return EPOCH_SECOND + (words[0] & 0xFFFF_FFFFL);
    }

    private static String encode(int[] words) {
        byte[] text = new byte[LENGTH];
        int at = LENGTH;
        while (at > 0) {
            long remainder = 0;
            for (int w = 0; w < words.length; w++) {
                long dividend = remainder << 32 | words[w] & 0xFFFF_FFFFL;
                words[w] = (int) (dividend / FIVE_DIGITS);
                remainder = dividend % FIVE_DIGITS;
            }
            for (int i = 0; i < 5 && at > 0; i++) {
                text[--at] = DIGITS[(int) (remainder % 62)];
                remainder /= 62;
            }
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 10;
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 36;
        }
        throw new IllegalArgumentException("a KSUID has only digits and letters");
    }
}
