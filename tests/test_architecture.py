"""The rules of the house that a listing can check; a new thing fails until somebody decides."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

from members import export
from procurement_portal.lib.workflow import Workflow, WorkflowEvent

ROOT = Path(__file__).resolve().parent.parent
APPS = ("members", "needs", "guidance", "assistive_tech", "community")

# Workflow: status moves by verbs, events written. Versioned: every edit kept by
# django-simple-history. Plain: neither, and why that is enough.
WORKFLOW = {
    "members.Membership",
    "needs.ConnectRequest",
    "needs.Judgement",
    "needs.Confirmation",
    "needs.Need",
    "needs.CapabilityBrief",
    "needs.Conversation",
    "needs.NoticeImport",
    "needs.RegisterImport",
    "needs.SpecificationPdf",
    "guidance.Feedback",
    "guidance.GuideVersion",
    "assistive_tech.Barrier",
    "assistive_tech.BarrierAction",
    "assistive_tech.BarrierMerge",
    "guidance.TechniqueSheet",
    "assistive_tech.Appraisal",
    "assistive_tech.Candidate",
    "assistive_tech.Interview",
    "assistive_tech.CaseStudy",
    "assistive_tech.Trial",
    "community.Digest",
}
VERSIONED = {
    "needs.Need",
    "needs.Contract",
    "needs.Capability",
    "guidance.Technique",
    "assistive_tech.Barrier",
    "assistive_tech.CaseStudy",
}
PLAIN = {
    "members.Borough": "reference data from a file in the project",
    "members.BoroughDomain": "reference data, edited by moderators",
    "members.BoroughMembership": "dated rows are their own history",
    "members.User": "identity only; what counts is in memberships",
    "needs.ConfirmedRecord": "written once, with its confirmation",
    "needs.ConfirmReminder": "dated rows are their own history",
    "members.ReviewPeriod": "dated rows are their own history",
    "needs.HandOver": "written once; each record's own history says the rest",
    "needs.ServiceArea": "reference data",
    "needs.CalendarAddress": "a key that is replaced, so that the last one is forgotten",
    "needs.CpvCode": "reference data",
    "needs.Threshold": "dated rows are their own history",
    "needs.Supplier": "derived from registers and notices",
    "needs.ContractTerms": "values before an import are kept on the import's rows",
    "needs.NeedClaim": "ends by itself after hours",
    "needs.NeedTerms": "edited with its need, whose events say who and when",
    "needs.PublishedNotice": "a copy of what was published, replaced when republished",
    "needs.ColumnMapping": "a convenience",
    "needs.ImportRow": "written once",
    "needs.ListStamp": "one row, kept by the database",
    "needs.TenderGroupVote": "one row a borough, group and quarter; a quarter's last word counts",
    "needs.ConversationInvite": "holds a borough's last answer, with who gave it and when",
    "needs.Interest": "joined and left dates are its history",
    "needs.OverlapSide": "derived from needs and contracts",
    "needs.Overlap": "derived, rebuilt by the scorer",
    "needs.NextSide": "a copy of a side in the making",
    "needs.ScorerVersion": "dated rows are their own history",
    "needs.OverlapChange": "which sides changed, for a day",
    "guidance.Guide": "its versions are its history",
    "guidance.GuideFollow": "a preference",
    "guidance.GuideInStep": "dated rows are their own history",
    "guidance.GuideOwner": "dated rows are their own history",
    "guidance.GuidePicture": "written once; a picture's address is made from its content",
    "guidance.GuideReading": "a convenience",
    "guidance.PageAnswer": "written once, and says nothing about who wrote",
    "guidance.ResearchNote": "the team's own notes, of which only counts are shown",
    "guidance.TechniqueUse": "written once; taken out and put back with who and when",
    "guidance.ProblemStatement": "reference data from a file in the project",
    "assistive_tech.TechnologyClass": "reference data",
    "assistive_tech.Reconciliation": "filled in once; the case study's events say who and when",
    "assistive_tech.OutcomeResult": "edited with its case study",
    "assistive_tech.ActionProgress": "dated rows are their own history",
    "assistive_tech.BarrierBorough": "the barrier's events say who joined and left",
    "assistive_tech.BarrierFile": "written once",
    "assistive_tech.BarrierLink": "a pointer with who set it and when",
    "assistive_tech.BarrierTrial": "a pointer with who set it and when",
    "assistive_tech.TrialBorough": "its trial's events say who did what and when",
    "assistive_tech.TrialMonth": "its trial's events say who did what and when",
    "community.DigestPreference": "a preference",
    "community.DigestItem": "written once",
    "community.Follow": "a preference",
    "community.TechnologyFollow": "a preference",
}

# How long what can be linked to a person is kept, and what enforces it. Every foreign key
# to a person, and every field that holds a name or an address, stands here.
NAMED = "with the record; closing the account leaves a nameless account there"
RETENTION = {
    "members.User.email": "until the account is closed; then replaced",
    "members.User.name": "until the account is closed; then emptied",
    "members.Membership.note": "a year after the decision; emptied when the account is closed",
    "members.Membership.user": "with the membership, nameless once the account is closed",
    "account.EmailAddress.user": "until the account is closed; a day when never confirmed",
    "mfa.Authenticator.user": "until removed, or the account is closed",
    "usersessions.UserSession.user": "until the session ends, 12 hours at most",
    "admin.LogEntry.user": "with the log, nameless once the account is closed",
    "community.DigestPreference.user": "until the account is closed",
    "community.Digest.user": "until the account is closed",
    "needs.CalendarAddress.user": "until the account is closed",
    "community.Follow.user": "until unfollowed, or the account is closed",
    "community.TechnologyFollow.user": "until unfollowed, or the account is closed",
    "members.Membership.decided_by": NAMED,
    "needs.TenderGroupVote.by": NAMED,
    "needs.Confirmation.by": NAMED,
    "needs.HandOver.to": NAMED,
    "needs.ConfirmReminder.by": NAMED,
    "members.ReviewPeriod.by": NAMED,
    "needs.ConfirmedRecord.was_confirmed_by": NAMED,
    "needs.Conversation.by": NAMED,
    "needs.ConversationInvite.answered_by": NAMED,
    "needs.Contract.confirmed_by": NAMED,
    "needs.Contract.owner": NAMED,
    "needs.Need.confirmed_by": NAMED,
    "needs.Need.owner": NAMED,
    "needs.Need.changed_by": NAMED,
    "needs.Need.submitted_by": NAMED,
    "needs.Need.published_by": NAMED,
    "needs.NeedClaim.by": NAMED,
    "needs.Interest.by": NAMED,
    "needs.Judgement.judged_by": NAMED,
    "needs.ConnectRequest.asked_by": NAMED,
    "needs.ConnectRequest.answered_by": NAMED,
    "needs.NoticeImport.by": NAMED,
    "needs.RegisterImport.by": NAMED,
    "guidance.Feedback.by": NAMED,
    "guidance.Feedback.email": "90 days after it was dealt with, a year at most",
    "guidance.Feedback.owner": NAMED,
    "guidance.ResearchNote.by": NAMED,
    "guidance.PageAnswer.words": "two years; nothing says whose they are",
    "guidance.Guide.confirmed_by": NAMED,
    "guidance.Guide.owner": NAMED,
    "guidance.GuideFollow.user": "until unfollowed, or the account is closed",
    "guidance.GuideInStep.by": NAMED,
    "guidance.GuideOwner.by": NAMED,
    "guidance.GuideOwner.owner": NAMED,
    "guidance.GuidePicture.by": NAMED,
    "guidance.GuideReading.user": "the last version read only, until the account is closed",
    "guidance.GuideVersion.author": NAMED,
    "guidance.GuideVersion.published_by": NAMED,
    "guidance.GuideVersion.scheduled_by": NAMED,
    "guidance.GuideVersion.submitted_by": NAMED,
    "guidance.Technique.confirmed_by": NAMED,
    "guidance.TechniqueUse.by": NAMED,
    "guidance.TechniqueUse.removed_by": NAMED,
    "assistive_tech.CaseStudy.confirmed_by": NAMED,
    "assistive_tech.ActionProgress.by": NAMED,
    "assistive_tech.Barrier.raised_by": NAMED,
    "assistive_tech.BarrierAction.owner": NAMED,
    "assistive_tech.BarrierBorough.by": NAMED,
    "assistive_tech.BarrierFile.by": NAMED,
    "assistive_tech.BarrierLink.by": NAMED,
    "assistive_tech.BarrierTrial.by": NAMED,
    "assistive_tech.Appraisal.scorer": NAMED,
    "assistive_tech.Candidate.added_by": NAMED,
    "assistive_tech.Interview.lead": NAMED,
    "assistive_tech.Interview.interviewer": NAMED,
    "assistive_tech.Interview.confirmed_by": NAMED,
    "assistive_tech.Reconciliation.first_scorer": NAMED,
    "assistive_tech.Reconciliation.second_scorer": NAMED,
    "assistive_tech.Reconciliation.settled_by": NAMED,
    "assistive_tech.Reconciliation.published_by": NAMED,
    "assistive_tech.TrialBorough.joined_by": NAMED,
}


def label(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def our_models():
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if not issubclass(model, HistoricalChanges | WorkflowEvent):
                yield model


def test_every_model_is_workflow_versioned_or_plain():
    assert {label(m) for m in our_models()} == WORKFLOW | VERSIONED | set(PLAIN)


def test_workflow_and_versioned_models_are_what_they_say():
    assert {label(m) for m in our_models() if issubclass(m, Workflow)} == WORKFLOW
    assert {label(m) for m in our_models() if hasattr(m, "history")} == VERSIONED


def test_workflow_tables_name_real_states():
    for model in our_models():
        if issubclass(model, Workflow):
            states = set(model.Status.values)
            for verb, move in model.TRANSITIONS.items():
                ends = {move.target} if move.target else set()
                assert {*move.sources, *ends} <= states, f"{label(model)}.{verb}"


def test_links_to_a_person_survive_the_person():
    """Closing an account never deletes what was written for a borough, and never fails."""
    personal = {"CalendarAddress", "Membership", "Digest", "DigestPreference", "Follow"}
    personal |= {"GuideFollow", "GuideReading", "TechnologyFollow"}
    for model in our_models():
        for field in model._meta.get_fields():
            if (
                isinstance(field, models.ForeignKey)
                and label(field.related_model) == "members.User"
            ):
                owned = model.__name__ in personal and field.name == "user"
                wanted = models.CASCADE if owned else models.SET_NULL
                assert field.remote_field.on_delete is wanted, f"{label(model)}.{field.name}"


def test_every_link_to_a_person_has_a_retention():
    """Events and earlier versions are kept with the record they belong to."""
    linked = {
        export.label(field)
        for field in export.links()
        if not issubclass(field.model, HistoricalChanges | WorkflowEvent)
    }
    texts = {name for name in RETENTION if name not in linked}
    assert linked <= set(RETENTION)
    assert texts == {"members.User.email", "members.User.name", "members.Membership.note"} | {
        "guidance.Feedback.email",
        "guidance.PageAnswer.words",
    }


def _views():
    for app in (*APPS, "procurement_portal"):
        folder = ROOT / app / "views"
        files = folder.glob("*.py") if folder.is_dir() else [ROOT / app / "views.py"]
        yield from (f for f in files if f.exists())


# Models whose rows anybody may read: reads of them need no `visible_to`.
OPEN_TO_ALL = {"Borough", "Capability", "ServiceArea", "CpvCode", "Threshold", "TechnologyClass"}


def _model_reads(tree):
    """Yield (model name, first call after `.objects`, line) for every read in a module."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        if node.value.attr == "objects" and isinstance(node.value.value, ast.Name):
            yield node.value.value.id, node.attr, node.lineno


