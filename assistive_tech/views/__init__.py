from assistive_tech.views.appraising import (
    appraise,
    give_up_appraisal,
    publish,
    reconcile,
    refresh,
)
from assistive_tech.views.barriers import barriers, barriers_export, barriers_feed, my_barriers
from assistive_tech.views.barriers_actions import (
    add_action,
    add_progress,
    change_action,
    finish_action,
)
from assistive_tech.views.barriers_detail import barrier
from assistive_tech.views.barriers_files import attach_file, barrier_file, remove_file
from assistive_tech.views.barriers_links import (
    barrier_links,
    barrier_trials,
    link_study,
    link_trial,
    unlink_study,
    unlink_trial,
)
from assistive_tech.views.barriers_merge import (
    accept_merge,
    decline_merge,
    propose_merge,
    take_back_merge,
    undo_merge,
)
from assistive_tech.views.barriers_raise import edit_barrier, raise_barrier
from assistive_tech.views.barriers_verbs import (
    accept_barrier,
    join_barrier,
    leave_barrier,
    prioritise_barrier,
    reopen_barrier,
    resolve_barrier,
    validate_barrier,
    withdraw_barrier,
)
from assistive_tech.views.begin import mine, new
from assistive_tech.views.candidates import (
    candidate,
    candidates,
    decide_candidates,
    extract_candidate,
    import_candidates,
    new_candidate,
)
from assistive_tech.views.candidates_edit import edit_candidate
from assistive_tech.views.compare import compare
from assistive_tech.views.detail import detail, history
from assistive_tech.views.gaps import export_gaps, gap_matrix, gaps
from assistive_tech.views.index import export, export_json, export_xlsx, feed, index
from assistive_tech.views.interviews import (
    confirm_draft,
    draft_interview,
    interview,
    interview_guide,
    interviews,
    new_interview,
)
from assistive_tech.views.spreadsheet import import_studies, template_pdf, template_xlsx
from assistive_tech.views.trial_editing import edit_trial, propose_trial
from assistive_tech.views.trial_verbs import (
    advance_trial,
    join_trial,
    stop_trial,
    trial_leave,
    trial_month,
    trial_papers,
)
from assistive_tech.views.trials import trial, trials
from assistive_tech.views.verbs import accept, send_back, submit, withdraw
from assistive_tech.views.writing import check, edit, edit_section

__all__ = [
    "accept",
    "accept_barrier",
    "accept_merge",
    "add_action",
    "add_progress",
    "advance_trial",
    "appraise",
    "attach_file",
    "barrier",
    "barrier_file",
    "barrier_links",
    "barrier_trials",
    "barriers",
    "barriers_export",
    "barriers_feed",
    "candidate",
    "candidates",
    "change_action",
    "check",
    "compare",
    "confirm_draft",
    "decide_candidates",
    "decline_merge",
    "detail",
    "draft_interview",
    "edit",
    "edit_barrier",
    "edit_candidate",
    "edit_section",
    "edit_trial",
    "export",
    "export_gaps",
    "export_json",
    "export_xlsx",
    "extract_candidate",
    "feed",
    "finish_action",
    "gap_matrix",
    "gaps",
    "give_up_appraisal",
    "history",
    "import_candidates",
    "import_studies",
    "index",
    "interview",
    "interview_guide",
    "interviews",
    "join_barrier",
    "join_trial",
    "leave_barrier",
    "link_study",
    "link_trial",
    "mine",
    "my_barriers",
    "new",
    "new_candidate",
    "new_interview",
    "prioritise_barrier",
    "propose_merge",
    "propose_trial",
    "publish",
    "raise_barrier",
    "reconcile",
    "refresh",
    "remove_file",
    "reopen_barrier",
    "resolve_barrier",
    "send_back",
    "stop_trial",
    "submit",
    "take_back_merge",
    "template_pdf",
    "template_xlsx",
    "trial",
    "trial_leave",
    "trial_month",
    "trial_papers",
    "trials",
    "undo_merge",
    "unlink_study",
    "unlink_trial",
    "validate_barrier",
    "withdraw",
    "withdraw_barrier",
]
