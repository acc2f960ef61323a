package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.Await;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.RunEvents;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user who copies the example and names a mail server gets e-mails about runs that failed. */
@Timeout(180)
class EmailRecipeIT {

    private static final String PASSWORD = "s3cret-pass";

    @TempDir
    Path directory;

    private SmtpServer server;
    private RecipeProcess.Setup setup;

    @BeforeEach
    void start() {
        server = new SmtpServer();
        setup = RecipeProcess.in(directory, "email")
                .with("email.password", PASSWORD)
                .edited("host: smtp.example.com", "host: 127.0.0.1")
                .edited("port: 587", "port: " + server.port() + "\n              security: none")
                .edited("to: data-team@example.com", "to: data-team@example.com, Boss <boss@example.com>");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<JsonNode> attempts(RunEvents event) {
        try (RecipeProcess gateway = setup.start()) {
            List<JsonNode> attempts = gateway.attempts(gateway.publish(event));
            assertThat(attempts.toString() + gateway.process().output()).doesNotContain(PASSWORD, "\tat ");
            return attempts;
        }
    }

    private static String text(SmtpServer.Mail mail) {
        String body = String.join(
                "\r\n",
                mail.lines().subList(mail.lines().indexOf("") + 1, mail.lines().size()));
        try (InputStream in = MimeUtility.decode(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)),
                mail.header("Content-Transfer-Encoding"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_failed_run_is_told_to_everybody_with_what_is_known_of_it() {
        assertThat(attempts(Runs.errored())).hasSize(1);
        SmtpServer.Mail mail = server.awaitMails(1).get(0);
        assertThat(mail.login()).isEqualTo("waystation:" + PASSWORD);
        assertThat(mail.recipients()).containsExactly("data-team@example.com", "boss@example.com");
        assertThat(mail.header("From")).isEqualTo("Waystation <waystation@example.com>");
        assertThat(mail.header("Subject")).isEqualTo("[Production] nightly errored");
        assertThat(mail.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(text(mail))
                .contains("nightly errored.", "Message:     dbt command failed", "Run:         4711", Runs.URL);
        // Nothing that a route chooses by.
        assertThat(mail.headers())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding",
                        "Auto-Submitted");
    }

    @Test
    void a_line_break_in_a_name_makes_no_header() {
        String name = "nightly\r\nBcc: evil@example.com\n\u2028X-Evil: 1\r\n\r\nbody";
        attempts(Runs.errored().job("123", name).with("environmentName", "Pro\rd\n"));
        SmtpServer.Mail mail = server.awaitMails(1).get(0);
        assertThat(mail.recipients()).hasSize(2);
        assertThat(mail.header("Subject")).isEqualTo("[Pro d] nightly Bcc: evil@example.com X-Evil: 1 body errored");
        assertThat(mail.header("Bcc")).isNull();
        assertThat(mail.header("X-Evil")).isNull();
    }

    @Test
    void long_and_strange_names_and_events_that_tell_next_to_nothing_are_mails_too() {
        try (RecipeProcess gateway = setup.start()) {
            gateway.publish(Runs.nasty().job("123", "żółw ".repeat(100)));
            SmtpServer.Mail mail = server.awaitMails(1).get(0);
            assertThat(mail.header("Subject")).startsWith("=?UTF-8?");
            assertThat(mail.lines()).allMatch(line -> line.length() <= 998);
            assertThat(text(mail)).contains("żółw").doesNotContain("\u0000");
            gateway.publish(RunEvents.errored());
            assertThat(server.awaitMails(2).get(1).header("Subject")).isEqualTo("[dbt] job 123 errored");
        }
    }

    @Test
    void a_server_that_is_busy_is_asked_again_with_the_same_message_id() {
        server.on("MAIL", "421 too busy").on(".", "451 try later", "250 taken");
        List<JsonNode> attempts = attempts(Runs.errored());
        assertThat(attempts).hasSize(3);
        assertThat(attempts.get(0).get("error_info").asText()).contains("421 too busy");
        assertThat(attempts.get(1).get("error_info").asText()).contains("451 try later");
        assertThat(server.mails().get(0).header("Message-ID"))
                .startsWith("<")
                .endsWith(".1@waystation>")
                .doesNotContain("JavaMail");
    }

    @Test
    void an_address_that_does_not_exist_is_not_tried_again_and_nobody_else_is_told_twice() {
        server.on("RCPT", "250 ok", "550 no such user");
        List<JsonNode> attempts = attempts(Runs.errored());
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("422");
        assertThat(attempts.get(0).get("error_info").asText()).contains("550 no such user");
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void a_login_that_is_refused_is_not_tried_again_and_not_shown() {
        server.on("AUTH", "535 who is " + PASSWORD + "?");
        List<JsonNode> attempts = attempts(Runs.errored());
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("401");
        assertThat(attempts.get(0).get("error_info").asText()).contains("did not take the mail", "535");
    }

    @Test
    void a_server_that_drips_is_left_at_the_deadline() {
        server.on("MAIL", SmtpServer.DRIP);
        setup.with("waystation.delivery.timeout", "1s");
        List<JsonNode> attempts = attempts(Runs.errored());
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).get("error_info").asText()).contains("within 1000 ms");
    }

    @Test
    void without_encryption_nothing_is_said_unless_that_is_wanted() {
        setup.edited("security: none", "security: starttls");
        List<JsonNode> attempts = attempts(Runs.errored());
        assertThat(attempts).isNotEmpty();
        assertThat(attempts.get(0).get("error_info").asText()).contains("STARTTLS");
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void a_mail_goes_encrypted_to_a_server_whose_certificate_is_trusted() throws Exception {
        for (String security : List.of("starttls", "tls")) {
            server.close();
            server = new SmtpServer().secured(certificate(directory, "127.0.0.1"), security.equals("tls"));
            encrypted(security);
            assertThat(attempts(Runs.errored())).hasSize(1);
            assertThat(server.mails()).hasSize(1);
            assertThat(server.mails().get(0).login()).isEqualTo("waystation:" + PASSWORD);
        }
    }

    @Test
    void a_server_with_the_certificate_of_another_gets_nothing() throws Exception {
        for (String security : List.of("starttls", "tls")) {
            server.close();
            server = new SmtpServer().secured(certificate(directory, "127.0.0.9"), security.equals("tls"));
            encrypted(security);
            assertThat(attempts(Runs.errored())).hasSizeGreaterThan(1);
            assertThat(server.mails()).isEmpty();
        }
    }

    /** A new gateway for the present server. */
    private void encrypted(String security) throws IOException {
        Path fresh = Files.createDirectory(directory.resolve(security));
        setup = RecipeProcess.in(fresh, "email")
                .with("email.password", PASSWORD)
                .with(
                        "JAVA_TOOL_OPTIONS",
                        "-Djavax.net.ssl.trustStore=" + directory.resolve("keys.p12")
                                + " -Djavax.net.ssl.trustStorePassword=changeit")
                .edited("host: smtp.example.com", "host: 127.0.0.1")
                .edited("port: 587", "port: " + server.port() + "\n              security: " + security);
    }

    /** A key and a certificate of its own, made by the JDK's keytool, in {@code keys.p12}. */
    private static SSLContext certificate(Path directory, String address) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Files.deleteIfExists(keys);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        (keytool + " -genkeypair -alias server -keyalg EC -storetype PKCS12 -storepass changeit"
                                        + " -dname CN=test -ext san=ip:" + address + " -keystore " + keys)
                                .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(made.waitFor())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void a_password_in_the_route_is_refused_at_the_start() {
        GatewayProcess process = setup.edited(
                        "username: waystation", "username: waystation\n              password: plain")
                .launch();
        assertThat(process.awaitExit(Await.SOON)).isNotZero();
        assertThat(process.output())
                .contains("'password' holds the secret itself")
                .doesNotContain("plain\n");
    }
}
