"""Why a file is not taken."""


class FileRefused(ValueError):
    """Not a file we keep; the message goes on after "The file"."""