@pytest.mark.parametrize("path", list(_views()), ids=lambda p: f"{p.parent.parent.name}/{p.name}")
def test_reads_in_views_start_from_visible_to(path):
    bad = [
        f"{path.relative_to(ROOT)}:{line} {model}.objects.{call}"
        for model, call, line in _model_reads(ast.parse(path.read_text()))
        if model not in OPEN_TO_ALL and call != "visible_to"
    ]
    assert not bad


def test_no_bulk_update_on_versioned_models():
    """`queryset.update` writes no version: only the workflow may, and it writes an event."""
    allowed = {ROOT / "procurement_portal" / "lib" / "workflow.py"}
    bad = []
    for app in (*APPS, "procurement_portal"):
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts or path in allowed:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr in {"update", "bulk_update"}:
                    text = ast.unparse(node)
                    if any(f"{m.split('.')[1]}.objects" in text for m in VERSIONED):
                        bad.append(f"{path.relative_to(ROOT)}:{node.lineno} {text}")
    assert not bad


def test_imports_stand_at_the_top():
    """WeasyPrint is the one exception: without its libraries its import fails."""
    bad = []
    for app in (*APPS, "procurement_portal"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    bad += [
                        f"{path.relative_to(ROOT)}:{inner.lineno}"
                        for inner in ast.walk(node)
                        if isinstance(inner, ast.Import | ast.ImportFrom) and path.name != "pdf.py"
                    ]
    assert not bad


MOST_LINES = 400


def _ours():
    return (
        path
        for path in ROOT.rglob("*.py")
        if not {".venv", ".run", "migrations"} & set(path.relative_to(ROOT).parts)
    )


def test_no_file_is_too_long_to_read():
    """300 lines are the aim; at 400 a file is split by its ideas."""
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in _ours()}
    assert "procurement_portal/settings.py" in lengths
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_too_long_to_read():
    """40 lines are the limit, from its name to its last line; a test may tell a longer story."""
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in _ours()
        if path.relative_to(ROOT).parts[0] in {*APPS, "procurement_portal"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert not long


def test_no_check_is_silenced_line_by_line():
    """What a linter may not ask here stands in pyproject.toml, with the reason."""
    silenced = "# no" + "qa"
    assert [str(path) for path in _ours() if silenced in path.read_text()] == []
