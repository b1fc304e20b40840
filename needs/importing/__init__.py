"""A register's import, from the uploaded file to loaded contracts and back.

`start_import` takes the file; `check` says what loading it would do; `load` does that in one
transaction, or nothing; `undo` takes it back. Nothing here sends, queues or draws.
"""

from needs.importing.checking import check
from needs.importing.files import read_register, start_import, template_rows
from needs.importing.loading import load
from needs.importing.undoing import undo

__all__ = ["check", "load", "read_register", "start_import", "template_rows", "undo"]
