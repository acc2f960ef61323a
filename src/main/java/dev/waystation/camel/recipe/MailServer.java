package dev.waystation.camel.recipe;

import dev.waystation.camel.Secrets;
import dev.waystation.camel.TargetException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.util.TimeUtils;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * A mail server (SMTP, RFC 5321) that camel-mail hands mails to. The password is looked up for each mail, and is no part of an
 * endpoint. A connection is for one mail, and is closed when the deadline passes, also under a server that drips.
 *
 * <p>A refusal for good (5yz) is told as HTTP status 422, one of the login as 401: the delivery fails for good. Anything else
 * may pass. A bean of a Kamelet: configured once, then used by any number of threads.
 */
public final class MailServer extends DefaultJavaMailSender implements CamelContextAware {

    private static final Set<String> SECURITIES = Set.of("starttls", "tls", "none");
    private static final int UNAUTHORIZED = 401;
    private static final int UNPROCESSABLE = 422;

    private static final ScheduledThreadPoolExecutor DEADLINES = deadlines();

    private CamelContext context;
    private String security = "starttls";
    private String login = "";
    private String reference = "";
    private long timeoutMillis = 10_000;
    private Session session;

    private static ScheduledThreadPoolExecutor deadlines() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "waystation-mail-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Called by Camel when all properties are set. */
    public void check() {
        if (!SECURITIES.contains(security)) {
            throw new IllegalArgumentException(
                    "the parameter 'security' is '" + security + "', expected starttls, tls or none");
        }
        if (!login.isBlank()) {
            Secret rules = new Secret();
            rules.setCamelContext(context);
            rules.setParameter("password");
            rules.setReference(reference);
            rules.check();
        }
        session = Session.getInstance(properties());
    }

    private Properties properties() {
        Properties properties = new Properties();
        String timeout = Long.toString(timeoutMillis);
        properties.put("mail.smtp.connectiontimeout", timeout);
        properties.put("mail.smtp.timeout", timeout);
        properties.put("mail.smtp.writetimeout", timeout);
        properties.put("mail.smtp.auth", Boolean.toString(!login.isBlank()));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(security.equals("starttls")));
        properties.put("mail.smtp.starttls.required", Boolean.toString(security.equals("starttls")));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(security.equals("tls")));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // The end of the connection is not waited for.
        properties.put("mail.smtp.quitwait", "false");
        // A second try on a plain socket would come after a broken one of ours.
        properties.put("mail.smtp.socketFactory.fallback", "false");
        return properties;
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public void send(MimeMessage message) throws MessagingException {
        String[] id = message.getHeader("Message-ID");
        message.saveChanges();
        if (id != null) {
            // It was replaced by a new one.
            message.setHeader("Message-ID", id[0]);
        }
        MailSockets sockets = new MailSockets();
        ScheduledFuture<?> timer = DEADLINES.schedule(sockets::closeAll, timeoutMillis, TimeUnit.MILLISECONDS);
        try {
            Properties properties = properties();
            if (security.equals("tls")) {
                properties.put("mail.smtp.ssl.socketFactory", sockets.secure());
            } else {
                properties.put("mail.smtp.socketFactory", sockets.plain());
            }
            try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
                transport.connect(
                        getHost(),
                        getPort(),
                        login.isBlank() ? null : login,
                        login.isBlank() ? null : Secrets.of(context).lookUp(reference));
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw told(e, sockets.isClosed());
        } finally {
            timer.cancel(false);
        }
    }

    private TargetException told(MessagingException failure, boolean late) {
        if (late) {
            return new TargetException(
                    "The mail server " + getHost() + " did not take the mail within " + timeoutMillis + " ms", 0, null);
        }
        Reply reply = reply(failure);
        String text = String.valueOf(reply == null ? failure.getMessage() : reply.text())
                .replaceAll("\\s+", " ")
                .strip();
        String said = Secrets.of(context).hide("The mail server " + getHost() + " did not take the mail: " + text);
        if (failure instanceof AuthenticationFailedException) {
            // 454 and the like are the server's own trouble (RFC 4954 section 6).
            return new TargetException(said, text.startsWith("4") ? 0 : UNAUTHORIZED, null);
        }
        return new TargetException(said, reply != null && reply.code() >= 500 ? UNPROCESSABLE : 0, null);
    }

    /** What the server said. */
    private record Reply(int code, String text) {}

    /**
     * The server's reply behind the mail client's own words; the one with the smallest code if there are several, because the
     * mail goes to all or to none. Null if there is none.
     */
    private static Reply reply(Exception failure) {
        Reply reply = null;
        for (Exception e = failure;
                e != null;
                e = e instanceof MessagingException chained ? chained.getNextException() : null) {
            int code = code(e);
            if (code > 0 && (reply == null || code < reply.code())) {
                reply = new Reply(code, e.getMessage());
            }
        }
        return reply;
    }

    private static int code(Exception e) {
        if (e instanceof SMTPSendFailedException refused) {
            return refused.getReturnCode();
        }
        if (e instanceof SMTPSenderFailedException refused) {
            return refused.getReturnCode();
        }
        return e instanceof SMTPAddressFailedException refused ? refused.getReturnCode() : 0;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    /** {@code starttls} (which is insisted on), {@code tls} or {@code none}. */
    public void setSecurity(String security) {
        this.security = security;
    }

    /** The user; empty for no login. */
    public void setLogin(String user) {
        this.login = user == null ? "" : user.trim();
    }

    /** Where the password is, see {@link Secrets}. */
    public void setReference(String reference) {
        this.reference = reference == null ? "" : reference.trim();
    }

    /** The deadline for a mail, from connecting to the server's last word, such as {@code 10s}. */
    public void setTimeout(String duration) {
        this.timeoutMillis = TimeUtils.toMilliSeconds(duration);
    }
}
