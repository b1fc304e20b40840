"""Real mail servers on this machine, for digests to be sent to, refused by, or lost at."""

import socket
import socketserver
import threading
from contextlib import contextmanager


class Session(socketserver.StreamRequestHandler):
    """Enough of SMTP (RFC 5321) to take a mail, or to refuse one address."""

    def handle(self):
        self.server.connections += 1
        self.reply("220 ready")
        while line := self.rfile.readline():
            verb = line.decode().strip()
            if verb.upper() == "DATA":
                self.take_mail()
            elif verb.upper() == "QUIT":
                self.reply("221 bye")
                return
            elif verb.upper().startswith("RCPT") and self.server.refuses in verb:
                self.reply("550 no such person")
            else:
                self.reply("250 ok")

    def take_mail(self):
        self.reply("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(b"".join(lines))
        self.reply("250 taken")

    def reply(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, refuses):
        super().__init__(("127.0.0.1", 0), Session)
        self.refuses, self.mails, self.connections = refuses, [], 0


@contextmanager
def mail_server(settings, refuses="nobody@nowhere"):
    """A server that takes every mail except to one address; `mails` and `connections` counted."""
    with MailServer(refuses) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        use(settings, server.server_address[1])
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5


def no_mail_server(settings):
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        use(settings, probe.getsockname()[1])
