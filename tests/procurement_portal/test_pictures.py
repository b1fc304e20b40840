import io

import pytest
from PIL import Image

from procurement_portal.lib.pictures import MAX_BYTES, PictureRefused, redrawn


def drawn(kind="PNG", size=(30, 20), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")],
)
def test_three_kinds_are_kept_as_they_are(kind, content_type):
    picture = redrawn(drawn(kind))
    assert (picture.content_type, picture.width, picture.height) == (content_type, 30, 20)
    assert Image.open(io.BytesIO(picture.content)).format == kind


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_stood_beside_the_picture_is_gone(kind):
    exif = Image.Exif()
    exif[0x013B] = "Priya Shah"
    data = drawn(kind, exif=exif.tobytes())
    assert b"Priya Shah" in data
    kept = redrawn(data).content
    assert b"Priya Shah" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_photo_held_sideways_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert redrawn(drawn("JPEG", exif=exif.tobytes())).height == 30


def test_a_large_picture_becomes_as_wide_as_two_columns_of_text():
    assert redrawn(drawn(size=(3_200, 100))).width == 1_600


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_odd_colours_do_not_fail(mode):
    assert redrawn(drawn("JPEG" if mode == "CMYK" else "PNG", mode=mode)).width == 30


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>",
        drawn("GIF"),
        drawn("BMP"),
        drawn("TIFF"),
        drawn()[:30],
        drawn("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    ],
    ids=["nothing", "SVG", "HTML", "GIF", "BMP", "TIFF", "torn PNG", "torn JPEG", "not a PNG"],
)
def test_anything_else_is_refused(data):
    with pytest.raises(PictureRefused, match="PNG, JPEG or WebP"):
        redrawn(data)


def test_too_many_bytes_or_pixels_are_refused():
    with pytest.raises(PictureRefused, match="2 MB"):
        redrawn(b"0" * (MAX_BYTES + 1))
    with pytest.raises(PictureRefused, match="too many pixels"):
        redrawn(drawn(size=(20_000, 5_000), mode="1"))
