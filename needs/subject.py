"""What a text is about, without what every notice says: who buys, how, when and under which number.

Councils describe the same purchase in the same frame ("Invitation to tender for the provision of a
new … system to the London Borough of …"), and the frame makes strangers look alike. Here it is cut
away before a text is compared. What remains is only compared, never shown. Pure.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PLACES = Path(__file__).parent / "data" / "place_words.txt"
READ_LIMIT = 4_000  # characters of each text looked at
TEXT_LIMIT = 300  # characters of the description kept: first sentences say what is bought

# Words of a buyer's name that may be what is bought: they stay.
ORDINARY = frozenset(
    re.findall(
        r"\w+",
        """
        academy agency and association authority board borough business central city college
        commission commissioner community council county department digital district east
        education energy england environment fire gallery government group health highways
        home housing justice land learning library limited london metropolitan museum
        national new nhs north office partnership police port public region rescue royal
        school security services service social south sport support the town transport trust
        university upon waste west with
        """,
    )
)
COUNCIL = re.compile(
    r"\b(?:(?:(?:royal|metropolitan|district|county|city|borough|town|unitary)[- ]+)*"
    r"(?:council(?! tax| chamber| hous|-owned| owned)|authorit(?:y|ies)|boroughs?)"
    r"s?(?:['’]s?)?(?: of\b)?|(?:royal borough|city|county) of)\b",
    re.IGNORECASE,
)
# Reference numbers, amounts, years; the country prefix of European notices.
NUMBER = re.compile(
    r"\b(?=[A-Z0-9/_.-]*\d)(?=[A-Z0-9/_.-]*[A-Z])[A-Z0-9][A-Z0-9/_.-]{3,}\b"
    r"|\b\d[\d/,.-]*\b|£\s?[\d.,]+(?:[mk]|bn)?\b|\bGB-\w+:?"
)
PROCUREMENT = re.compile(
    r"\b(?:invitations? to (?:tender|quote)(?: for)?|invit(?:es?|ing|ed)|"
    r"expressions? of interest|request for (?:quotations?|proposals?|information)|"
    r"prior information notice|contract award(?:ed)?(?: notice)?|award of (?:a )?contract|"
    r"contract (?:notice|extension|variation|re-?tender|renewal)|"
    r"dynamic (?:purchasing systems?|markets?)|flexible (?:purchasing systems?|frameworks?)|"
    r"(?:pseudo )?dps|fps|approved (?:supplier )?lists?|(?:open )?frameworks?(?: agreements?)?|"
    r"call[- ]?offs?|market engagement(?: questionnaire)?|soft market test(?:ing)?|"
    r"(?:open|restricted|negotiated|closed) (?:procedure|tender)|"
    r"pre[- ]qualification questionnaires?|preliminary market engagement|light touch regime|"
    r"direct award|further competition|re-?tender(?:s|ed|ing)?|tender(?:s|ed|ing|er|ers)?|"
    r"quotations?(?: for)?|contract(?:s|ed)?|re-?procure(?:s|d|ment|ments)?|"
    r"procure(?:s|d|ment|ments)?|procuring|award(?:s|ed)?|notices?|lots?|opportunit(?:y|ies)|"
    r"suitably (?:qualified|experienced)|terms and conditions|for the (?:supply|provision) of|"
    r"(?:supply|provision|purchase|delivery|appointment) of|"
    r"(?:is|are) (?:seeking|looking)(?: to (?:appoint|commission))?|"
    r"(?:wish(?:es)?|seeks?|intends?) to (?:appoint|commission|purchase|buy)|"
    r"replac(?:e|ed|es|ing|ement)|renewal|extension|extend|variation|expir(?:y|es?|ed)|"
    r"(?:one|two|three|four|five|six|seven|eight|ten|twelve)[- ](?:years?|months?)|"
    r"years?|months?|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|crown commercial services?|ccs|g-?cloud|this is|"
    r"electronic tendering portal|the chest|pro-?contract|yortender|available at|"
    r"suppliers?|providers?|bidders?|contractors?|organisations?)\b",
    re.IGNORECASE,
)
# What any system, project or service is called: kept, but weighed less (`Subject.is_general`).
GENERAL = re.compile(
    r"\b(?:(?:computer|it|ict|management information|information technology|information|legacy|"
    r"core|digital|electronic) (?=systems?|solutions?|packages?|software)|systems?|software|"
    r"solutions?|platforms?|packages?|products?|applications?|modules?|licen[cs](?:es?|ing)|"
    r"subscriptions?|saas|hosting|hosted|(?:cloud|web)[- ]based|on[- ]premises?|"
    r"(?:support|maintenance) (?:and|&) (?:support|maintenance)|implement(?:ation|ed|ing)?|"
    r"upgrades?|legacy|modern|new|current(?:ly)?|existing|supply|install(?:ation|ed)?|associated|"
    r"services?|integrated|end of (?:support|life)|capital|budgets?|costs?|thousand|million|"
    r"pounds|business case|invest(?:ment)?|discontinued|programmes?|projects?|joint(?:ly)?|"
    r"shared|corporate|single|partners?|partnership|requires?|options?|under|including|related|"
    r"an?|the|and|or|of|for|to|in|on|with|by|from|at|our|we|its?|is|are|be|that|which)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<[^<>]{0,400}>|&[a-z]{2,8};|https?://\S+|\\[rnt]|\S+@\S+")
DASHES = re.compile(r"[\s|—–_\"“”()*•·-]+")
STOPS = re.compile(r"(?:\s*[.,:;&/]\s*){2,}")
LEADING = re.compile(
    r"^(?:(?:the|of|for|and|an?|to|in|on|with|by|is|are|from|at)\b\W*)+", re.IGNORECASE
)


@dataclass(frozen=True)
class Subject:
    """What a title and its text are about; either may be empty."""

    title: str
    text: str

    @property
    def whole(self) -> str:
        return f"{self.title}. {self.text}" if self.title and self.text else self.title or self.text

    @property
    def own_words(self) -> str:
        """The whole without what any purchase is called; "" for a text of nothing else."""
        return _tidy(GENERAL.sub(" ", self.whole))

    def general_spans(self) -> list[tuple[int, int]]:
        """Places in `whole` of words that any purchase is described with."""
        return [found.span() for found in GENERAL.finditer(self.whole)]


def subject_of(title: str, text: str = "", buyer: str = "") -> Subject:
    """The subject of a title and a text; `buyer` is the name of whose they are."""
    title = _cut(title, buyer)
    text = _cut(text, buyer)
    if len(text) > TEXT_LIMIT:
        text = text[:TEXT_LIMIT].rsplit(" ", 1)[0]
    return Subject(title, text)


def _cut(text: str, buyer: str) -> str:
    text = MARKUP.sub(" ", text[:READ_LIMIT].replace("\x00", " "))
    own_name = _words_of(buyer)
    if own_name:
        text = own_name.sub(" ", text)
    for frame in (NUMBER, COUNCIL, _places(), PROCUREMENT):
        text = frame.sub(" ", text)
    return _tidy(text)


def _tidy(text: str) -> str:
    text = STOPS.sub(". ", DASHES.sub(" ", text)).strip(" .,:;&/'’")
    text = LEADING.sub("", text)
    return text if any(letter.isalpha() for letter in text) else ""


@lru_cache(maxsize=1_024)
def _words_of(buyer: str) -> re.Pattern | None:
    """The buyer's own words wherever they stand: Croydon in "Croydon Community Equipment"."""
    said = {word for word in re.findall(r"[^\W\d_]{3,}", buyer) if word.lower() not in ORDINARY}
    return _names(said) if said else None


@lru_cache(maxsize=1)
def _places() -> re.Pattern:
    return _names(PLACES.read_text(encoding="utf-8").splitlines())


def _names(names) -> re.Pattern:
    """Any of these names, written with a capital."""
    longest_first = sorted(map(re.escape, names), key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?=[A-Z])(?i:{'|'.join(longest_first)})(?:['’]s)?\b")
