"""Forms, wording of dates and money, and the parts pages are made of."""

import datetime
import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from procurement_portal.lib import formatting
from procurement_portal.lib.form_rendering import (
    GovukDateField,
    GovukForm,
    HintedRadios,
    PoundsField,
)
from procurement_portal.templatetags import figures, portal

VISIBILITY = [("sealed", "My borough"), ("public", "Public")]


class ExampleForm(GovukForm):
    nouns = {"title": "what you need", "ends": "the date your contract ends"}

    title = forms.CharField(label="What do you need?", max_length=20)
    problem = forms.CharField(widget=forms.Textarea, max_length=30, required=False)
    ends = GovukDateField(label="When does your contract end?", required=False)
    value = PoundsField(label="Yearly value", required=False)
    visibility = forms.ChoiceField(
        choices=VISIBILITY,
        widget=HintedRadios(hints={"public": "Suppliers see it too"}),
        error_messages={"required": "Select who can see this need"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def filled(**answers) -> ExampleForm:
    return ExampleForm({"title": "Telecare", "visibility": "sealed", **answers})


def dated(day="", month="", year="") -> ExampleForm:
    return filled(ends_day=day, ends_month=month, ends_year=year)


def summary_of(form) -> str:
    return render_to_string("components/error_summary.html", {"form": form})


def ids_in(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_every_link_of_the_summary_leads_to_something_in_the_form():
    form = ExampleForm({"ends_day": "31", "ends_year": "2027", "value": "lots"})
    targets = re.findall(r'href="#([^"]+)"', summary_of(form))
    assert targets == ["id_title", "id_ends_month", "id_value", "id_visibility_0"]
    assert set(targets) <= ids_in(str(form))


def test_the_summary_announces_itself_and_shows_errors_of_the_whole_form():
    form = filled()
    form.add_error(None, "Priya Shah changed this need 3 minutes ago")
    html = summary_of(form)
    assert "There is a problem" in html
    assert 'role="alert"' in html
    assert "<li>Priya Shah changed this need 3 minutes ago</li>" in html


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        pytest.param({"title": ""}, "Enter what you need", id="required"),
        pytest.param(
            {"title": "x" * 21}, "What you need must be 20 characters or less", id="too-long"
        ),
        pytest.param({"visibility": ""}, "Select who can see this need", id="declared-on-field"),
        pytest.param(
            {"visibility": "x"},
            "Select visibility again: that answer is not on the list",
            id="no-such-choice",
        ),
        pytest.param({"value": "12k"}, "Yearly value must be a number, like 120000", id="pounds"),
        pytest.param({"value": "-5"}, "Yearly value must be £0 or more", id="below-zero"),
        pytest.param({"value": "9" * 30}, "Yearly value is too large", id="too-large"),
        pytest.param(
            {"ends_day": "31", "ends_year": "2027"},
            "The date your contract ends must include a month",
            id="no-month",
        ),
    ],
)
def test_messages_say_what_to_do(answers, message):
    assert message in str(filled(**answers))


@pytest.mark.parametrize(
    ("typed", "message", "part"),
    [
        (("31", "2", "2027"), "must be a real date", "day"),
        (("1", "13", "2027"), "must be a real date", "month"),
        (("1", "Smarch", "2027"), "must be a real date", "month"),
        (("x", "1", "2027"), "must be a real date", "day"),
        (("1", "1", "28"), "must have 4 numbers in the year, like 2028", "year"),
        (("", "3", ""), "must include a day and year", "day"),
    ],
    ids=["31-february", "month-13", "no-such-month", "letters", "two-digit-year", "two-missing"],
)
def test_a_faulty_date_marks_its_part_and_keeps_what_was_typed(typed, message, part):
    form = dated(*typed)
    assert form.errors["ends"] == [f"The date your contract ends {message}"]
    assert f'href="#id_ends_{part}"' in summary_of(form)
    html = str(form["ends"])
    assert re.search(rf'govuk-input--error" name="ends_{part}"', html)
    for text in filter(None, typed):
        assert f'value="{text}"' in html


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_month_may_be_a_number_or_a_name(month):
    form = dated("4", month, "2026")
    assert form.is_valid()
    assert form.cleaned_data["ends"] == datetime.date(2026, 3, 4)


def test_a_saved_date_comes_back_in_its_boxes():
    html = str(ExampleForm(initial={"ends": datetime.date(2028, 3, 31)})["ends"])
    assert re.findall(r'value="(\d+)"', html) == ["31", "3", "2028"]


def test_an_unchanged_date_and_value_are_not_changes():
    initial = {"ends": datetime.date(2028, 3, 31), "value": 12_000_000}
    answers = {"ends_day": "31", "ends_month": "3", "ends_year": "2028", "value": "£120,000"}
    form = ExampleForm({"title": "", "visibility": "", **answers}, initial=initial)
    assert form.changed_data == []


def test_a_date_in_a_hidden_box_is_read_as_it_stands():
    """As Django carries the first value of a field whose default is made when it is asked for."""
    field = ExampleForm().fields["ends"]
    assert field.to_python("2028-03-31") == datetime.date(2028, 3, 31)
    assert field.to_python("31.3.28") is None


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("120000", 12_000_000), ("£120,000.50", 12_000_050), (" 1 000 ", 100_000), ("", None)],
)
def test_pounds_become_whole_pence(typed, pence):
    form = filled(value=typed)
    assert form.is_valid()
    assert form.cleaned_data["value"] == pence


