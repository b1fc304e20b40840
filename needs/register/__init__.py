"""A contracts register as councils keep it: its columns, cells, rows, and what changed.

Pure: rows in, values or errors out. The database side is `needs/importing.py`. The columns are
those of the Local Government Transparency Code 2015 (contracts over £5,000, published every
quarter) and the names councils use for them.
"""

from needs.register.columns import FIELDS, Field, guess_columns, is_known_heading
from needs.register.dates import DateOrder, date_order
from needs.register.diff import Change, compare, supplier_key
from needs.register.rows import CellError, Reading, ReadRow, read_rows, row_key

__all__ = [
    "FIELDS",
    "CellError",
    "Change",
    "DateOrder",
    "Field",
    "ReadRow",
    "Reading",
    "compare",
    "date_order",
    "guess_columns",
    "is_known_heading",
    "read_rows",
    "row_key",
    "supplier_key",
]
