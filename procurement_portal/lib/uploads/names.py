"""Names of files as they are kept: letters, digits and a few marks, never a way anywhere."""

import re
import unicodedata

from procurement_portal.lib.uploads.refused import FileRefused

LONGEST = 100  # characters, ending included
NOT_PLAIN = re.compile(r"[^\w .()&-]+")
# Inside a name they would make a machine open a document as a program.
PROGRAMS = {
    "exe", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar",
    "msi", "lnk", "php", "phtml", "html", "htm", "svg", "xhtml", "docm", "xlsm",
}  # fmt: skip
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def clean_name(name: str) -> str:
    """A name fit for any machine. Raises `FileRefused` for one that leads elsewhere."""
    if "/" in name or "\\" in name or ".." in name or "\0" in name:
        raise FileRefused("has a name with a folder in it; give it a plain name")
    if any(unicodedata.category(letter) in ("Cc", "Cf") for letter in name):
        raise FileRefused("has a name with signs that cannot be seen; give it a plain name")
    clean = NOT_PLAIN.sub("-", unicodedata.normalize("NFC", name)).strip(" .-_")
    stem, _, ending = clean.rpartition(".")
    stem = stem.strip(" .-_")[: LONGEST - 10]
    if not stem or RESERVED.match(clean):
        raise FileRefused("needs a name before its ending, like agreement.pdf")
    if PROGRAMS & {part.lower() for part in stem.split(".")[1:]}:
        raise FileRefused("has the ending of a program inside its name")
    return f"{stem}.{ending.lower()}"


def ending_of(name: str) -> str:
    return name.rpartition(".")[2]
