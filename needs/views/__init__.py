from needs.views.brief import brief, brief_pdf
from needs.views.calendar import calendar, calendar_feed, renew_calendar
from needs.views.capabilities import capabilities, capability
from needs.views.categories import contract_categories, notice_categories
from needs.views.confirming import (
    confirm_contracts,
    confirm_needs,
    confirm_register,
    undo_confirmation,
)
from needs.views.connecting import (
    accept_request,
    ask_to_connect,
    connection,
    connections,
    end_connection,
    refuse_request,
    withdraw_request,
)
from needs.views.contract import (
    add_contract,
    confirm_contract,
    contract,
    contract_capability,
    edit_contract,
)
from needs.views.conversations import (
    close_conversation,
    conversation,
    conversations,
    start_conversation,
)
from needs.views.dashboard import dashboard
from needs.views.detail import detail
from needs.views.edit import edit, edit_step, history
from needs.views.import_register import import_register, register_template
from needs.views.index import export, feed, index
from needs.views.join import join, leave
from needs.views.judging import (
    confirm_pair,
    dismiss_pair,
    export_judgements,
    judged_pairs,
    undo_judgement,
)
from needs.views.lead_times import lead_times, set_lead_time
from needs.views.moderation import claim, moderate, publish, review, send_back, unclaim
from needs.views.my_contracts import export_contracts, my_contracts
from needs.views.my_needs import my_needs
from needs.views.notices import import_notices, notice_import, notices
from needs.views.overlap import overlap, overlap_matrix
from needs.views.overlap_boroughs import overlap_boroughs, overlap_map
from needs.views.overlap_capability import overlap_capability
from needs.views.overlap_method import overlap_method
from needs.views.overlap_pair import overlap_pair
from needs.views.overlap_timeline import overlap_timeline
from needs.views.post import (
    post,
    post_check,
    post_similar,
    post_start,
    post_step,
    post_submitted,
    post_tasks,
    submit,
)
from needs.views.register_import import (
    confirm_import,
    date_order,
    import_errors,
    match_columns,
    register_import,
    undo_import,
)
from needs.views.specification import specification, specification_pdf
from needs.views.together import together
from needs.views.verbs import award, close, confirm, procure, withdraw
from needs.views.votes import vote, votes

__all__ = [
    "contract_categories",
    "notice_categories",
    "accept_request",
    "ask_to_connect",
    "connection",
    "connections",
    "end_connection",
    "refuse_request",
    "withdraw_request",
    "confirm_pair",
    "dismiss_pair",
    "export_judgements",
    "judged_pairs",
    "undo_judgement",
    "add_contract",
    "calendar",
    "calendar_feed",
    "brief",
    "brief_pdf",
    "capabilities",
    "capability",
    "award",
    "claim",
    "close",
    "confirm",
    "confirm_contract",
    "confirm_contracts",
    "confirm_import",
    "confirm_needs",
    "confirm_register",
    "contract",
    "contract_capability",
    "close_conversation",
    "conversation",
    "conversations",
    "dashboard",
    "date_order",
    "detail",
    "edit",
    "edit_contract",
    "edit_step",
    "export",
    "export_contracts",
    "feed",
    "history",
    "import_errors",
    "import_notices",
    "import_register",
    "index",
    "join",
    "lead_times",
    "leave",
    "match_columns",
    "moderate",
    "my_contracts",
    "my_needs",
    "notice_import",
    "notices",
    "overlap",
    "overlap_boroughs",
    "overlap_capability",
    "overlap_map",
    "overlap_matrix",
    "overlap_method",
    "overlap_pair",
    "overlap_timeline",
    "post",
    "post_check",
    "post_similar",
    "post_start",
    "post_step",
    "post_submitted",
    "post_tasks",
    "procure",
    "publish",
    "register_import",
    "renew_calendar",
    "register_template",
    "review",
    "send_back",
    "set_lead_time",
    "specification",
    "specification_pdf",
    "start_conversation",
    "submit",
    "together",
    "unclaim",
    "undo_confirmation",
    "undo_import",
    "vote",
    "votes",
    "withdraw",
]
