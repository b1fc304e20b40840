"""A record one may not see answers as one that never was: the same bytes, whatever is asked."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.access_policy import POLICY
from tests.assistive_tech.factories import BarrierActionFactory, BarrierFactory, BarrierFileFactory
from tests.assistive_tech.trial_policy import TRIALS
from tests.guidance.factories import GuidePictureFactory
from tests.walking import Undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seen_already")]

OUTSIDE = ("anonymous", "outsider", "pending_officer", "former_officer", "other_officer")
# What differs between two answers to the same question and tells nothing.
PASSING = (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),)
TELLS_NOTHING = {"X-Request-ID"}
PLAIN = (("GET", {}), ("POST", {}))
# With conditions, which a page might look at before it looks who asks: of the first record alone,
# for what a page does with them is not another matter for another record.
CONDITIONS = (
    ("GET", {"If-None-Match": "*"}),
    ("POST", {"If-Match": "*"}),
    ("HEAD", {"If-Modified-Since": "Fri, 31 Dec 2049 23:59:59 GMT"}),
)
MISSING_REFERENCE = "ZZZZZZZ"


def hidden_records(world) -> dict[str, list]:
    """Records of Camden's that nobody outside it sees, by the prefix of their routes."""
    draft_guide = factories.GuideVersionFactory()
    sealed = factories.ContractFactory(borough=world.camden, sealed=True)
    far_away = factories.ContractFactory(sealed=True)
    hidden_pair = factories.OverlapFactory(
        side_a=factories.OverlapSideFactory(need=world.sealed_need),
        side_b=factories.OverlapSideFactory(contract=far_away),
    )
    return {
        "need": [{"reference": world.draft.reference}, {"reference": world.submitted.reference},
                 {"reference": world.sealed_need.reference},
                 {"reference": _withdrawn(world).reference}],
        "contract": [{"reference": sealed.reference}],
        "ask": [{"reference": world.connect_request.reference}],
        "import": [{"reference": world.register_import.reference}],
        "notice_import": [{"reference": world.notice_import.reference}],
        "confirmation": [{"reference": world.confirmation.reference}],
        "conversation": [{"reference": world.conversation.reference}],
        "pair": [_references(hidden_pair)],
        "guide": [{"slug": draft_guide.guide.slug}],
        "version": [{"slug": draft_guide.guide.slug, "number": draft_guide.number}],
        "draft version": [_numbered(factories.GuideVersionFactory(guide=world.guide, number=9))],
        "picture": [{"digest": GuidePictureFactory(content_hash="b" * 64).content_hash}],
        "case_study": [{"slug": world.draft_case_study.slug}],
        "research": [{"pk": world.research_note.pk}],
        "comment": [{"reference": world.feedback.reference}],
        "barrier": [{"reference": _withdrawn_barrier(world).reference}],
        "barrier part": [_part(world)],
        "barrier file": [_file(world)],
        "membership": [{"pk": world.membership.pk}, {"pk": world.active_membership.pk}],
    }  # fmt: skip


def _references(pair) -> dict:
    return {"first": pair.side_b.contract.reference, "second": pair.side_a.need.reference}


def _withdrawn(world):
    return factories.NeedFactory(borough=world.camden, withdrawn=True)


def _withdrawn_barrier(world):
    return BarrierFactory(borough=world.camden, status="withdrawn")


def _part(world) -> dict:
    """An action of a barrier that its borough withdrew."""
    action = BarrierActionFactory(barrier=_withdrawn_barrier(world))
    return {"reference": action.barrier.reference, "pk": action.pk}


def _file(world) -> dict:
    file = BarrierFileFactory(barrier=_withdrawn_barrier(world))
    return {"reference": file.barrier.reference, "pk": file.pk}


def _numbered(version) -> dict:
    return {"slug": version.guide.slug, "number": version.number}


def kinds_of(name: str, path: str, arguments: set[str]) -> list[str]:
    """Which hidden records a route could name, from its address."""
    if "reference" in arguments:
        found = [kind for kind, sign in REFERENCES.items() if path.startswith(sign)][:1]
        part = "barrier file" if "/files/" in path else "barrier part"
        return [part] if "pk" in arguments else found
    if name.startswith("guidance:") and "slug" in arguments and "technique" not in path:
        return ["version", "draft version"] if "number" in arguments else ["guide"]
    if name.startswith("assistive_tech:"):
        return ["case_study"]
    if arguments == {"pk"}:
        return ["research" if name.startswith("guidance:") else "membership"]
    return ALONE.get(frozenset(arguments), [])


ALONE = {frozenset({"digest"}): ["picture"], frozenset({"first", "second"}): ["pair"]}


