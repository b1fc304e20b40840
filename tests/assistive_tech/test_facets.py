"""The number beside a choice is what the list holds once it is chosen."""

from hypothesis import given
from hypothesis import strategies as st

from assistive_tech.facets import FACETS, counts

words = st.sampled_from(["", "a", "b"])
years = st.sampled_from(["", "2020", "2021-04"])
rows = st.fixed_dictionaries(
    {
        "outcomes_sought": st.lists(st.sampled_from("ab"), unique=True),
        "populations": st.lists(st.sampled_from("ab"), unique=True),
        "technology_class": st.sampled_from("ab"),
        "care_setting": words,
        "borough__slug": st.sampled_from([None, "camden"]),
        "level": st.sampled_from([None, 1, 2]),
        "confidence": words,
        "began": years,
        "ended": years,
        "cost_pence": st.sampled_from([None, 0, 5]),
    }
)
VALUES = ["a", "b", "camden", "unknown", "1", "2", "2020", "2021", "True"]
chosen = st.dictionaries(st.sampled_from(list(FACETS)), st.sampled_from(VALUES), max_size=3)


def left(every, choice):
    return [
        row for row in every if all(value in FACETS[name](row) for name, value in choice.items())
    ]


@given(st.lists(rows, max_size=12), chosen)
def test_a_count_is_what_the_list_would_hold(every, choice):
    found = counts(every, choice)
    for name in FACETS:
        for value in VALUES:
            assert found[name][value] == len(left(every, {**choice, name: value}))


def test_the_year_is_when_it_began_or_else_when_it_ended():
    row = {"began": "", "ended": "2019-03"}
    assert FACETS["year"](row) == ["2019"]
    assert FACETS["year"]({**row, "began": "2018"}) == ["2018"]
    assert FACETS["year"]({"began": "", "ended": ""}) == []
