"""Whatever is typed into any field or address: an answer in words, never a broken page.

Fields are discovered from the pages themselves, so a new form is tried the day it appears.
"""

from itertools import cycle, product
from urllib.parse import quote, urlsplit

import pytest

from tests.access_policy import POLICY
from tests.noting import EVERY, cleaned, noted, takes_words
from tests.page_forms import forms_on
from tests.sending import forms, get, leaves, send
from tests.walking import addresses, allowed

pytestmark = pytest.mark.django_db

MARKUP = "<script>zyx()</script>\"'><img src=zyx onerror=zyx()>{{1337*31}}{% now %}"
CORPUS = {
    "markup": MARKUP,
    "nul": "a\0b",
    "broken utf-8": b"\xed\xa0\x80\xff",  # a lone surrogate, and a byte that is none
    "20,000 characters": "x" * 20_000,
    "emoji and right to left": "😀👨‍👩‍👧\u202e\u2067مرحبا\u200b\ufeff",
    "code": """' OR 1=1; DROP TABLE needs_need;-- %s %(x)s \\ ../../etc/passwd {"a": [1, null]}""",
    "very long number": "9" * 400,
    "more than a database integer": "99999999999999999999",
    "negative": "-1",
    "no number": "1e400",
    "superscript digit": "²",
    "other digits": "\u0661\u0662",
    "31/02": "31/02/2028",
    "year 9999": "9999-99-99",
    "header newline": "a\r\nSet-Cookie: zyx=1",
    "array": ["1", "x", "1"],
    "blanks": " \t\n ",
}
SHARP = ("markup", "nul", "broken utf-8", "more than a database integer", "superscript digit",
         "array")  # fmt: skip
NUMBERS = ("very long number", "negative", "no number", "other digits", "31/02",
           "year 9999")  # fmt: skip
DATES = (("31", "2", "2028"), ("1", "1", "0001"), ("1", "1", "9999"), ("0", "0", "0"),
         ("1", "1", "10000"), ("x", "²", "-1"))  # fmt: skip
# Parameters that no form on the page shows: places in a list, kinds of file, ways back.
FOLLOWED = {"as it stands", "markup in texts"}  # whose next page is looked at
UNSHOWN = {"nul", "broken utf-8", "array"}  # no browser could show them back
UNSEEN = ("after", "before", "page", "sort", "kind", "format", "next", "contract", "borough",
          "from", "to", "q")  # fmt: skip


def dangers(response) -> list[str]:
    """Signs that something typed was obeyed, or that the portal broke."""
    found = [f"answered {response.status_code}"] if response.status_code >= 500 else []
    if "zyx" in response.cookies or "zyx=1" in response.headers.get("Set-Cookie", ""):
        found.append("a header was made of it")
    if response.headers.get("Content-Type", "").startswith("text/html"):
        page = response.content.decode()
        marks = ("<script>zyx", "<img src=zyx", "41447", 'href="javascript:')
        found += [f"the page holds {mark}" for mark in marks if mark in page]
    return found


def query_of(name: str, value) -> str:
    values = value if isinstance(value, list) else [value]
    return "&".join(f"{name}={quote(v)}" for v in values)


def pages(world, visitors):
    """Route, visitor and address of every page that is read: as the most powerful who may."""
    for name, url in addresses(world).items():
        if POLICY[name].method == "GET" and allowed(name):
            yield name, visitors[allowed(name)[-1]], url


def parameters(visitor, url: str) -> dict[str, bool]:
    """The filters on a page, and whether each is typed rather than chosen."""
    response = get(visitor, url)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return {}
    forms = forms_on(response.content.decode(), url, "get")
    here = [form for form in forms if urlsplit(form.action).path == url]
    return {field.name: field.is_text for form in here for field in form.fields}


def test_every_page_with_everything_in_its_address(world, visitors):
    found, told = [], 0
    for name, visitor, url in pages(world, visitors):
        for kind in SHARP[:4]:
            query = "&".join(query_of(parameter, CORPUS[kind]) for parameter in UNSEEN)
            with noted() as asked:
                response = get(visitor, f"{url}?{query}")
            found += [f"{name} with {kind}: {danger}" for danger in dangers(response)]
            if not asked & {*UNSEEN, EVERY}:
                break  # whatever stands there
        else:
            told += 1
    assert not found, "\n".join(found)
    assert told >= 30, f"only {told} pages asked for any of it"


SAME_FILTERS = {"needs:export": "needs:index", "needs:feed": "needs:index",
                "needs:export_contracts": "needs:my_contracts",
                "needs:overlap_matrix": "needs:overlap",
                "needs:overlap_timeline": "needs:overlap",
                "needs:overlap_capability": "needs:overlap",
                "assistive_tech:barriers_export": "assistive_tech:barriers",
                "assistive_tech:export": "assistive_tech:index",
                "assistive_tech:export_xlsx": "assistive_tech:index",
                "assistive_tech:gap_matrix": "assistive_tech:gaps",
                "assistive_tech:export_gaps": "assistive_tech:gaps",
                "assistive_tech:export_json": "assistive_tech:index"}  # fmt: skip


LISTS = {"needs:index", "needs:notices", "needs:my_contracts", "needs:overlap", "guidance:index",
         "guidance:techniques", "assistive_tech:index", "assistive_tech:barriers",
         "assistive_tech:gaps"}  # fmt: skip


def kinds_for(name: str, parameter: str, turns) -> list[str]:
    """What a filter is tried with: everything, but on pages that share another's filters less.

    There each filter is tried with one sharp thing, and each sharp thing in one filter or more.
    """
    if name in SAME_FILTERS:
        return [next(turns)]
    return list(CORPUS if parameter == "q" else SHARP)


