"""What the pages of the candidate queue accept."""

from django import forms

from assistive_tech.candidate_rows import is_heading, rows_of_lines, rows_of_table
from assistive_tech.duplicates import key_of
from assistive_tech.models import Candidate, TechnologyClass
from procurement_portal.lib.form_rendering import GovukDateField, GovukForm, GovukModelForm
from procurement_portal.lib.tables import MAX_BYTES, WRONG_FILE, TableError, read_table

LONGEST_SUMMARY = 4_000
COMPARED = ("title", "source_title", "link", "summary")


class CandidateForm(GovukModelForm):
    """One thing that was found; a likely duplicate is added only when somebody says so."""

    nouns = {"title": "the title", "link": "the link", "found_on": "the day it was found"}

    link = forms.URLField(label="Link", max_length=500, assume_scheme="https")
    anyway = forms.BooleanField(label="It is not one of these: add it", required=False)

    class Meta:
        model = Candidate
        fields = ("title", "link", "source_title", "searched_in", "search_string", "found_on")
        fields += ("summary",)
        field_classes = {"found_on": GovukDateField}
        labels = {
            "source_title": "Title of the source",
            "searched_in": "Where you searched",
            "search_string": "What you searched for",
            "found_on": "Found on",
        }
        help_texts = {
            "title": "What was tried, where: like “Falls sensors in Camden homes”",
            "searched_in": "Like Google, PubMed or a council’s site. Or who told you",
            "search_string": "Word for word, so that the search can be run again",
            "summary": "Two or three sentences, in your own words",
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": "4"})}

    def __init__(self, *args, known=None, **kwargs):
        """`known`: where duplicates are looked for."""
        super().__init__(*args, **kwargs)
        self.known, self.alike = known, []
        self.fields["summary"].max_length = LONGEST_SUMMARY

    @property
    def texts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def _compares(self) -> bool:
        """Not again when what is compared stays as it was."""
        return not self.instance.pk or bool(set(COMPARED) & set(self.changed_data))

    def clean_summary(self):
        if len(self.cleaned_data["summary"]) > LONGEST_SUMMARY:
            raise forms.ValidationError(f"Summary must be {LONGEST_SUMMARY:,} characters or less")
        return self.cleaned_data["summary"]

    def clean(self):
        cleaned = super().clean()
        if self.errors or cleaned.get("anyway") or not self._compares:
            return cleaned
        texts = {name: cleaned[name] for name in COMPARED}
        self.alike = self.known.like(**texts, own=key_of(self.instance))
        if self.alike:
            self.add_error("anyway", "It may be here already: look at these, then tick to add it")
        return cleaned


class EditCandidateForm(CandidateForm):
    """As for a new one; `started_from` is the version that the writer saw."""

    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)


class ImportForm(GovukForm):
    """Many at once, from a file or pasted; cleans to `rows`."""

    file = forms.FileField(
        label="Spreadsheet",
        required=False,
        max_length=500,
        help_text="CSV or XLSX with columns Title and Link, and if you have them Source, Searched "
        "in, Search string, Found on and Summary. 500 rows at most",
    )
    lines = forms.CharField(
        label="Or paste lines",
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text="One a line: title, link, source and summary, copied from a spreadsheet or with "
        "a | between them",
    )

    def __init__(self, *args, links=(), **kwargs):
        """`links`: those in the queue."""
        super().__init__(*args, **kwargs)
        self.links = links

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(WRONG_FILE, code="size")
        return file

    def clean(self):
        cleaned = super().clean()
        file, lines = cleaned.get("file"), cleaned.get("lines")
        if self.errors:
            return cleaned
        if bool(file) == bool((lines or "").strip()):
            both = "Choose a spreadsheet or paste lines, not both" if file else ""
            self.add_error("file", both or "Choose a spreadsheet, or paste lines")
            return cleaned
        name = "file" if file else "lines"
        try:
            read = self._read(file, lines)
        except TableError as fault:
            self.add_error(name, str(fault))
            return cleaned
        for fault in read.faults:
            self.add_error(name, fault)
        self.rows = read.rows
        return cleaned

    def _read(self, file, lines):
        if file:
            return rows_of_table(read_table(file.read(), is_heading), self.links)
        return rows_of_lines(lines, self.links)


class DecideForm(GovukForm):
    """One verb for the candidates ticked."""

    VERBS = {"include": "Include", "exclude": "Exclude", "reopen": "Put back"}

    chosen = forms.ModelMultipleChoiceField(
        queryset=Candidate.objects.none(),
        to_field_name="reference",
        error_messages={
            "required": "Tick at least one candidate",
            "invalid_choice": "Tick the candidates again: one of them is not here",
            "invalid_pk_value": "Tick the candidates again: one of them is not here",
        },
    )
    verb = forms.ChoiceField(choices=list(VERBS.items()))
    because = forms.ChoiceField(
        label="Why it is left out",
        required=False,
        choices=[("", "Choose a reason"), *Candidate.Reason.choices],
    )
    in_words = forms.CharField(
        label="In your words",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = candidates

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verb") != "exclude":
            return cleaned
        if not cleaned.get("because"):
            self.add_error("because", "Select why it is left out")
        elif cleaned["because"] == Candidate.Reason.OTHER and not cleaned.get("in_words"):
            self.add_error("in_words", "Enter the other reason")
        return cleaned

    @property
    def given(self) -> dict:
        """What the verb takes besides `by`."""
        if self.cleaned_data["verb"] != "exclude":
            return {}
        return {"because": self.cleaned_data["because"], "reason": self.cleaned_data["in_words"]}


class ExtractForm(GovukForm):
    title = forms.CharField(max_length=200, label="Title of the case study")
    technology_class = forms.ModelChoiceField(
        label="Kind of technology",
        queryset=TechnologyClass.objects.all(),
        empty_label="Choose one",
    )
