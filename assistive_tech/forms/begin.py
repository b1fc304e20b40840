from assistive_tech.models import CaseStudy
from procurement_portal.lib.form_rendering import GovukModelForm


class BeginForm(GovukModelForm):
    """What it takes to keep a draft; everything else is asked section by section."""

    nouns = {"technology_class": "the kind of technology", "borough": "your borough"}

    class Meta:
        model = CaseStudy
        fields = ("title", "borough", "technology_class")
        labels = {"technology_class": "Kind of technology"}
        help_texts = {
            "title": "What was tried, and where, like “Falls sensors in six Camden care homes”",
            "borough": "",
        }

    def __init__(self, *args, boroughs, **kwargs):
        """`boroughs`: those the person may write for."""
        super().__init__(*args, **kwargs)
        self.fields["borough"].queryset = boroughs
        self.fields["borough"].required = True
        self.fields["borough"].empty_label = None
        self.fields["technology_class"].empty_label = "Choose one"
