import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from assistive_tech.models import CaseStudy, TechnologyClass

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded():
    call_command("load_case_studies", verbosity=0)


@pytest.mark.usefixtures("_loaded")
def test_everything_loads_once_and_edits_stay(capsys):
    study = CaseStudy.objects.first()
    study.title = "Renamed here"
    study.save()
    call_command("load_case_studies")
    assert "0 new, 0 changed, 62 the same" in capsys.readouterr().out
    study.refresh_from_db()
    assert study.title == "Renamed here"
    assert CaseStudy.objects.filter(status="extracted").count() == 62


def test_a_borough_is_linked_by_its_code(camden, client):
    camden.gss = "E09000029"  # Sutton
    camden.code, camden.slug = "STN", "sutton"
    camden.name, camden.short_name = "London Borough of Sutton", "Sutton"
    camden.save()
    call_command("load_case_studies", verbosity=0)
    assert CaseStudy.objects.filter(borough_id="E09000029").count() == 2


@pytest.mark.usefixtures("_loaded")
def test_every_one_reads_with_its_source(anonymous):
    for study in CaseStudy.objects.all():
        page = anonymous.read(study.get_absolute_url())
        assert study.source_title
        assert "Not stated" not in page or study.evidence_level != "not_stated"
    assert "Case studies (62)" in anonymous.read(reverse("assistive_tech:index"))


@pytest.mark.usefixtures("_loaded")
def test_every_class_belongs_to_a_capability_that_exists():
    path = settings.BASE_DIR / "needs" / "data" / "capabilities.json"
    slugs = {row["slug"] for row in json.loads(path.read_text())}
    used = set(TechnologyClass.objects.exclude(capability_slug="").values_list(flat=True))
    linked = {c.capability_slug for c in TechnologyClass.objects.filter(pk__in=used)}
    assert linked <= slugs


@pytest.mark.usefixtures("_loaded")
def test_what_the_rules_read_is_marked_and_nothing_else_is_filled():
    study = CaseStudy.objects.get(code="AT038")
    assert (study.design, study.enrolled, study.completed) == ("cohort_study", 99, 66)
    assert {"design", "enrolled", "evidence_level"} <= set(study.portal_reading)
    assert study.price_year is None
    assert "price_year" not in study.portal_reading
    outcome = CaseStudy.objects.get(code="AT001").outcomes.first()
    assert (outcome.outcome_area, str(outcome.size)) == ("falls", "49.2000")
    assert outcome.portal_reading == ["outcome_area"]


@pytest.mark.usefixtures("_loaded")
def test_seventeen_are_marked_as_claims():
    assert sum(study.is_claim for study in CaseStudy.objects.all()) == 17


@pytest.mark.usefixtures("_loaded")
def test_one_loaded_before_the_rules_is_read_and_one_changed_here_is_not(capsys):
    CaseStudy.objects.filter(code="AT001").update(portal_reading=[], design="not_stated")
    CaseStudy.objects.filter(code="AT002").update(portal_reading=[], design="rct", version=2)
    call_command("load_case_studies")
    assert "0 new, 1 changed, 61 the same" in capsys.readouterr().out
    assert CaseStudy.objects.get(code="AT001").design == "before_after"
    assert CaseStudy.objects.get(code="AT001").outcomes.count() == 7
    assert CaseStudy.objects.get(code="AT002").design == "rct"
