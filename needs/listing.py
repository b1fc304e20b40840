"""The list of needs: what a reader asked for, one page of it, and how many there are."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from members.permissions import is_member
from needs.filters import NeedFilter, borough_choices, capability_choices
from needs.models import Need
from needs.rows import NeedRow, read_rows, row_of
from procurement_portal.lib import keyset
from procurement_portal.lib.filter_links import address, chips_of, kept, with_value
from procurement_portal.lib.formatting import COUNT_LIMIT, format_count
from procurement_portal.lib.text_search import ranked

PAGE = 20
FEED_LENGTH = 50
EXPORT_LENGTH = 10_000
NEWEST, STARTING, DECIDE, MATCH = "newest", "starting", "decide", "match"
SORT_NAMES = {
    NEWEST: "Newest",
    STARTING: "Starting soonest",
    DECIDE: "Decide by soonest",
    MATCH: "Best match",
}
REFERENCE = keyset.Key("reference")
SORTS = {
    NEWEST: (keyset.Key("published_at", descending=True, read=keyset.read_moment), REFERENCE),
    STARTING: (keyset.Key("starts_on", read=datetime.date.fromisoformat), REFERENCE),
    DECIDE: (keyset.Key("decide_order", read=datetime.date.fromisoformat), REFERENCE),
    MATCH: (keyset.Key("rank", descending=True, read=int), REFERENCE),
}


@dataclass(frozen=True)
class NeedList:
    """What `/needs`, its feed and its file share: the same rows under the same filters."""

    filter: NeedFilter
    rows: QuerySet
    sort: str
    member: bool
    params: QueryDict

    @classmethod
    def asked(cls, user, params: QueryDict) -> "NeedList":
        """From an address. Refused values have a message in `form` and narrow nothing."""
        member = is_member(user)
        visible = Need.objects.visible_to(user).shared().filter(published_at__isnull=False)
        narrowed = NeedFilter(
            params,
            visible,
            member=member,
            boroughs=borough_choices(),
            capabilities=capability_choices(),
        )
        narrowed.form.is_valid()
        rows = narrowed.filter_queryset(visible)
        allowed = _sorts(member, bool(narrowed.form.cleaned_data.get("q")))
        sort = params.get("sort") if params.get("sort") in allowed else NEWEST
        return cls(narrowed, rows, sort, member, params)

    @property
    def form(self):
        return self.filter.form

    @property
    def text(self) -> str:
        """The keywords looked for, or ""."""
        return self.form.cleaned_data.get("q") or ""

    def page(self) -> keyset.Page:
        matched = self.sort == MATCH
        rows = ranked(self.rows, self.text, newest="-published_at") if matched else self.rows
        return keyset.page_of(
            read_rows(rows, member=self.member, also=("rank",) if matched else ()),
            SORTS[self.sort],
            after=self.params.get("after", ""),
            before=self.params.get("before", ""),
            size=PAGE,
        )

    def count(self) -> int:
        """How many there are, counted no further than one past the limit that is shown."""
        return self.rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()

    def newest(self, length: int) -> list[NeedRow]:
        return [row_of(found) for found in self.newest_values(length)]

    def newest_values(self, length: int) -> QuerySet:
        ordered = self.rows.order_by("-published_at", "reference")
        return read_rows(ordered, member=self.member)[:length]

    # --- Links ------------------------------------------------------------------------

    def pairs(self) -> list[tuple[str, str]]:
        return kept(self.params, self.form)

    def here(self, path: str, **changes: str) -> str:
        pairs = with_value(self.pairs(), "sort", "" if self.sort == NEWEST else self.sort)
        for name, value in changes.items():
            pairs = with_value(pairs, name, value)
        return address(path, pairs)

    def chips(self, path: str) -> list[dict]:
        return chips_of(self.form, self.pairs(), path)

    def sorts(self, path: str) -> list[dict]:
        """The orders on offer: text, href and whether it is the present one."""
        return [
            {
                "text": SORT_NAMES[name],
                "href": self.here(path, sort="" if name == NEWEST else name),
                "active": name == self.sort,
            }
            for name in _sorts(self.member, bool(self.text))
        ]

    # --- Words ------------------------------------------------------------------------

    def count_in_words(self) -> str:
        return format_count(self.count(), "need", "needs")

    def nothing_found(self) -> str:
        """Why the list is empty, naming what was asked for."""
        chosen = {chip["label"]: chip["text"] for chip in self.chips("")}
        what = (
            f"No needs match “{chosen['Keywords']}”" if "Keywords" in chosen else "No needs match"
        )
        where = f" in {chosen['Borough']}" if "Borough" in chosen else ""
        others = set(chosen) - {"Keywords", "Borough"}
        if not chosen:
            return "No needs have been published yet."
        if "Keywords" not in chosen:
            return f"No needs{where} match the filters you chose."
        return f"{what}{where}{' with the other filters you chose' if others else ''}."


def _sorts(member: bool, searching: bool) -> list[str]:
    return [NEWEST, STARTING, *([DECIDE] if member else []), *([MATCH] if searching else [])]
