import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from guidance.models import Guide, GuideVersion, ProblemStatement, Technique
from guidance.reference import DATA, guide_texts
from tests.walking import Undo

pytestmark = pytest.mark.django_db

SECTIONS = (
    *("What it is", "Why it matters", "Who does it", "How to do it", "Checklist"),
    *("Pitfalls", "Records to keep", "Related techniques", "Sources"),
)
TEAMS = ("Procurement", "CIO and digital", "Service team", "Contract manager")
TEXTS = guide_texts()
each_guide = pytest.mark.parametrize("slug", sorted(TEXTS))


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """The whole toolkit, below what each test does and undoes."""
    with django_db_blocker.unblock(), Undo():
        call_command("load_guidance", verbosity=0)
        yield


def part(slug, heading):
    """The text under one heading of a guide."""
    return TEXTS[slug].split(f"## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.usefixtures("_loaded")
def test_everything_loads_once_and_edits_stay(capsys):
    technique = Technique.objects.first()
    technique.name = "Renamed here"
    technique.save()
    call_command("load_guidance")
    assert f"0 new, 0 changed, {len(TEXTS)} the same" in capsys.readouterr().out
    technique.refresh_from_db()
    assert technique.name == "Renamed here"
    assert Guide.objects.count() == len(TEXTS)
    assert GuideVersion.objects.filter(status="published", number=1).count() == len(TEXTS)


@pytest.mark.usefixtures("_loaded")
def test_every_technique_says_all_that_is_asked_of_one():
    assert Technique.objects.count() >= 28
    for technique in Technique.objects.all():
        for name in ("what_it_is", "when_to_use", "when_to_avoid", "strengths", "risks", "steps"):
            assert getattr(technique, name), f"{technique}: {name}"
        for name in ("safeguards", "records", "sources", "tender_groups", "levels", "days_low"):
            assert getattr(technique, name), f"{technique}: {name}"
        assert "planning defaults" in technique.estimate_basis
        technique.full_clean()


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("edits", [0, 1])
def test_a_load_gives_earlier_techniques_what_is_new_and_keeps_edits(edits):
    technique = Technique.objects.get(code="MT04")
    technique.what_it_is, technique.levels, technique.purpose = "", [], "As it was."
    technique.version += edits
    technique.save()
    call_command("load_guidance", verbosity=0)
    technique.refresh_from_db()
    assert technique.what_it_is
    assert technique.levels == [0, 1, 2, 3, 4, 5]
    assert (technique.purpose == "As it was.") == bool(edits)
    assert technique.version == 2 + edits, "an editor opened before is told"


@pytest.mark.usefixtures("_loaded")
def test_every_guide_reads_well_and_loses_no_link(anonymous):
    for guide in Guide.objects.select_related("published_version"):
        version = guide.published_version
        page = anonymous.read(guide.get_absolute_url())
        assert page.count("<h1") == 1
        assert "](" not in version.html, f"a link of {guide.slug} was refused"
        assert not guide.is_stale
        assert "Owner: LOTI" in page


@each_guide
def test_guide_has_every_section_in_order(slug):
    assert tuple(re.findall(r"^## (.+)$", TEXTS[slug], flags=re.M)) == SECTIONS


@each_guide
def test_guide_says_which_part_each_team_has(slug):
    rows = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", part(slug, "Who does it"), flags=re.M)
    parts = dict(rows[1:])
    assert tuple(parts) == TEAMS
    assert any("esponsible" in said for said in parts.values())
    assert any("ccountable" in said for said in parts.values())


@each_guide
def test_guide_names_its_sources_and_techniques(slug):
    sources = part(slug, "Sources")
    assert "](https://" in sources
    assert "](/guidance/techniques/" in part(slug, "Related techniques")
    if re.search(r"\b[Ss]ection \d|\bregulation \d|\bUK[1-4]\b", TEXTS[slug]):
        assert re.search(r"Law checked on \d+ \w+ \d{4}\. This is not legal advice\.", sources)


@pytest.mark.usefixtures("_loaded")
def test_every_link_inside_the_portal_leads_somewhere(anonymous):
    links = {link for text in TEXTS.values() for link in re.findall(r"\]\((/[^)]*)\)", text)}
    assert len(links) > 20
    for link in links:
        assert anonymous.get(link).status_code == 200, link


def test_thresholds_are_those_of_the_dated_data():
    rows = json.loads((DATA.parents[1] / "needs/data/thresholds.json").read_text(encoding="utf-8"))
    now = [row for row in rows if row["to"] is None]
    for row in now:
        assert f"| £{row['pence'] // 100:,} |" in TEXTS["the-law-in-one-page"], row["slug"]
    assert "checked on 23 November 2026" in TEXTS["the-law-in-one-page"]


@pytest.mark.usefixtures("_loaded")
def test_every_problem_leads_to_a_guide_and_every_guide_answers_one(anonymous):
    assert ProblemStatement.objects.filter(guides=None).count() == 0
    assert not Guide.objects.filter(problem_statements=None).exists()
    page = anonymous.read(reverse("guidance:index"))
    for problem in ProblemStatement.objects.all():
        assert problem.text in page


def test_the_toolkit_is_whole():
    rows = json.loads((DATA / "problem_statements.json").read_text(encoding="utf-8"))
    assert len(TEXTS) >= 27
    assert len(rows) >= 26
    assert len({row["user"] for row in rows}) >= 6
    for row in rows:
        assert row["guides"], row["slug"]
        assert set(row["guides"]) <= set(TEXTS), row["slug"]
