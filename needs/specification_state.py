"""Whether a specification can have changed, asked in one query instead of writing it anew.

Every committed change to a row gives it a new version, named by where it lies and by the
transaction that wrote it (`ctid`, `xmin`). A specification whose rows are all the same versions on
the same day, printed with the same templates, says the same.
"""

from django.db import connection
from django.utils import timezone

from needs.models import Need
from needs.specification import describe, template_version
from procurement_portal.lib.kept import keep
from procurement_portal.lib.pdf import print_version

# Every row `describe` may read, for any audience; a few more do no harm. All pairs and not only the
# ten printed: one that is hidden today may be among them when it is shared. Which rows count also
# follows the calendar.
STATE = """
with side as (
  select id from needs_overlapside where need_id = %(need)s
), pair as (
  select side_a_id, side_b_id, xmin::text as written, ctid as place from needs_overlap
  where side_a_id in (select id from side) or side_b_id in (select id from side)
), either as (
  select need_id, contract_id, xmin::text as written, ctid as place from needs_overlapside
  where id in (select side_a_id from pair union select side_b_id from pair)
), version as (
  select 1 as kind, xmin::text as written, ctid as place from needs_need
  where id = %(need)s or id in (select need_id from either)
  union all select 2, xmin::text, ctid from needs_contract
  where id in (select contract_id from either)
  union all select 3, xmin::text, ctid from needs_needterms where need_id = %(need)s
  union all select 4, xmin::text, ctid from needs_interest where need_id = %(need)s
  union all select 5, xmin::text, ctid from needs_historicalneed where id = %(need)s
  union all select 6, xmin::text, ctid from needs_judgement
  where need_a_id = %(need)s or need_b_id = %(need)s
  union all select 7, xmin::text, ctid from needs_capability
  union all select 8, xmin::text, ctid from members_borough
  union all select 9, written, place from pair
  union all select 10, written, place from either
)
select string_agg(concat(kind, ' ', written, ' ', place), ';' order by kind, place) from version
"""


def state_of(need_id: int) -> str:
    """What the rows a need's specification draws from are now: long, and only to be compared."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"need": need_id})
        return cursor.fetchone()[0]


def present_hash(need_id: int, audience: str) -> str:
    """The content hash of the specification as it is now, worked out once for each state."""
    key = (need_id, audience, timezone.localdate(), template_version(), print_version())
    return keep(
        lambda: _work_out(need_id, audience), state_of(need_id), "specification", *map(str, key)
    )


def _work_out(need_id: int, audience: str) -> str:
    needs = Need.objects.select_related("borough", "capability", "terms")
    return describe(needs.get(pk=need_id), audience).content_hash
