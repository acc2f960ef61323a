package dev.waystation.camel.recipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets of one connection to a mail server, plain or of TLS, which can be closed under the thread that uses them: the
 * mail client knows a timeout for each read, but none for all. Safe for use by several threads.
 */
final class MailSockets {

    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Makes plain sockets. */
    SocketFactory plain() {
        return new Plain();
    }

    /** Makes sockets of TLS. */
    SSLSocketFactory secure() {
        return new Secure();
    }

    boolean isClosed() {
        return closed;
    }

    void closeAll() {
        closed = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no use any more either way.
            }
        }
    }

    private Socket remembered(Socket socket) {
        open.add(socket);
        if (closed) {
            closeAll();
        }
        return socket;
    }

    private final class Plain extends SocketFactory {

        private final SocketFactory factory = SocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            return remembered(factory.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remembered(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remembered(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return remembered(factory.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return remembered(factory.createSocket(host, port, local, localPort));
        }
    }

    private final class Secure extends SSLSocketFactory {

        private final SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            return remembered(factory.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remembered(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remembered(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return remembered(factory.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return remembered(factory.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
            return remembered(factory.createSocket(below, host, port, autoClose));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }
    }
}
