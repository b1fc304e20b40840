from tests.factories import TechniqueFactory


def test_all_facts_are_shown_and_sources_without_an_address_are_not_links(anonymous, guide):
    technique = TechniqueFactory(
        name="Supplier day",
        stage=guide.stage,
        purpose="Meet many suppliers.",
        what_it_is="Talk is cheap.",
        when_to_avoid="Not when it is late.",
        days_low=3,
        days_high=5,
        section_16_purposes=["requirements", "suppliers"],
        tender_groups=["core_technologies", "innovative_tools"],
        safeguards=["Same time for all"],
        records=["Who came"],
        steps=["Publish a notice", "Take questions in front of all"],
        risks=["Only the usual suppliers come"],
        estimate_basis="effort and duration are editorial estimates, not stated in the sources",
        sources=[
            {"title": "The Act", "url": "https://www.legislation.gov.uk/"},
            {"title": "LOTI Weeknote 63", "url": ""},
        ],
    )
    page = anonymous.read(technique.get_absolute_url())
    assert "Effort and duration are editorial estimates" in page
    assert "3 to 5 officer-days (estimate)" in page
    assert "No set length" in page
    assert "Shape your requirements and approach; find suppliers who may be interested" in page
    assert "Core technologies, Innovative tools" in page
    for line in ("Talk is cheap", "Not when it is late", "Same time for all", "Who came"):
        assert line in page
    assert "<li>Take questions in front of all</li>" in page
    assert "Only the usual suppliers come" in page
    assert '<a class="govuk-link" href="https://www.legislation.gov.uk/">The Act</a>' in page
    assert "<li>LOTI Weeknote 63</li>" in page
    assert guide.published_version.title in page, "guides of the same stage"


def test_unknown_technique_is_missing(anonymous):
    anonymous.read("/guidance/techniques/none", status=404)
