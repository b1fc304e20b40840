import pytest
from django.core.management import call_command
from django.urls import reverse

from guidance.models import Guide, GuideVersion, ProblemStatement, Technique

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded():
    call_command("load_guidance", verbosity=0)


@pytest.mark.usefixtures("_loaded")
def test_everything_loads_once_and_edits_stay(capsys):
    technique = Technique.objects.first()
    technique.name = "Renamed here"
    technique.save()
    call_command("load_guidance")
    assert "0 new, 0 changed, 15 the same" in capsys.readouterr().out
    technique.refresh_from_db()
    assert technique.name == "Renamed here"
    assert (Guide.objects.count(), Technique.objects.count()) == (15, 22)
    assert GuideVersion.objects.filter(status="published", number=1).count() == 15


@pytest.mark.usefixtures("_loaded")
def test_every_guide_reads_well_and_loses_no_link(anonymous):
    for guide in Guide.objects.select_related("published_version"):
        version = guide.published_version
        page = anonymous.read(guide.get_absolute_url())
        assert page.count("<h1") == 1
        assert "](" not in version.html, f"a link of {guide.slug} was refused"
        assert len(version.headings) >= 7
        assert not guide.is_stale
        assert "Owner: LOTI" in page


@pytest.mark.usefixtures("_loaded")
def test_every_problem_leads_to_a_guide(anonymous):
    assert ProblemStatement.objects.filter(guides=None).count() == 0
    page = anonymous.read(reverse("guidance:index"))
    for problem in ProblemStatement.objects.all():
        assert problem.text in page
