"""Pictures that people send: drawn anew, so that nothing but what is seen is kept.

What the camera or the program wrote beside the picture (place, name, thumbnails) is left behind,
and a file that pretends to be a picture is refused: its name and declared type are not asked.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 24_000_000  # a large photo; decoding takes about 100 MB
LONGEST_SIDE = 1_600  # pixels: twice the width of the text
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
WRONG_KIND = "must be a PNG, JPEG or WebP picture"
TOO_MANY_PIXELS = "has too many pixels; make it smaller"
TOO_LARGE = "must be 2 MB or less"


class PictureRefused(ValueError):
    """Not a picture we can keep; the message goes on after "The picture"."""


@dataclass(frozen=True)
class Picture:
    content: bytes
    content_type: str
    width: int  # pixels
    height: int


def redrawn(data: bytes) -> Picture:
    """The picture in a file, turned upright, 1,600 pixels at most, without anything beside it.

    Raises `PictureRefused`.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a decompression bomb is only warned about
            return _redraw(data)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        raise PictureRefused(WRONG_KIND) from error


def _redraw(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=list(TYPES)) as opened:
        kind = opened.format
        if opened.width * opened.height > MAX_PIXELS:
            raise PictureRefused(TOO_MANY_PIXELS)
        upright = ImageOps.exif_transpose(opened)
    image = upright.convert("RGB" if kind == "JPEG" else "RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image.info.clear()
    out = io.BytesIO()
    image.save(out, kind, optimize=True)
    if out.tell() > MAX_BYTES:
        raise PictureRefused(TOO_LARGE)
    return Picture(out.getvalue(), TYPES[kind], image.width, image.height)