REFERENCES = {
    "barrier": ("/barriers/", "/moderation/barriers/"),
    "conversation": "/overlap/conversations/",
    "import": "/my-borough/contracts/import/",
    "notice_import": "/moderation/notices/",
    "confirmation": "/my-borough/confirmations/",
    "ask": "/connections/",
    "contract": ("/contracts/", "/connect/"),
    "comment": "/moderation/comments/",
    "need": ("/needs/", "/post/", "/moderation/needs/"),
}
# Nothing of these is hidden: categories, techniques, boroughs, mail of the demonstration. Or only
# moderators are answered at all: candidates, interviews.
IN_THE_OPEN = {*(name for name in TRIALS if "trial" in name),
               "assistive_tech:candidate", "assistive_tech:edit_candidate",
               "assistive_tech:extract_candidate",
               "assistive_tech:interview", "assistive_tech:draft_interview",
               "remind_borough", "needs:set_lead_time", "needs:calendar_feed",
               "needs:capability", "needs:overlap_capability", "community:follow",
               "community:unfollow", "community:unsubscribe", "community:confirm_records",
               "community:undo_confirmed", "guidance:answer", "guidance:comment",
               "guidance:withdraw_comment", "guidance:step", "guidance:technique",
               "community:follow_technology", "community:unfollow_technology",
               "guidance:technique_edit", "guidance:sheet", "guidance:sheet_pdf",
               "guidance:log_use", "guidance:take_out_use", "guidance:put_back_use",
               "guidance:technique_history", "guidance:technique_useful",
               "guidance:technique_comment_on", "guidance:feedback_of_technique", "members:borough",
               "members:moderation_borough", "members:remove_domain", "members:demo_sign_in",
               "demo_mail_message", "demo_mail_html", "needs:export_contracts",
               "needs:register_template", "needs:start_conversation",
               "needs:brief", "needs:brief_pdf"}  # fmt: skip


def missing(arguments: dict) -> dict:
    """The same arguments, as long, of a record that is not there."""
    gone = dict(arguments)
    if "digest" in gone:
        gone["digest"] = "c" * 64
    if "reference" in gone:
        gone["reference"] = gone["reference"].split("-")[0] + "-" + MISSING_REFERENCE
    if "second" in gone:
        gone["second"] = gone["second"].split("-")[0] + "-" + MISSING_REFERENCE
    if "number" in gone:
        gone["number"] = 7 if gone["number"] != 7 else 8
    elif "slug" in gone:
        gone["slug"] = "x" * len(gone["slug"])
    if "pk" in gone:
        gone["pk"] = 10 ** (len(str(gone["pk"])) - 1) * 9 + 7
    return gone


def questions(world):
    """Route, the address of a hidden record and that of a missing one."""
    hidden = hidden_records(world)
    for name, rule in POLICY.items():
        given = rule.kwargs(world)
        if not given or name in IN_THE_OPEN:
            continue
        kinds = kinds_of(name, reverse(name, kwargs=given), set(given))
        assert kinds, f"say what {name} hides, or that it hides nothing"
        for kind in kinds:
            for record in hidden[kind]:
                yield name, *(reverse(name, kwargs=given | r) for r in (record, missing(record)))


def answer(visitor, url: str, method: str, headers: dict) -> tuple:
    """Everything an outsider could tell two answers apart by, without the address itself."""
    with Undo():
        response = visitor.client.generic(method, url, headers=headers)
    said = b"".join(response.streaming_content) if response.streaming else response.content
    for passing in PASSING:
        said = passing.sub(b"", said)
    shown = {k: v for k, v in response.headers.items() if k not in TELLS_NOTHING}
    shown = {k: v.replace(url, "HERE") for k, v in shown.items()}
    return response.status_code, shown, said.replace(url.encode(), b"HERE"), len(response.cookies)


def test_every_route_with_an_argument_is_asked(world):
    asked = {name for name, *_ in questions(world)}
    with_arguments = {name for name, rule in POLICY.items() if rule.kwargs(world)}
    assert asked | IN_THE_OPEN >= with_arguments


def differing(visitor, asked) -> list[str]:
    """Where a hidden record answers otherwise; asked are routes, two addresses and questions."""
    found, known = [], {}
    for name, hidden, gone, questions_of_it in asked:
        for method, headers in questions_of_it:
            there = answer(visitor, hidden, method, headers)
            key = gone, method, *headers.items()
            if key not in known:  # several hidden records are held against one that is not
                known[key] = answer(visitor, gone, method, headers)
            if there != known[key]:
                found.append(f"{name}: {method} {hidden} {headers}: {there[0]}")
    return found


@pytest.mark.parametrize("who", OUTSIDE)
def test_hidden_and_missing_answer_alike(who, world, request):
    asked, conditions = [], set() if who == "other_officer" else set(POLICY)
    for name, hidden, gone in questions(world):
        asked.append((name, hidden, gone, PLAIN if name in conditions else PLAIN + CONDITIONS))
        conditions.add(name)
    found = differing(request.getfixturevalue(who), asked)
    assert not found, "\n".join(found)


def test_a_tag_learned_elsewhere_proves_nothing(world, officer, other_officer):
    """Somebody who was shown a page, or its tag, learns no more by asking with it."""
    asked = []
    for name, hidden, gone in questions(world):
        tag = officer.get(hidden).headers.get("ETag")
        conditions = [("GET", {"If-Match": tag or '"made-up"'})]
        asked.append(
            (name, hidden, gone, conditions + [("GET", {"If-None-Match": tag})] * bool(tag))
        )
    found = differing(other_officer, asked)
    assert not found, "\n".join(found)


def test_moderators_cannot_tell_a_draft_from_nothing(world, moderator):
    secret = (world.draft.reference, world.register_import.reference)
    asked = [
        (name, hidden, gone, PLAIN + CONDITIONS)
        for name, hidden, gone in questions(world)
        if any(reference in hidden for reference in secret)
    ]
    found = differing(moderator, asked)
    assert not found, "\n".join(found)
