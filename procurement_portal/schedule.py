"""What runs when, and in which queue. Every job is also a management command."""

from celery.schedules import crontab

# What somebody waits for at their screen goes to `now`; a task's own `queue` is deprecated.
QUEUES = {
    "needs.tasks.specifications.render_specification": {"queue": "now"},
    "needs.tasks.briefs.render_brief": {"queue": "now"},
    "guidance.tasks.render_sheet": {"queue": "now"},
    "members.tasks.send_account_email": {"queue": "now"},
    "needs.tasks.matching.match_need": {"queue": "now"},
    "needs.tasks.notices.import_notice_file": {"queue": "now"},
    "needs.tasks.decisions.tell_author": {"queue": "now"},
    "guidance.tasks.tell_writer": {"queue": "now"},
    "needs.tasks.imports.*_import": {"queue": "now"},
}

JOBS: dict[str, dict] = {
    "match_waiting": {
        "task": "needs.tasks.matching.match_waiting",
        "schedule": 120,  # seconds
        "options": {"expires": 110},
    },
    "rebuild_overlaps": {
        "task": "needs.tasks.matching.rebuild_overlaps",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 60 * 60},
    },
    "sweep_briefs": {
        "task": "needs.tasks.briefs.sweep_briefs",
        "schedule": 60,  # seconds
        "options": {"expires": 55},
    },
    "sweep_specifications": {
        "task": "needs.tasks.specifications.sweep_specifications",
        "schedule": 60,  # seconds
        "options": {"expires": 55},
    },
    "sweep_conversations": {
        "task": "needs.tasks.conversations.sweep_conversations",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 840},
    },
    "send_digests": {  # those that are due: Monday 07:00 and the first of the month, London time
        "task": "community.tasks.send_digests",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},  # seconds: no pile while no worker runs
    },
    "sweep_imports": {
        "task": "needs.tasks.imports.sweep_imports",
        "schedule": 60,  # seconds
        "options": {"expires": 55},  # no pile while no worker runs
    },
    # assistive technology
    "fall_due_case_studies": {
        "task": "assistive_tech.tasks.fall_due_case_studies",
        "schedule": crontab(hour=2, minute=20),
    },
    # guidance
    "publish_due_guides": {
        "task": "guidance.tasks.publish_due_guides",
        "schedule": 60,  # seconds
        "options": {"expires": 55},  # no pile while no worker runs
    },
    "tell_writers": {
        "task": "guidance.tasks.tell_writers",
        "schedule": 300,  # seconds
        "options": {"expires": 290},  # no pile while no worker runs
    },
    "keep_guidance_retention": {
        "task": "guidance.tasks.keep_guidance_retention",
        "schedule": crontab(hour=3, minute=20),
    },
    "sweep_sheets": {
        "task": "guidance.tasks.sweep_sheets",
        "schedule": 60,  # seconds
        "options": {"expires": 55},  # no pile while no worker runs
    },
    # members
    "tell_untold": {
        "task": "members.tasks.tell_untold",
        "schedule": 15 * 60,  # seconds
        "options": {"expires": 14 * 60},
    },
    "keep_retention": {
        "task": "members.tasks.keep_retention",
        "schedule": crontab(hour=3, minute=10),
    },
    # needs
    "expire_needs": {
        "task": "needs.tasks.expiry.expire_needs",
        "schedule": crontab(hour=2, minute=10),
    },
    "hand_over_records": {
        "task": "needs.tasks.handing.hand_over_records",
        "schedule": 600,  # seconds
        "options": {"expires": 590},
    },
    "remind_boroughs": {
        "task": "needs.tasks.reminders.remind_boroughs",
        "schedule": 300,  # seconds
        "options": {"expires": 290},
    },
    "tell_authors": {
        "task": "needs.tasks.decisions.tell_authors",
        "schedule": 300,  # seconds
        "options": {"expires": 290},  # no pile while no worker runs
    },
    "import_waiting_notices": {
        "task": "needs.tasks.notices.import_waiting_notices",
        "schedule": 60,  # seconds
        "options": {"expires": 55},
    },
}
