"""PNG and JPEG: a picture from the first byte to the last, and nothing behind it."""

import io
import struct
import warnings
import zipfile
import zlib

from PIL import Image, UnidentifiedImageError

from procurement_portal.lib.pictures import MAX_PIXELS
from procurement_portal.lib.uploads.refused import FileRefused

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPEG_HEAD = b"\xff\xd8\xff"
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
WRONG = "is named {} and is something else"
BEHIND = "has something behind the picture"
DAMAGED = "is damaged; save the picture again"


def check_png(data: bytes) -> None:
    """Raises `FileRefused`."""
    if not data.startswith(PNG_HEAD):
        raise FileRefused(WRONG.format("PNG"))
    place = len(PNG_HEAD)
    kind = b""
    while kind != b"IEND":
        if place + 12 > len(data):
            raise FileRefused(DAMAGED)
        length, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 4 : place + 8 + length]
        (crc,) = struct.unpack_from(">I", data.ljust(place + 12 + length), place + 8 + length)
        if zlib.crc32(body) != crc:
            raise FileRefused(DAMAGED)
        place += 12 + length
    _nothing_behind(data, place)
    _opens(data, "PNG")


def check_jpeg(data: bytes) -> None:
    """Raises `FileRefused`."""
    if not data.startswith(JPEG_HEAD):
        raise FileRefused(WRONG.format("JPEG"))
    _nothing_behind(data, _end_of_jpeg(data))
    _opens(data, "JPEG")


def _end_of_jpeg(data: bytes) -> int:
    """Where the first byte behind the picture stands."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            raise FileRefused(DAMAGED)
        marker = data[place + 1]
        if marker == END_OF_IMAGE:
            return place + 2
        if marker == 0xFF or marker in ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == START_OF_SCAN:
            place = _next_marker(data, place)
    if data[place : place + 2] == b"\xff\xd9":
        return place + 2
    raise FileRefused(DAMAGED)


def _next_marker(data: bytes, place: int) -> int:
    """Past the picture's own bytes, in which FF is followed by 00 or a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise FileRefused(DAMAGED)
        following = data[place + 1]
        if following and not 0xD0 <= following <= 0xD7:
            return place
        place += 2


def _nothing_behind(data: bytes, end: int) -> None:
    if data[end:].strip(b"\0\r\n") or zipfile.is_zipfile(io.BytesIO(data)):
        raise FileRefused(BEHIND)


def _opens(data: bytes, kind: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a decompression bomb is only warned about
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise FileRefused("has too many pixels; make it smaller")
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused("has too many pixels; make it smaller") from error
    except (UnidentifiedImageError, OSError, SyntaxError, Warning) as error:
        raise FileRefused(DAMAGED) from error