def test_fractions_of_a_penny_are_refused():
    assert "value" in filled(value="1.005").errors


def test_hidden_fields_are_in_the_form():
    assert '<input type="hidden" name="version" value="7" id="id_version">' in str(
        ExampleForm(initial={"version": 7})
    )


def test_an_error_of_a_hidden_field_is_shown_without_a_link():
    html = summary_of(filled(version="x"))
    assert "<li>Version must be a number, like 12</li>" in html


def test_browsers_neither_cut_nor_check_what_is_typed():
    html = str(ExampleForm())
    assert "maxlength" not in html.replace("data-maxlength", "")
    assert " required" not in html
    assert 'data-maxlength="30"' in html


def test_typed_text_is_never_markup():
    html = str(filled(title="<script>alert(1)</script>"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_choice_is_described_by_its_hint():
    html = str(ExampleForm()["visibility"])
    assert 'aria-describedby="id_visibility_1_hint"' in html
    assert 'id="id_visibility_1_hint">Suppliers see it too<' in html


def page_with(form) -> str:
    request = RequestFactory().get("/")
    return render_to_string("base.html", {"form": form, "request": request})


def test_the_title_begins_with_error_only_when_there_is_one():
    assert "<title>Error: " in page_with(filled(title=""))
    assert "<title>Error: " not in page_with(filled())


def test_a_page_carries_no_inline_style_or_script():
    html = page_with(filled(title=""))
    assert "style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_pages_for_failures_need_nothing_but_the_file(name):
    html = render_to_string(f"{name}.html")
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert html.count("<h1") == 1
    assert "LOTI procurement portal" in html


@pytest.mark.parametrize(
    ("pence", "shown"),
    [(12_000_000, "£120,000"), (1, "£0.01"), (-250, "-£2.50"), (0, "£0"), (None, "")],
)
def test_money(pence, shown):
    assert formatting.format_uk_money(pence) == shown


def test_dates_are_shown_in_london_time():
    late = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    assert formatting.format_uk_date(late) == "1 July 2026"
    assert formatting.format_uk_time(late) == "1 July 2026, 12:30am"
    assert formatting.format_uk_date(datetime.date(2028, 3, 31)) == "31 March 2028"
    assert formatting.format_uk_date(None) == ""


@pytest.mark.parametrize(
    ("since", "shown"),
    [
        (datetime.datetime(2026, 3, 4, 11, 30, tzinfo=datetime.UTC), "less than an hour"),
        (datetime.datetime(2026, 3, 4, 7, 0, tzinfo=datetime.UTC), "5 hours"),
        (datetime.datetime(2026, 3, 1, 7, 0, tzinfo=datetime.UTC), "3 days"),
        (datetime.date(2026, 3, 4), "today"),
        (datetime.date(2026, 3, 3), "1 day"),
        (datetime.date(2025, 1, 4), "14 months"),
        (datetime.date(2025, 1, 5), "13 months"),
        (datetime.date(2024, 3, 4), "2 years"),
        (None, ""),
    ],
)
def test_ages(since, shown):
    now = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)
    assert formatting.format_age(since, now) == shown


def test_an_age_without_a_moment_given_is_counted_from_now():
    assert formatting.format_age(timezone.localdate()) == "today"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(1, "1 need"), (0, "0 needs"), (1000, "1,000 needs"), (1001, "more than 1,000 needs")],
)
def test_counts_are_exact_to_a_thousand(count, shown):
    assert formatting.format_count(count, "need", "needs") == shown


