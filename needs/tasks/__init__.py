from needs.tasks.briefs import render_brief, sweep_briefs
from needs.tasks.connecting import keep_requests, tell_connection
from needs.tasks.conversations import ask_borough, sweep_conversations, tell_asker
from needs.tasks.decisions import tell_author, tell_authors
from needs.tasks.expiry import expire_needs
from needs.tasks.handing import hand_over_records
from needs.tasks.imports import (
    check_import,
    load_import,
    match_in_parts,
    start_work,
    sweep_imports,
    undo_import,
)
from needs.tasks.matching import match_contracts, match_need, match_waiting, rebuild_overlaps
from needs.tasks.notices import import_notice_file, import_waiting_notices
from needs.tasks.reminders import remind_borough, remind_boroughs
from needs.tasks.specifications import render_specification, sweep_specifications

__all__ = [
    "ask_borough",
    "sweep_conversations",
    "check_import",
    "expire_needs",
    "hand_over_records",
    "import_notice_file",
    "import_waiting_notices",
    "keep_requests",
    "load_import",
    "match_contracts",
    "match_in_parts",
    "match_need",
    "match_waiting",
    "rebuild_overlaps",
    "render_brief",
    "remind_borough",
    "remind_boroughs",
    "render_specification",
    "start_work",
    "sweep_briefs",
    "sweep_imports",
    "sweep_specifications",
    "tell_asker",
    "tell_author",
    "tell_authors",
    "tell_connection",
    "undo_import",
]
