"""Who may open which route: the one table. A route that is not in it fails the build.

Each rule names an audience (`tests/audiences.py`), how to fill the route's arguments from the test
world, and the method it is tried with. `expected` overrides the audience for single visitors.
"""

from collections.abc import Callable

from tests.assistive_tech.appraisal_policy import APPRAISALS
from tests.assistive_tech.barrier_policy import BARRIERS
from tests.assistive_tech.trial_policy import TRIALS
from tests.audiences import FORBIDDEN, HIDDEN, OK, OWN, STRANGERS, Rule


def _ref(name: str) -> Callable:
    """Fills `reference` from a record of the test world."""
    return lambda world: {"reference": getattr(world, name).reference}


def _step(name: str) -> Callable:
    return lambda world: {"reference": getattr(world, name).reference, "step": "problem"}


OURS_TOO = dict.fromkeys(OWN, FORBIDDEN) | {"other_officer": OK}


def with_overlap(world) -> dict:
    """No arguments, but something on the page."""
    assert world.overlap
    return {}


def _nothing_but(record) -> dict:
    """No arguments, but this on the page."""
    assert record
    return {}


def _pair(world) -> dict:
    return dict(zip(("first", "second"), world.pair_references, strict=True))


def _guide(world) -> dict:
    return {"slug": world.guide.slug}


def _picture(world) -> dict:
    return {"digest": world.picture.content_hash}


def _version_of(name: str) -> Callable:
    def kwargs(world):
        version = getattr(world, name)
        return {"slug": version.guide.slug, "number": version.number}

    return kwargs


def _comment_on(world) -> dict:
    return {**_version_of("published_version")(world), "section": "page"}


def _comment(name: str) -> Callable:
    return lambda world: {"reference": getattr(world, name).reference}


def _comment_token(world) -> dict:
    return {"token": world.feedback.get_absolute_url().rpartition("/")[2]}


def _technique(world) -> dict:
    return {"slug": world.technique.slug}


def _commented_technique(world) -> dict:
    return {"slug": world.technique_feedback.technique.slug}


def _technique_comment_on(world) -> dict:
    return {"slug": world.technique.slug, "number": 1, "section": "at-a-glance"}


def _technology(world) -> dict:
    return {"slug": world.case_study.technology_class_id}


def _use_of(name: str) -> Callable:
    def arguments(world) -> dict:
        use = getattr(world, name)
        return {"slug": use.technique.slug, "number": use.pk}

    return arguments


WITHOUT_FACTOR = {"moderator_without_second_factor": FORBIDDEN}


def _case_study(name: str) -> Callable:
    return lambda world: {"slug": getattr(world, name).slug}


ONLY_AT_LEAD = {"at_lead": OK, **dict.fromkeys(OWN, FORBIDDEN)}

