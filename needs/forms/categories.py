"""Saying at once what many records are for, where the portal worked it out from their words."""

from django import forms
from django.db.models import F, Q

from needs.models import Capability, Contract
from procurement_portal.lib.form_rendering import GovukForm

AT_ONCE = 50  # as many as people read through


def unconfirmed(contracts):
    """Those whose category nobody has chosen: likes together, the surest first."""
    waiting = Q(capability__isnull=True) | Q(capability_certainty__isnull=False)
    order = (F("capability__name").asc(nulls_last=True), F("capability_certainty").desc())
    return contracts.filter(waiting).order_by(*order, "title", "pk")


class _TickedContracts(forms.ModelMultipleChoiceField):
    """Contracts with the category that the portal worked out, and how certain it is."""

    def label_from_instance(self, contract: Contract) -> str:
        supplier = f" ({contract.supplier_name})" if contract.supplier_name else ""
        return f"{contract.title}{supplier}: {suggested(contract)}"


def suggested(contract: Contract) -> str:
    """ "Housing repairs, 93% certain", or that nothing was found."""
    if not contract.capability:
        return "no category found"
    return f"{contract.capability.name}, {contract.capability_certainty:.0%} certain"


class CategoriesForm(GovukForm):
    contracts = _TickedContracts(
        queryset=Contract.objects.none(),
        label="Which contracts?",
        widget=forms.CheckboxSelectMultiple,
        to_field_name="reference",
        error_messages={
            "required": "Tick the contracts that you say something about",
            "invalid_choice": "One of the ticked contracts has changed since: read them again",
            "invalid_list": "Tick the contracts that you say something about",
            "invalid_pk_value": "One of the ticked contracts has changed since: read them again",
        },
    )
    category = forms.ModelChoiceField(
        label="What are the ticked contracts for?",
        queryset=Capability.objects.all(),
        empty_label="What stands beside each is right",
        required=False,
        error_messages={"invalid_choice": "Select a category from the list"},
    )

    def __init__(self, data=None, *, contracts):
        super().__init__(data)
        found = unconfirmed(contracts).select_related("capability", "supplier")
        self.shown = list(found[:AT_ONCE])
        self.total = found.count()
        ticked = self.fields["contracts"]
        ticked.queryset = found if data else found.filter(pk__in=[c.pk for c in self.shown])

    def clean(self):
        chosen = self.cleaned_data.get("contracts") or []
        if not self.cleaned_data.get("category") and any(c.capability_id is None for c in chosen):
            self.add_error(
                "category", "Select a category: for a ticked contract the portal found none"
            )

    def save(self, *, by) -> list[int]:
        """Put each ticked contract in its category, as this person's choice; their numbers."""
        chosen = list(self.cleaned_data["contracts"])
        for contract in chosen:
            contract.choose_capability(self.cleaned_data["category"] or contract.capability, by=by)
        return [contract.pk for contract in chosen]
