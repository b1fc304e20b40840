"""Taking every example away again, and only those."""

from django.db import transaction

from assistive_tech.models import Barrier, Candidate, CaseStudy, Interview, Trial
from guidance.models import Feedback, PageAnswer
from members.models import BoroughDomain, User
from needs.models import (
    ColumnMapping,
    Contract,
    Conversation,
    Interest,
    Need,
    RegisterImport,
    Supplier,
    TenderGroupVote,
)
from procurement_portal.demo.people import ENDING
from procurement_portal.demo.versions import remove_versions
from procurement_portal.demo.writing import style_of


@transaction.atomic
def remove_examples() -> dict[str, int]:
    """Delete what is marked as an example, with what hangs on it; how many of each kind.

    Versions go too. A supplier that a real contract names by now stays, and is no example any more.
    """
    _forget_columns()
    Interest.objects.filter(is_example=True).delete()
    TenderGroupVote.objects.filter(is_example=True).delete()
    Conversation.objects.filter(is_example=True).delete()
    counts = {
        "needs": _delete_versioned(Need),
        "barriers": _delete_versioned(Barrier),
        "trials": _delete(Trial.objects.filter(is_example=True)),
        "candidates": _delete(Candidate.objects.filter(is_example=True)),
        "interviews": _delete(Interview.objects.filter(is_example=True)),
        "case studies": _delete_versioned(CaseStudy),
        "comments on guidance": _delete(Feedback.objects.filter(is_example=True)),
        "answers about guidance": _delete(PageAnswer.objects.filter(is_example=True)),
        "versions of guidance": remove_versions(),
        "register imports": _delete(RegisterImport.objects.filter(is_example=True)),
        "contracts": _delete_versioned(Contract),
        "suppliers": _remove_suppliers(),
        "people": _delete(User.objects.filter(is_example=True)),
    }
    BoroughDomain.objects.filter(domain__endswith=ENDING).delete()
    return counts


def _delete(rows) -> int:
    count = rows.count()
    rows.delete()
    return count


def _delete_versioned(model) -> int:
    """The rows first: deleting one writes a last version of it."""
    count = _delete(model.objects.filter(is_example=True))
    model.history.filter(is_example=True).delete()
    return count


def _remove_suppliers() -> int:
    examples = Supplier.objects.filter(is_example=True)
    kept = examples.filter(contracts__isnull=False).distinct()
    for supplier in kept:
        supplier.is_example = False
        supplier.save(update_fields=["is_example"])
    return _delete(examples.filter(contracts__isnull=True))


def _forget_columns() -> None:
    """Remembered columns that are an example register's; a borough's own stay."""
    for mapping in ColumnMapping.objects.filter(
        borough__register_imports__is_example=True
    ).distinct():
        columns = {field: text for text, field in style_of(mapping.borough.slug).columns if field}
        if mapping.columns == columns:
            mapping.delete()
