"""Adding and editing a contract by hand, and choosing its category."""

from django import forms
from django.db import transaction

from needs.forms.plan_steps import ASK_LABEL
from needs.importing.recognising import recognised_in
from needs.importing.snapshots import TERMS, terms_of
from needs.importing.suppliers import suppliers_named
from needs.models import Capability, Contract, ContractTerms, Visibility
from needs.profiles import whole_text
from needs.register import cells, row_key
from needs.register.dates import BadCell
from needs.register.words import described_extensions
from needs.suggestions import likeliest_capability, suggest_capabilities
from procurement_portal.lib.form_rendering import (
    GovukDateField,
    GovukForm,
    GovukModelForm,
    HintedRadios,
    PoundsField,
    PrefixedInput,
)
from procurement_portal.lib.formatting import format_uk_date, format_uk_money
from procurement_portal.lib.workflow import StaleEdit

NARROW = {"class": "govuk-input--width-3"}
MOST_MONTHS = 240
NONE_OF_THESE = "none"
VISIBILITY_HINTS = {
    Visibility.SEALED: "Nobody else reads it. You are still shown who has something like it",
    Visibility.MEMBERS: "Recommended: this is how overlaps are found",
    Visibility.PUBLIC: "Value and notice are still for boroughs only",
}


def _months(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=MOST_MONTHS,
        widget=PrefixedInput(suffix="months", attrs=NARROW),
    )


class ContractForm(GovukModelForm):
    nouns = {
        "title": "what the contract is for",
        "start": "the start date",
        "end": "the end date",
        "break_on": "the day from which you could end it early",
        "capability": "a category",
        "visibility": "who can see this contract",
    }

    supplier_name = forms.CharField(label="Supplier", required=False, max_length=200)
    extension = forms.CharField(
        label="Extensions",
        help_text="Those not used yet, such as 2 x 12 months, or 2 years + 1 year. "
        "Leave empty if there are none",
        required=False,
        max_length=200,
    )
    break_on = GovukDateField(
        label="From when could you end it early?",
        help_text="If it has a break clause: the first day it could end before its term",
        required=False,
    )
    notice_months = _months("Notice period", "To end the contract or not to renew it")
    value_pence = PoundsField(label="Value", required=False)
    value_basis = forms.ChoiceField(
        label="The value is for",
        choices=[("whole_life", "The whole life of the contract"), ("annual", "A year"),
                 ("unknown", "Not stated")],
        widget=HintedRadios,
    )  # fmt: skip
    vat_included = forms.TypedChoiceField(
        label="Is VAT included?",
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not stated")],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
        widget=HintedRadios,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Contract
        fields = ["title", "register_reference", "product", "description", "department", "start",
                  "end", "route", "capability", "visibility", "may_be_asked"]  # fmt: skip
        field_classes = {"start": GovukDateField, "end": GovukDateField}
        labels = {"title": "What the contract is for", "register_reference": "Your own reference",
                  "product": "System or product", "start": "When did it start?",
                  "end": "When does the current term end?", "capability": "Category",
                  "visibility": "Who can see this contract?",
                  "may_be_asked": ASK_LABEL}  # fmt: skip
        help_texts = {"end": "Without extensions. Leave empty if it has no end date",
                      "capability": "Leave empty and the portal suggests one"}  # fmt: skip
        widgets = {"visibility": HintedRadios(hints=VISIBILITY_HINTS)}

    field_order = ["title", "register_reference", "supplier_name", "product", "description",
                   "capability", "department", "start", "end", "break_on",
                   "extension", "notice_months", "value_pence", "value_basis",
                   "vat_included", "route", "visibility", "may_be_asked", "version"]  # fmt: skip

    def __init__(self, data=None, *, instance: Contract):
        terms = terms_of(instance)
        vat = {True: "yes", False: "no", None: ""}[terms.vat_included]
        initial = {name: getattr(terms, name) for name in TERMS} | {"vat_included": vat}
        initial["supplier_name"] = instance.supplier_name
        initial["version"] = instance.version
        initial["extension"] = described_extensions(instance.extensions)
        super().__init__(data, instance=instance, initial=initial)
        self.fields["visibility"].choices = Visibility.choices
        self.fields["capability"].empty_label = "Not chosen"

    def clean_extension(self) -> list[int]:
        text = self.cleaned_data["extension"]
        try:
            return [] if cells.is_empty(text) else cells.parse_extension(text)
        except BadCell as bad:
            raise forms.ValidationError(f"“{text}” {bad.problem}. {bad.remedy}") from bad

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", "The end date must be the same as or after the start date")
        breaks = data.get("break_on")
        if breaks and end and breaks >= end:
            self.add_error("break_on", "The day must be before the end of the current term")
        elif breaks and start and breaks < start:
            self.add_error("break_on", "The day must not be before the start")
        typed = self["extension"].value() or ""
        if end and cells.may_count_first_term(typed, data.get("extension", []), start, end):
            message = f"“{typed}” may count the present term as well. {cells.HOW_TO_EXTEND}"
            self.add_error("extension", message)
        if not self.errors:
            values = _as_row(data)
            self._refuse_a_second(data, values)
            if self.instance.pk is None:
                self._ask_about_notices(values)
        return data

    def _ask_about_notices(self, values: dict) -> None:
        """Nobody adds what a published notice told already without saying which it is."""
        from_notices = Contract.objects.filter(
            borough_id=self.instance.borough_id, source=Contract.Source.NOTICE
        )
        alike = recognised_in(values, from_notices.select_related("supplier").defer("search"))
        if not alike:
            return
        field = self.fields["same_as"] = forms.ChoiceField(
            label="Is it this one, read from a published notice?",
            help_text="If it is, what you typed takes the place of what the notice said",
            choices=[
                *((each.contract.reference, f"{each.contract}: {each.why}") for each in alike),
                (NONE_OF_THESE, "None of these"),
            ],
            widget=HintedRadios,
        )
        answer = self["same_as"].value()
        if answer in dict(field.choices):
            self.cleaned_data["same_as"] = "" if answer == NONE_OF_THESE else answer
        else:
            self.add_error("same_as", "Select the contract that it is, or none of these")

    def _refuse_a_second(self, data, values: dict) -> None:
        """The same contract twice would be one row of the register for two contracts."""
        self.instance.row_key = row_key(values)
        same = Contract.objects.filter(
            borough_id=self.instance.borough_id, row_key=self.instance.row_key
        ).exclude(pk=self.instance.pk)
        other = same.first()
        if other and data["register_reference"]:
            self.add_error("register_reference", f"“{other}” has this reference already")
        elif other:
            message = "There is a contract with this title, supplier and start date already"
            self.add_error("title", message)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"row_key", "borough"}

    @transaction.atomic
    def save(self, *, by) -> Contract:
        """Raises StaleEdit, with the record as it is now, when somebody saved since."""
        data, reason = self.cleaned_data, self._prepare(by)
        contract = self.instance
        contract.extensions = data["extension"]
        self._set_supplier_and_capability()
        contract.set_confirmed(by)
        contract._history_user = by
        contract._change_reason = reason
        contract.save()
        terms = terms_of(contract)
        for name in TERMS:
            setattr(terms, name, data[name])
        terms.contract = contract
        terms.save()
        return contract

    def _prepare(self, by) -> str:
        """Make the instance the one to write; why its version is kept. Raises StaleEdit."""
        contract = self.instance
        if contract.pk:
            saved = Contract.objects.select_for_update().get(pk=contract.pk)
            if saved.version != self.cleaned_data["version"]:
                raise StaleEdit(saved)
            contract.version = saved.version + 1
            return "Edited"
        replaced = self.cleaned_data.get("same_as")
        if replaced:
            self._take_the_place_of(replaced)
        self.instance.source, self.instance.owner = Contract.Source.TYPED, by
        return "Replaces the row read from a published notice" if replaced else "Added"

    def _take_the_place_of(self, reference: str) -> None:
        """Write on the contract read from a notice: its needs, overlaps and versions stay."""
        typed = self.instance
        old = Contract.objects.select_for_update().get(
            borough_id=typed.borough_id, reference=reference
        )
        for name in (*self.Meta.fields, "row_key"):
            setattr(old, name, getattr(typed, name))
        old.version += 1
        self.instance = old

    def _set_supplier_and_capability(self) -> None:
        contract, name = self.instance, self.cleaned_data["supplier_name"].strip()
        found = suppliers_named([name], is_example=contract.is_example) if name else {}
        contract.supplier, contract.supplier_name = found.get(name), name
        if "capability" in self.changed_data:
            contract.capability_certainty = None
        if not contract.capability_id:
            likeliest = likeliest_capability(whole_text(contract))
            contract.capability = likeliest.capability if likeliest else None
            contract.capability_certainty = likeliest.certainty if likeliest else None

    def compared_with(self, saved: Contract) -> list[dict]:
        """label, saved and typed of every field that differs, in words."""
        theirs = ContractForm(instance=saved)
        rows = []
        for field in self.visible_fields():
            old = _in_words(field.name, theirs.get_initial_for_field(field.field, field.name))
            new = _in_words(field.name, self.cleaned_data.get(field.name))
            if old != new:
                rows.append({"label": field.label, "saved": old, "typed": new})
        return rows


