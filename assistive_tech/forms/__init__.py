from assistive_tech.forms.begin import BeginForm
from assistive_tech.forms.outcomes import OutcomeFormSet, outcomes_as_typed, outcomes_of
from assistive_tech.forms.sections import SectionForm, section_form
from assistive_tech.forms.upload import UploadForm
from assistive_tech.forms.verbs import ReasonForm

__all__ = [
    "BeginForm",
    "OutcomeFormSet",
    "ReasonForm",
    "SectionForm",
    "UploadForm",
    "outcomes_as_typed",
    "outcomes_of",
    "section_form",
]
