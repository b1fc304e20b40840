"""The question about the contract a borough has today."""

from django import forms
from django.utils import timezone

from needs.editing import contract_facts
from needs.forms.steps import StepForm
from needs.models import Contract, NeedTerms
from procurement_portal.lib.form_rendering import GovukDateField, PoundsField, PrefixedInput


class ContractForm(StepForm):
    """The contract the borough has for this today: from its register, or typed."""

    nouns = {
        "current_contract": "the contract",
        "contract_ends": "the date your contract ends",
        "annual_price_pence": "yearly value",
        "notice_months": "months of notice",
    }
    has_ended = forms.BooleanField(required=False, label="This contract has ended")

    class Meta:
        model = NeedTerms
        fields = [
            "current_contract",
            "current_supplier",
            "current_product",
            "contract_ends",
            "annual_price_pence",
            "notice_months",
        ]
        labels = {
            "current_contract": "Contract in your borough’s register",
            "current_supplier": "Supplier now",
            "current_product": "System now",
            "contract_ends": "When does the contract end?",
            "annual_price_pence": "Yearly value",
            "notice_months": "Notice to end it",
        }
        help_texts = {
            "current_contract": "Empty boxes below are filled in from the contract you choose",
            "contract_ends": "The end of the current term, for example 31 3 2028",
        }
        field_classes = {
            "contract_ends": GovukDateField,
            "annual_price_pence": PoundsField,
            "current_contract": forms.ModelChoiceField,
        }
        widgets = {
            "annual_price_pence": PoundsField.widget,
            "notice_months": PrefixedInput(
                suffix="months", attrs={"class": "govuk-input--width-3"}
            ),
            "contract_ends": GovukDateField.widget,
        }

    field_order = [*Meta.fields[:4], "has_ended"]

    def __init__(self, need, **kwargs):
        super().__init__(need, **kwargs)
        contracts = Contract.objects.visible_to(self.user).filter(borough=need.borough_id)
        field = self.fields["current_contract"]
        field.queryset = contracts.select_related("supplier", "terms").order_by("title")
        field.to_field_name = "reference"
        field.empty_label = "No contract, or not in the register"
        field.label_from_instance = contract_label
        ends = self.need_terms.contract_ends
        self.fields["has_ended"].initial = bool(ends and ends < timezone.localdate())

    def suggested_answers(self):
        contract = self.need_terms.current_contract
        return {"current_contract": contract.reference if contract else None}

    def clean(self):
        cleaned = super().clean()
        contract = cleaned.get("current_contract")
        known = contract_facts(contract) if contract else {}
        for name, value in known.items():
            if name in cleaned and cleaned[name] in (None, ""):
                cleaned[name] = value
        ends = cleaned.get("contract_ends")
        typed = "contract_ends" in self.changed_data
        if ends and typed and ends < timezone.localdate() and not cleaned.get("has_ended"):
            self.add_error(
                "contract_ends",
                "The date your contract ends must be in the future, "
                "or tick “This contract has ended”",
            )
        return cleaned


def contract_label(contract) -> str:
    supplier = f", {contract.supplier_name}" if contract.supplier_name else ""
    ends = f", ends {contract.end:%B %Y}" if contract.end else ""
    return f"{contract.title}{supplier}{ends}"
