"""Asking a ClamAV daemon about a file, where one is configured (`CLAMD`)."""

import socket
import struct

from django.conf import settings

from procurement_portal.lib.uploads.refused import FileRefused

SECONDS = 20  # for the connection and for each answer
PIECE = 64 * 1024
LONGEST_ANSWER = 4096  # bytes


class CannotScan(Exception):
    """The scanner did not answer, or not in words we know: the file is not taken."""


def scan(data: bytes) -> bool:
    """Whether a scanner looked at it and found nothing; False where none is configured.

    Raises `FileRefused` when it found something and `CannotScan` when it did not answer.
    """
    if not settings.CLAMD:
        return False
    try:
        answer = _ask(settings.CLAMD, data)
    except (OSError, ValueError) as error:  # the latter: an address without a port
        raise CannotScan from error
    if answer.endswith(" OK"):
        return True
    if answer.endswith(" FOUND"):
        raise FileRefused("was refused by the virus scanner")
    raise CannotScan(answer)


def _ask(address: str, data: bytes) -> str:
    """The daemon's answer to INSTREAM: pieces with their length in front, none ends it."""
    with _connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = connection.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.decode(errors="replace").strip("\0\n ")


def _connect(address: str) -> socket.socket:
    """To `/run/clamav/clamd.ctl` or `host:3310`."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)