def test_word_differences_give_both_texts_back():
    old, new = "Calls about repairs\nare late", "Calls about lift repairs\nare very late"
    parts = formatting.diff_words(old, new)
    assert "".join(text for kind, text in parts if kind != "del") == new
    assert "".join(text for kind, text in parts if kind != "ins") == old
    assert ("ins", "lift ") in parts


def test_word_differences_escape_what_people_typed():
    html = figures.word_diff("<b>old</b>", "<b>new</b>")
    assert "<b>" not in html
    assert "<del>" in html
    assert "<ins>" in html


@pytest.mark.parametrize(
    ("count", "step"), [(None, "none"), (0, "0"), (1, "1"), (3, "2"), (6, "3"), (8, "4")]
)
def test_heat_steps_are_quarters_of_the_largest(count, step):
    assert formatting.heat_step(count, 8) == step


def test_every_cell_of_the_heat_table_has_words_or_a_number():
    cells = [{"count": 0, "href": "/a"}, {"count": None}, {"count": 4, "href": "/b", "label": "4!"}]
    matrix = {"id": "m", "caption": "Contracts", "corner": "Capability"}
    columns = [{"text": "Brent"}, {"text": "Camden"}, {"text": "Sutton"}]
    rows = [{"text": "Parking", "cells": cells}]
    context = figures.heat_matrix({**matrix, "columns": columns, "rows": rows})
    html = render_to_string("components/heat_matrix.html", context)
    assert re.findall(r'app-heat__cell--(\w+)"', html) == ["0", "none", "4"]
    assert html.count("Not shared") == 2  # the cell, and the key
    assert '<a class="app-heat__link" href="/a">0</a>' in html


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_numbers_in_the_heat_table_can_be_read(settings):
    css = (settings.BASE_DIR / "static" / "app.css").read_text()
    seen = re.findall(r"\.app-heat__cell--[1-4]\{background:([^;]+);color:([^}]+)\}", css)
    assert len(seen) == 4
    for background, text in seen:
        assert contrast(background, "#ffffff" if text == "#fff" else text) >= 4.5


def test_the_stylesheet_has_nothing_of_another_identity_and_no_missing_file(settings):
    css = (settings.BASE_DIR / "static" / "app.css").read_text()
    assert "GDS Transport" not in css
    assert "crest" not in css
    for name in re.findall(r"url\(\"?\./([^)\"]+)", css):
        assert (settings.BASE_DIR / "static" / name).is_file(), name


@pytest.mark.parametrize(
    ("visibility", "words"),
    [("sealed", "My borough"), ("members", "Boroughs"), ("public", "Public"), ("?", "My borough")],
)
def test_the_visibility_tag_says_who_can_see(visibility, words):
    assert f"Who can see this: </span>{words}</span>" in portal.visibility_tag(visibility)


def test_no_status_has_two_colours():
    words = " ".join(portal.STATUS_COLOURS.values()).split()
    assert len(words) == len(set(words))


def test_a_stretch_of_time_stays_on_its_axis():
    year = datetime.date
    bar = figures.span_bar(year(2020, 1, 1), None, year(2026, 1, 1), year(2028, 1, 1))
    assert (bar["start"], bar["width"]) == (0.0, 100.0)
    middle = figures.span_bar(
        year(2026, 7, 2), year(2027, 1, 1), year(2026, 1, 1), year(2028, 1, 1), year(2026, 1, 1)
    )
    assert (middle["start"], middle["width"], middle["mark"]) == (24.9, 25.1, 0.0)
