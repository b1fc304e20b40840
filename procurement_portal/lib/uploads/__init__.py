"""Files that people attach for others: of a few kinds, told by their content, and nothing hidden.

`checked_file(data, name)` is the one way in; `scan` asks the virus scanner where there is one.
"""

from procurement_portal.lib.uploads.checking import (
    ALLOWED,
    MAX_BYTES,
    TOO_LARGE,
    CheckedFile,
    checked_file,
)
from procurement_portal.lib.uploads.refused import FileRefused
from procurement_portal.lib.uploads.scanning import CannotScan, scan

__all__ = [
    "ALLOWED",
    "MAX_BYTES",
    "TOO_LARGE",
    "CannotScan",
    "CheckedFile",
    "FileRefused",
    "checked_file",
    "scan",
]