POLICY: dict[str, Rule] = {
    # Posting a need
    "needs:post": Rule("borough_member"),
    "needs:post_start": Rule("borough_member"),
    "needs:post_tasks": Rule("own_borough", _ref("draft")),
    "needs:post_similar": Rule("own_borough", _ref("draft")),
    "needs:post_step": Rule("own_borough", _step("draft")),
    "needs:post_check": Rule("own_borough", _ref("draft")),
    "needs:post_submitted": Rule(
        "own_borough", _ref("submitted"), expected={"moderator": FORBIDDEN}
    ),
    "needs:submit": Rule("own_borough", _ref("draft"), method="POST"),
    # One need
    "needs:detail": Rule("public", _ref("public_need")),
    "needs:history": Rule("own_borough_does", _ref("need"), expected={"moderator": OK}),
    "needs:edit": Rule("own_borough_does", _ref("need")),
    "needs:edit_step": Rule("own_borough_does", _step("need")),
    "needs:confirm": Rule("own_borough_does", _ref("need"), method="POST"),
    "needs:procure": Rule("own_borough_does", _ref("need"), method="POST"),
    "needs:award": Rule("own_borough_does", _ref("need"), method="POST"),
    "needs:close": Rule("own_borough_does", _ref("need")),
    "needs:withdraw": Rule("own_borough_does", _ref("need")),
    "needs:join": Rule("own_borough_does", _ref("need"), expected=OURS_TOO),
    "needs:leave": Rule("own_borough_does", _ref("joined_need"), "POST", expected=OURS_TOO),
    "needs:my_needs": Rule("borough_member"),
    # Reviewing needs
    "moderation": Rule("moderator"),
    "moderation_log": Rule("moderator"),
    "moderation_freshness": Rule("moderator"),
    "remind_borough": Rule("moderator", lambda w: {"slug": w.camden.slug}, "POST"),
    "members:review_periods": Rule("moderator"),
    "needs:moderate": Rule("moderator", _ref("submitted")),
    "needs:claim": Rule("moderator", _ref("submitted"), method="POST"),
    "needs:unclaim": Rule("moderator", _ref("submitted"), method="POST"),
    "needs:publish": Rule("moderator", _ref("submitted"), method="POST"),
    "needs:send_back": Rule("moderator", _ref("submitted"), method="POST"),
    "needs:review": Rule("moderator", _ref("need"), method="POST"),
    "home": Rule("public"),
    "live": Rule("public", page=False),
    "ready": Rule("public", page=False),
    # Reading.
    "needs:index": Rule("public"),
    # Overlap and the dashboard.
    "needs:dashboard": Rule("member", with_overlap),
    "needs:overlap": Rule("member", with_overlap),
    "needs:overlap_matrix": Rule("member", with_overlap),
    "needs:overlap_boroughs": Rule("member", with_overlap),
    "needs:overlap_map": Rule("member", with_overlap),
    "needs:overlap_timeline": Rule("member", with_overlap),
    "needs:overlap_capability": Rule("member", lambda w: {"slug": w.shared_capability.slug}),
    "needs:calendar": Rule("borough_member"),
    "needs:renew_calendar": Rule("borough_member", method="POST"),
    "needs:calendar_feed": Rule("public", lambda w: {"token": w.calendar_token}, page=False),
    "needs:together": Rule("member", with_overlap),
    "needs:brief": Rule("member", lambda w: {"slug": w.shared_capability.slug}),
    "needs:brief_pdf": Rule("member", lambda w: {"slug": w.shared_capability.slug}, page=False),
    "needs:conversations": Rule("member"),
    "needs:conversation": Rule("own_borough_and_moderator", _ref("conversation")),
    "needs:close_conversation": Rule(
        "own_borough", _ref("conversation"), expected={"moderator": FORBIDDEN}
    ),
    "needs:start_conversation": Rule(
        "borough_member", lambda w: {"slug": w.shared_capability.slug}
    ),
    "needs:votes": Rule("member"),
    "needs:vote": Rule("cio"),
    "needs:overlap_pair": Rule("member", _pair),
    "needs:confirm_pair": Rule("borough_member", _pair, "POST"),
    "needs:dismiss_pair": Rule("borough_member", _pair),
    "needs:undo_judgement": Rule("borough_member", _pair, "POST"),
    "needs:judged_pairs": Rule("borough_member"),
    # Asking to be put in touch
    "needs:ask_to_connect": Rule("own_borough_does", _ref("asking_contract")),
    "needs:withdraw_request": Rule("own_borough_does", _ref("asking_contract"), "POST"),
    "needs:connections": Rule("borough_member"),
    "needs:connection": Rule("own_borough", _ref("connect_request")),
    "needs:accept_request": Rule("own_borough", _ref("connect_request"), "POST"),
    "needs:refuse_request": Rule("own_borough", _ref("connect_request")),
    "needs:end_connection": Rule("own_borough", _ref("connect_request"), "POST"),
    "needs:export_judgements": Rule("moderator", page=False),
    "needs:export": Rule("public", page=False),
    "needs:feed": Rule("public", page=False),
    "needs:capabilities": Rule("public"),
    "needs:capability": Rule("public", lambda w: {"slug": w.capability.slug}),
    "data": Rule("public"),
    "help": Rule("public"),
    "accessibility": Rule("public"),
    "needs:overlap_method": Rule("public"),
    "privacy": Rule("public"),
    "cookies": Rule("public"),
    "security_txt": Rule("public", page=False),
    "robots_txt": Rule("public", page=False),
    "sitemap": Rule("public", page=False),
    "needs:notices": Rule("public"),
    "needs:import_notices": Rule("moderator"),
    "needs:lead_times": Rule("moderator", with_overlap),
    "needs:set_lead_time": Rule("moderator", lambda w: {"slug": w.capability.slug}),
    "needs:notice_import": Rule("moderator", _ref("notice_import")),
    "guidance:index": Rule("public"),
    "guidance:whole": Rule("public"),
    "assistive_tech:index": Rule("public"),
    "members:boroughs": Rule("public"),
    "members:borough": Rule("public", lambda w: {"slug": w.camden.slug}),
    "members:account": Rule("signed_in"),
    # A borough's contracts and its register's import
    "needs:my_contracts": Rule("borough_member"),
    "needs:add_contract": Rule("borough_member"),
    "needs:export_contracts": Rule("borough_member", lambda w: {"kind": "csv"}, page=False),
    "needs:register_template": Rule("signed_in", lambda w: {"kind": "csv"}, page=False),
    "needs:confirm_contracts": Rule("signed_in", method="POST"),
    "needs:contract_categories": Rule("borough_member"),
    "needs:notice_categories": Rule("moderator"),
    "needs:confirm_needs": Rule("borough_member", method="POST"),
    "needs:undo_confirmation": Rule(
        "own_borough",
        _ref("confirmation"),
        "POST",
        expected=dict.fromkeys((*OWN, "at_lead"), HIDDEN),  # somebody else's
    ),
    "needs:confirm_register": Rule(
        "borough_member", expected=dict.fromkeys(("officer", "other_officer"), FORBIDDEN)
    ),
    "needs:import_register": Rule("borough_member"),
    "needs:contract": Rule(
        "member", _ref("contract"), expected=dict.fromkeys(("anonymous", *STRANGERS), HIDDEN)
    ),
    "needs:edit_contract": Rule("own_borough_does", _ref("contract")),
    "needs:confirm_contract": Rule("own_borough_does", _ref("contract"), method="POST"),
    "needs:contract_capability": Rule("own_borough_does", _ref("contract")),
    "needs:register_import": Rule("own_borough", _ref("register_import")),
    "needs:match_columns": Rule("own_borough", _ref("register_import")),
    "needs:date_order": Rule("own_borough", _ref("register_import")),
    "needs:confirm_import": Rule("own_borough", _ref("register_import"), method="POST"),
    "needs:undo_import": Rule("own_borough", _ref("register_import"), method="POST"),
    "needs:import_errors": Rule("own_borough", _ref("register_import"), page=False),
    "members:second_factor": Rule("signed_in"),
    # members
    "members:edit_name": Rule("signed_in"),
    "members:export_data": Rule("signed_in", page=False),
    "members:close_account": Rule("signed_in"),
    "members:choose_borough": Rule("signed_in"),
    "members:ask_to_join": Rule("signed_in"),
    "members:waiting": Rule("signed_in"),
    "members:leave": Rule("others_membership", lambda w: {"pk": w.membership.pk}, "POST"),
    "members:people": Rule("leads"),
    "members:accept": Rule("decides", lambda w: {"pk": w.membership.pk}),
    "members:refuse": Rule("decides", lambda w: {"pk": w.membership.pk}),
    "members:end": Rule("decides", lambda w: {"pk": w.active_membership.pk}),
    "members:change_role": Rule("decides", lambda w: {"pk": w.active_membership.pk}),
    "members:moderation_people": Rule("moderator"),
    "members:moderation_borough": Rule("moderator", lambda w: {"slug": w.camden.slug}),
    "members:remove_domain": Rule(
        "moderator", lambda w: {"slug": w.camden.slug, "pk": w.domain.pk}, "POST"
    ),
    "members:demo_sign_in": Rule("public", lambda w: {"pk": w.example_person.pk}, "POST"),
    "demo_mail": Rule("public"),
    "demo_mail_message": Rule("public", lambda w: w.captured_mail),
    # specification
    "needs:specification": Rule(
        "member", _ref("need"), expected={**dict.fromkeys(STRANGERS, HIDDEN), "anonymous": HIDDEN}
    ),
    "needs:specification_pdf": Rule("public", _ref("public_need")),
    # community
    "community:preferences": Rule("signed_in"),
    "community:digests": Rule("signed_in"),
    "community:preview": Rule("signed_in"),
    "community:unsubscribe": Rule("public", lambda w: {"token": w.unsubscribe_token}),
    "community:confirm_records": Rule("public", lambda w: {"token": w.confirm_token}),
    "community:undo_confirmed": Rule("public", lambda w: {"token": w.confirm_token}, "POST"),
    "community:follow": Rule("member", lambda w: {"slug": w.capability.slug}, "POST"),
    "community:follow_technology": Rule("member", _technology, "POST"),
    "community:unfollow_technology": Rule("member", _technology, "POST"),
    "community:unfollow": Rule("member", lambda w: {"slug": w.capability.slug}, "POST"),
    "demo_mail_html": Rule("public", lambda w: w.captured_mail, page=False),
    "moderation_content": Rule("moderator"),
    "moderation_guidance": Rule("moderator"),
    "moderation_barriers": Rule("moderator", lambda world: _nothing_but(world.barrier)),
    "moderation_comments": Rule("moderator", lambda world: _nothing_but(world.feedback)),
    # Guidance
    "guidance:feed": Rule("public", page=False),
    "guidance:techniques": Rule("public"),
    "guidance:technique": Rule("public", _commented_technique),
    "guidance:compare_techniques": Rule("public"),
    "guidance:sheet": Rule("public", _technique),
    "guidance:sheet_pdf": Rule("public", _technique, page=False),
    "guidance:log_use": Rule("borough_member", _technique),
    "guidance:take_out_use": Rule("moderator", _use_of("technique_use"), "POST", WITHOUT_FACTOR),
    "guidance:put_back_use": Rule("moderator", _use_of("removed_use"), "POST", WITHOUT_FACTOR),
    "guidance:find_technique": Rule("public"),
    "guidance:guide": Rule("public", _guide),
    "guidance:versions": Rule("public", _guide),
    "guidance:version": Rule("public", _version_of("published_version")),
    "guidance:compare": Rule("public", _guide),
    "guidance:follow": Rule("member", _guide, "POST"),
    "guidance:unfollow": Rule("member", _guide, "POST"),
    "guidance:read": Rule("member", _version_of("published_version"), "POST"),
    "guidance:owner": Rule("moderator", _guide),
    "guidance:steps": Rule("moderator"),
    "guidance:step": Rule("moderator", lambda world: {"step": world.guide_in_step.step}),
    "guidance:picture": Rule("public", _picture, page=False),
    "guidance:pictures": Rule("moderator", _guide),
    "guidance:manage": Rule("moderator"),
    "guidance:new": Rule("moderator"),
    "guidance:edit": Rule("moderator", _guide),
    "guidance:confirm": Rule("moderator", _guide, "POST"),
    "guidance:review": Rule("moderator", _version_of("version_in_review")),
    "guidance:submit": Rule("moderator", _version_of("draft_version"), "POST"),
    "guidance:send_back": Rule("moderator", _version_of("version_in_review"), "POST"),
    "guidance:publish": Rule("moderator", _version_of("version_in_review"), "POST"),
    "guidance:schedule": Rule("moderator", _version_of("version_in_review"), "POST"),
    "guidance:take_back": Rule("moderator", _version_of("scheduled_version"), "POST"),
    # Feedback
    "guidance:useful": Rule("public", _guide, "POST"),
    "guidance:technique_useful": Rule("public", _technique, "POST"),
    "guidance:technique_comment_on": Rule("public", _technique_comment_on),
    "guidance:feedback_of_technique": Rule("moderator", _commented_technique),
    "guidance:answer": Rule("public", lambda world: {"token": world.answer_token}),
    "guidance:comment_on": Rule("public", _comment_on),
    "guidance:comment": Rule("public", _comment_token),
    "guidance:withdraw_comment": Rule("public", _comment_token, "POST"),
    "guidance:my_comments": Rule("signed_in"),
    "guidance:feedback_counts": Rule("moderator", lambda world: _nothing_but(world.feedback)),
    "guidance:feedback_of_guide": Rule("moderator", _guide),
    "guidance:research": Rule("moderator", lambda world: _nothing_but(world.research_note)),
    "guidance:research_new": Rule("moderator"),
    "guidance:research_edit": Rule("moderator", lambda world: {"pk": world.research_note.pk}),
    "guidance:research_delete": Rule(
        "moderator", lambda world: {"pk": world.research_note.pk}, "POST"
    ),
    "guidance:moderate_comment": Rule("moderator", _comment("feedback")),
    "guidance:assign_comment": Rule("moderator", _comment("feedback"), "POST"),
    "guidance:acknowledge_comment": Rule("moderator", _comment("feedback"), "POST"),
    "guidance:answer_comment": Rule("moderator", _comment("feedback"), "POST"),
    "guidance:finish_comment": Rule("moderator", _comment("accepted_feedback"), "POST"),
    "guidance:show_comment": Rule("moderator", _comment("accepted_feedback"), "POST"),
    "guidance:hide_comment": Rule("moderator", _comment("accepted_feedback"), "POST"),
    "guidance:technique_edit": Rule("moderator", _technique),
    "guidance:technique_history": Rule("moderator", _technique),
    # Case studies
    "assistive_tech:export": Rule("public", page=False),
    "assistive_tech:export_xlsx": Rule("public", page=False),
    "assistive_tech:template_xlsx": Rule("public", page=False),
    "assistive_tech:template_pdf": Rule("public", page=False),
    "assistive_tech:import_studies": Rule(
        "borough_member", expected=ONLY_AT_LEAD | {"other_officer": FORBIDDEN}
    ),
    "assistive_tech:export_json": Rule("public", page=False),
    "assistive_tech:feed": Rule("public", page=False),
    "assistive_tech:compare": Rule("public"),
    **APPRAISALS,
    **BARRIERS,
    **TRIALS,
    "assistive_tech:detail": Rule("public", _case_study("case_study")),
    "assistive_tech:mine": Rule("borough_member"),
    "assistive_tech:new": Rule(
        "borough_member", expected=ONLY_AT_LEAD | {"other_officer": FORBIDDEN}
    ),
    "assistive_tech:edit": Rule(
        "own_borough", _case_study("draft_case_study"), expected=ONLY_AT_LEAD | {"moderator": OK}
    ),
    "assistive_tech:edit_section": Rule(
        "own_borough",
        lambda w: {"slug": w.draft_case_study.slug, "section": "results"},
        expected=ONLY_AT_LEAD | {"moderator": OK},
    ),
    "assistive_tech:check": Rule(
        "own_borough", _case_study("draft_case_study"), expected=ONLY_AT_LEAD | {"moderator": OK}
    ),
    "assistive_tech:history": Rule("own_borough_and_moderator", _case_study("draft_case_study")),
    "assistive_tech:submit": Rule(
        "own_borough",
        _case_study("draft_case_study"),
        "POST",
        expected=ONLY_AT_LEAD | {"moderator": OK},
    ),
    "assistive_tech:withdraw": Rule(
        "own_borough",
        _case_study("draft_case_study"),
        "POST",
        expected=ONLY_AT_LEAD | {"moderator": OK},
    ),
    "assistive_tech:accept": Rule("moderator", _case_study("case_study"), "POST"),
    "assistive_tech:send_back": Rule("moderator", _case_study("case_study"), "POST"),
}

# Routes of libraries, by prefix: who they are for is decided and tested by the library, and
# what we ask of them in tests/members/test_sign_in.py.
LIBRARY_PREFIXES = ("account_", "mfa_", "usersessions_", "admin:")
