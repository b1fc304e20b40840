"""A borough's contracts as a list: what it can be narrowed by, its orders, and its pages."""

import datetime

import django_filters as filters
from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least, Left, Lower, Replace
from django.utils import timezone

from needs.models import Capability, Contract
from needs.models.contract import add_months
from procurement_portal.lib.form_rendering import GovukForm
from procurement_portal.lib.keyset import Key
from procurement_portal.lib.text_search import LONGEST_QUERY, search_query

LATE = datetime.date(9999, 12, 31)  # stands for "no date" at the end of a list
EARLY = datetime.date(1, 1, 1)  # and at its beginning
KEY_LENGTH = 60  # characters of a text that order it
ENDS = [
    ("6", "Within 6 months"),
    ("12", "Within 12 months"),
    ("24", "Within 24 months"),
    ("over", "Already over"),
    ("open", "No end date"),
]
NULLS = {"null_characters_not_allowed": "Use plain text"}
REFERENCE = Key("reference")
ORDERS: dict[str, tuple[Key, ...]] = {
    "end": (Key("end_key", read=datetime.date.fromisoformat), REFERENCE),
    "decide": (Key("decide_key", read=datetime.date.fromisoformat), REFERENCE),
    "title": (Key("title_key"), REFERENCE),
    "supplier": (Key("supplier_key"), REFERENCE),
    "confirmed": (Key("confirmed_key", read=datetime.date.fromisoformat), REFERENCE),
}
COLUMNS = (
    "pk", "reference", "register_reference", "title", "description", "product", "department",
    "route", "start", "end", "extensions", "latest_end", "visibility",
    "source", "last_confirmed_on", "review_by", "is_example", "supplier_name",
    "capability__name", "capability_certainty", "side__decide_by", "side__notice_by",
    "terms__value_pence", "terms__value_basis", "terms__vat_included", "terms__notice_months",
    "terms__break_on",
)  # fmt: skip


class ContractFilterForm(GovukForm):
    nouns = {"q": "keywords", "system": "system or product"}


class ContractFilter(filters.FilterSet):
    """Everything here is the borough's own, commercial dates included."""

    q = filters.CharFilter(
        label="Keywords", method="filter_words", max_length=LONGEST_QUERY, error_messages=NULLS
    )
    supplier = filters.CharFilter(
        label="Supplier",
        field_name="supplier_name",
        lookup_expr="icontains",
        max_length=LONGEST_QUERY,
        error_messages=NULLS,
    )
    system = filters.CharFilter(
        label="System or product",
        field_name="product",
        lookup_expr="icontains",
        max_length=LONGEST_QUERY,
        error_messages=NULLS,
    )
    capability = filters.ChoiceFilter(
        label="Category", field_name="capability__slug", empty_label="All categories"
    )
    ends = filters.ChoiceFilter(
        label="Ends", choices=ENDS, empty_label="Any time", method="filter_ends"
    )
    stale = filters.ChoiceFilter(
        label="Confirmation",
        choices=[("1", "Needs confirming"), ("soon", "Needs confirming within 30 days")],
        empty_label="All",
        method="filter_stale",
    )

    class Meta:
        model = Contract
        form = ContractFilterForm
        fields: list[str] = []

    def __init__(self, data, queryset, *, capabilities):
        super().__init__(data, queryset)
        self.filters["capability"].extra["choices"] = capabilities

    def filter_words(self, rows, _name, text):
        """Words of the contract, or a part of its reference or supplier."""
        return rows.filter(
            Q(search=search_query(text))
            | Q(register_reference__icontains=text)
            | Q(supplier_name__icontains=text)
        )

    def filter_ends(self, rows, _name, when):
        today = timezone.localdate()
        if when == "open":
            return rows.filter(end__isnull=True)
        if when == "over":
            return rows.filter(end__lt=today)
        return rows.filter(end__gte=today, end__lte=add_months(today, int(when)))

    def filter_stale(self, rows, _name, when):
        last = timezone.localdate() + datetime.timedelta(days=30 if when == "soon" else -1)
        return rows.live().filter(Q(review_by__lte=last) | Q(review_by__isnull=True))


def capability_choices() -> list[tuple[str, str]]:
    return list(Capability.objects.values_list("slug", "name"))


def listed(contracts: QuerySet) -> QuerySet:
    """Rows as dictionaries, with the keys that the orders go by."""
    return contracts.annotate(
        decide_by=Least("side__decide_by", "side__notice_by"),  # PostgreSQL leaves nulls out
        end_key=Coalesce("end", Value(LATE), output_field=DateField()),
        confirmed_key=Coalesce("last_confirmed_on", Value(EARLY), output_field=DateField()),
        title_key=_text_key("title"),
        supplier_key=_text_key("supplier_name"),
        decide_key=Coalesce(
            Least("side__decide_by", "side__notice_by"), Value(LATE), output_field=DateField()
        ),
    ).values(*COLUMNS, "decide_by", *(f"{name}_key" for name in ORDERS))


def _text_key(name: str):
    """A short text to order by, without the sign that stands between a cursor's parts."""
    plain = Coalesce(F(name), Value(""), output_field=CharField())
    return Left(Lower(Replace(plain, Value("~"), Value("-"))), KEY_LENGTH)
