"""The virus scanner: asked piece by piece, and when it does not answer nothing is taken."""

import socket
import struct
import threading

import pytest

from procurement_portal.lib.uploads import CannotScan, FileRefused, scan


def read_exactly(connection, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += connection.recv(count - len(data))
    return data


class Scanner(threading.Thread):
    """Answers one INSTREAM as a ClamAV daemon does, with these words."""

    def __init__(self, server: socket.socket, words: bytes):
        super().__init__(daemon=True)
        self.server, self.words, self.received = server, words, b""

    def run(self):
        connection, _ = self.server.accept()
        with connection:
            assert read_exactly(connection, 10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", read_exactly(connection, 4))[0]:
                self.received += read_exactly(connection, length)
            connection.sendall(self.words)


@pytest.fixture
def scanner(settings):
    """Start a scanner that answers so; closed at the end."""
    servers = []

    def start(words: bytes) -> Scanner:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        thread = Scanner(server, words)
        thread.start()
        return thread

    yield start
    for server in servers:
        server.close()


def test_none_configured_scans_nothing(settings):
    settings.CLAMD = ""
    assert scan(b"anything") is False


def test_found_nothing(scanner):
    thread = scanner(b"stream: OK\0")
    data = b"x" * 200_000
    assert scan(data) is True
    thread.join(5)
    assert thread.received == data


def test_found_something(scanner):
    scanner(b"stream: Eicar-Test-Signature FOUND\0")
    with pytest.raises(FileRefused, match="virus scanner"):
        scan(b"eicar")


@pytest.mark.parametrize("words", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"hello\0"])
def test_any_other_answer_is_none(words, scanner):
    scanner(words)
    with pytest.raises(CannotScan):
        scan(b"x")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "no port", "host:port"])
def test_a_scanner_that_is_not_there(address, settings):
    settings.CLAMD = address
    with pytest.raises(CannotScan):
        scan(b"x")


def test_by_its_socket(settings, tmp_path):
    address = str(tmp_path / "clamd.ctl")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        Scanner(server, b"stream: OK\0").start()
        settings.CLAMD = address
        assert scan(b"x") is True