def chosen_together(visitor, url: str, choices: list[str], kinds: list[str]):
    """Each kind in all choices at once, which refuse it each; and what was not looked at then."""
    for kind in kinds:
        query = "&".join(query_of(parameter, CORPUS[kind]) for parameter in choices)
        with noted() as asked:
            response = get(visitor, f"{url}?{query}")
        yield "&".join(choices), kind, response
        for parameter in set(choices) - asked if EVERY not in asked else ():
            yield parameter, kind, get(visitor, f"{url}?{query_of(parameter, CORPUS[kind])}")


def filter_answers(name: str, visitor, url: str, asked: dict[str, bool], turns):
    """Every filter of a page tried: its name, what stood there, and the answer."""
    choices = [parameter for parameter, is_typed in asked.items() if not is_typed]
    if choices:
        yield from chosen_together(visitor, url, choices, kinds_for(name, "", turns))
    for parameter in [*(set(asked) - set(choices)), "page", "sort"]:
        for kind in kinds_for(name, parameter, turns):
            yield parameter, kind, get(visitor, f"{url}?{query_of(parameter, CORPUS[kind])}")


def test_every_filter(world, visitors):
    """What is typed one at a time: a page that refuses one may never look at the others."""
    found, tried, turns = [], {}, cycle(SHARP)
    for name, visitor, url in pages(world, visitors):
        tried[name] = asked = parameters(visitor, url) or tried.get(SAME_FILTERS.get(name), {})
        for parameter, kind, response in (
            filter_answers(name, visitor, url, asked, turns) if asked else ()
        ):
            found += [f"{name}?{parameter} with {kind}: {fault}" for fault in dangers(response)]
    assert {name for name, asked in tried.items() if asked} >= LISTS | set(SAME_FILTERS)
    assert not found, "\n".join(found)


def losses(response, form, typed: dict) -> list[str]:
    """What a refused form keeps from its reader: a message, or what they typed."""
    page = response.content.decode()
    again = [f for f in forms_on(page, form.action) if set(form.text_names()) & set(f.names())]
    if response.status_code != 200 or not again or not typed:
        return []
    found = [] if "govuk-error-summary" in page else ["no message says what is wrong"]
    for name, value in typed.items():
        back = [f.value for one in again for f in one.named(name) if f.is_text]
        wanted = value.replace("\r\n", "\n")
        if back and not any(shown.replace("\r\n", "\n") == wanted for shown in back):
            found.append(f"{name} is not shown back, but {back[0][:60]!r}")
    return found


def tries(form, fields: dict):
    """Each hostile thing in all texts, then the sharp ones in everything, choices included.

    After the first, `fields` says what each is on the server: where all are words, what is
    hostile to numbers and days alone is spared.
    """
    filled, texts = form.filled(), form.text_names()
    yield "as it stands", filled
    spared = NUMBERS if all(takes_words(fields.get(name)) for name in texts) else ()
    for kind in CORPUS if texts else ():
        if kind not in spared:
            yield f"{kind} in texts", filled | dict.fromkeys(texts, CORPUS[kind])
    whole = [name for name in form.names() if name != "csrfmiddlewaretoken"]
    for kind in SHARP if set(whole) - set(texts) else ():
        yield f"{kind} everywhere", dict.fromkeys(whole, CORPUS[kind])
    yield "nothing", {}
    for day in DATES if any(name.endswith("_day") for name in texts) else ():
        parts = dict(zip(("_day", "_month", "_year"), day, strict=True))
        chosen = {n: part for n in texts for end, part in parts.items() if n.endswith(end)}
        yield f"the date {'/'.join(day)}", filled | chosen


def faults_of(response, form, kind: str, data: dict) -> list[str]:
    faults = dangers(response)
    if response.led_to:
        faults += [f"next page {danger}" for danger in dangers(response.led_to)]
    if leaves(response):
        faults.append(f"went to {response['Location']}")
    texts = {n: v for n, v in data.items() if n in form.text_names()}
    if kind.endswith("in texts") and kind.split(" in ", maxsplit=1)[0] not in UNSHOWN:
        faults += losses(response, form, texts)
    return faults


def test_every_field_of_every_form(world, visitors):
    found, accepted = [], set()
    for name, visitor, form in forms(world, visitors):
        with cleaned() as fields:
            for kind, data in tries(form, fields):
                response = send(visitor, form, data, follow=kind in FOLLOWED)
                if response.led_to:
                    accepted.add(form.action)
                faults = faults_of(response, form, kind, data)
                found += [f"{name} {form.action}: {kind}: {fault}" for fault in faults]
    assert len(accepted) >= 40, sorted(accepted)
    assert not found, "\n".join(found)


PLACES = (
    "a\0b",
    "2028-01-01",
    "0001-01-01",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "99999999999999999999",
    "-1",
    "nan",
    "9e999",
    "²",
    "True",
)
PAGED = {
    "needs:index": ["newest", "starting", "decide", "match&q=system"],
    "needs:notices": [""],
    "needs:my_contracts": ["end", "decide", "title", "supplier", "confirmed"],
}


def test_made_up_places_in_a_list(world, visitors):
    """Cursors of every shape, in every order of every list that is read page by page."""
    shapes = ["~".join(parts) for parts in product(PLACES, PLACES[:2])]
    shapes += ["~".join([place] * 3) for place in PLACES]
    ends = cycle(("after", "before"))
    found = []
    for name, visitor, url in pages(world, visitors):
        for order, shape in product(PAGED.get(name, ()), shapes):
            end = next(ends)
            query = f"sort={order}&{query_of(end, shape)}"
            for danger in dangers(get(visitor, f"{url}?{query}")):
                found.append(f"{name} {query}: {danger}")
    assert not found, "\n".join(found)