def _as_row(data: dict) -> dict:
    """What was typed, as a row of a register says it."""
    days = {name: data[name].isoformat() if data[name] else "" for name in ("start", "end")}
    said = {name: data[name] for name in ("title", "register_reference")}
    return {**said, "supplier": data["supplier_name"], **days}


VAT_WORDS = {True: "Yes", "yes": "Yes", False: "No", "no": "No"}
IN_WORDS = {
    "extension": lambda value: value if isinstance(value, str) else described_extensions(value),
    "start": format_uk_date,
    "break_on": format_uk_date,
    "end": format_uk_date,
    "value_pence": format_uk_money,
    "value_basis": lambda value: ContractTerms.Basis(value or "unknown").label,
    "vat_included": lambda value: VAT_WORDS.get(value, "Not stated"),
    "visibility": lambda value: Visibility(value).label,
    "capability": lambda value: (
        Capability.objects.filter(pk=value).first() if isinstance(value, int) else value
    ),
}


def _in_words(name: str, value) -> str:
    return str(IN_WORDS.get(name, str)(value) or "") if value is not None else ""


class ContractCapabilityForm(GovukForm):
    """The portal's suggestions first, then every category."""

    capability = forms.ModelChoiceField(
        label="What is this contract for?",
        queryset=Capability.objects.all(),
        empty_label="None of these",
        required=False,
        help_text="The category decides which other boroughs’ contracts this one is compared with",
        error_messages={"invalid_choice": "Select a category from the list"},
    )

    def __init__(self, data=None, *, contract: Contract):
        self.contract = contract
        super().__init__(data, initial={"capability": contract.capability_id})
        self.suggestions = suggest_capabilities(whole_text(contract), limit=3)

    def save(self, *, by) -> None:
        self.contract.choose_capability(self.cleaned_data["capability"], by=by)
