import pytest

from procurement_portal.lib.pasted_text import settled

TABLE = {
    "plain Markdown": ("## One\n\n- two\n1. three  \nfour", "## One\n\n- two\n1. three  \nfour"),
    "line ends": ("a\r\nb\rc", "a\nb\nc"),
    "hard spaces": ("10\u00a0days\u202fand\u2009more", "10 days and more"),
    "characters nobody sees": ("\ufeffa\u200bb\u00adc\u2060", "abc"),
    "line ends of Word": ("a\x0bb\u2028c", "a\nb\nc"),
    "Windows quotes": ("\x93So\x94, it\x92s \x96 yes", "“So”, it’s – yes"),
    "curly quotes stay": ("“So”, it’s – yes", "“So”, it’s – yes"),
    "joined emoji stay": ("👩\u200d💻", "👩\u200d💻"),
    "bullets": ("• one\n•\ttwo\n·   three\n\uf0b7\tfour", "- one\n- two\n- three\n- four"),
    "second level": ("•\tone\no\ttwo\n◦ three", "- one\n  - two\n  - three"),
    "dash and tab": ("–\tone", "- one"),
    "a dash in prose": ("– so it is", "– so it is"),
    "numbers": ("1)\tone\n2) two\n3.\tthree\n10.  ten", "1. one\n2. two\n3. three\n10. ten"),
    "a year in prose": ("2026) was late", "2026) was late"),
    "a tab before a bullet": ("\t• one", "  - one"),
    "code stays": ("```\n• a\u00a0b\n```\n• c", "```\n• a\u00a0b\n```\n- c"),
    "other fence inside code": ("~~~\n```\n• a\n~~~\n• b", "~~~\n```\n• a\n~~~\n- b"),
}


@pytest.mark.parametrize(("pasted", "wanted"), TABLE.values(), ids=TABLE.keys())
def test_what_was_pasted_is_put_right(pasted, wanted):
    assert settled(pasted) == wanted


@pytest.mark.parametrize("pasted", [pasted for pasted, _ in TABLE.values()], ids=TABLE.keys())
def test_put_right_once_it_stays(pasted):
    assert settled(settled(pasted)) == settled(pasted)
