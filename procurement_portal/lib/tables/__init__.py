"""Tables people upload and download: CSV and XLSX in and out.

`read_table(content, is_heading)` checks and reads a file; whatever is wrong with it is a
`TableError` whose text can be shown to the person. `write_csv` and `write_xlsx` make files in
which no cell is ever a formula.
"""

from procurement_portal.lib.tables.reading import read_table
from procurement_portal.lib.tables.table import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    WRONG_FILE,
    Cell,
    Row,
    Table,
    TableError,
    column_letter,
)
from procurement_portal.lib.tables.writing import plain_text, write_csv, write_workbook, write_xlsx

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "WRONG_FILE",
    "Cell",
    "Row",
    "Table",
    "TableError",
    "column_letter",
    "plain_text",
    "read_table",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
