import io

from django.urls import reverse
from openpyxl import load_workbook

from assistive_tech.blank import DATA, NAME, blank_path, html_of_blank
from assistive_tech.models.sections import SECTIONS as MODEL_SECTIONS
from assistive_tech.template import LABELS, SECTIONS
from tests.factories import CaseStudyFactory


def test_every_field_of_the_model_is_asked_once_in_its_section():
    for section in SECTIONS:
        fields = {field.name for field in MODEL_SECTIONS[section.slug]._meta.get_fields()}
        assert fields <= set(section.fields)
    assert len(LABELS) == sum(len(section.fields) for section in SECTIONS)


def test_the_printed_blank_is_that_of_the_template_as_it_stands(anonymous):
    """Run `manage.py print_template` after changing the template."""
    assert [path.name for path in DATA.glob(f"{NAME}-*.pdf")] == [blank_path().name]
    response = anonymous.get(reverse("assistive_tech:template_pdf"))
    assert response.content.startswith(b"%PDF-")
    assert "What failed" in html_of_blank()


def test_no_cell_of_a_download_is_a_formula(anonymous):
    CaseStudyFactory(title="=HYPERLINK(1)", summary="+cmd", barriers=["@x"])
    content = anonymous.get(reverse("assistive_tech:export_xlsx")).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
