"""The statutory threshold of a day: dated data, never a constant."""

import datetime

from django.db.models import Q

from needs.models import Threshold

GOODS_AND_SERVICES = "sub-central-goods-and-services"


def threshold_on(day: datetime.date, kind: str = GOODS_AND_SERVICES) -> Threshold | None:
    """The row that holds on that day (pence, VAT included); None where none is known."""
    holding = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = Threshold.objects.filter(holding, kind=kind, valid_from__lte=day)
    return rows.order_by("-valid_from").first()
