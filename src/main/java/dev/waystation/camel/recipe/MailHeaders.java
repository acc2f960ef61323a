package dev.waystation.camel.recipe;

import dev.waystation.camel.EventHeaders;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that gives a mail its headers and takes all others off the message, since each would become one of the mail. The
 * subject is the variable {@code subject} on one line: a line break in the name of a job would begin a header of its own. The
 * id is the same on each attempt, so that mail programs can tell a repetition. A bean of a Kamelet: configured once, then used
 * by any number of threads.
 */
public final class MailHeaders implements Processor {

    private static final int LONGEST_SUBJECT = 200;

    private String from = "";
    private String to = "";

    /** Called by Camel when all properties are set. */
    public void check() {
        if (addresses("from", from) != 1) {
            throw new IllegalArgumentException("the parameter 'from' has several addresses, expected one");
        }
        addresses("to", to);
    }

    private static int addresses(String parameter, String text) {
        try {
            int count = InternetAddress.parse(text, true).length;
            if (count > 0 && text.chars().noneMatch(c -> c < ' ' || c == 127)) {
                return count;
            }
        } catch (AddressException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "the parameter '" + parameter + "' is '" + text + "', expected an address such as data@example.com");
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = "<" + EventMark.id(message) + "."
                + message.getHeader(EventHeaders.SUBSCRIPTION_ID, "", String.class) + "."
                + message.getHeader(EventHeaders.ACCOUNT_ID, "", String.class) + "@waystation>";
        message.removeHeaders("*");
        message.setHeader("From", from);
        message.setHeader("To", to);
        message.setHeader("Subject", oneLine(exchange.getVariable("subject", "", String.class)));
        message.setHeader("Message-ID", id);
        message.setBody(printable(message.getBody(String.class)));
        // Nobody's automatic reply is wanted (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
    }

    /** Mail programs stumble over what is neither text nor the end of a line. */
    private static String printable(String text) {
        return text == null ? "" : text.replaceAll("\\r\\n?", "\n").replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
    }

    /** Without control characters and all that Unicode takes for a line break. */
    static String oneLine(String text) {
        String line =
                text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\s]+", " ").strip();
        if (line.length() <= LONGEST_SUBJECT) {
            return line;
        }
        int end =
                Character.isHighSurrogate(line.charAt(LONGEST_SUBJECT - 2)) ? LONGEST_SUBJECT - 2 : LONGEST_SUBJECT - 1;
        return line.substring(0, end) + "…";
    }

    /** The sender's address. */
    public void setFrom(String address) {
        from = address.trim();
    }

    /** The addresses to send to, separated by commas. */
    public void setTo(String addresses) {
        to = addresses.trim();
    }
}
