"""How old a reader must be for a page, by two formulas that count words and sentences. Pure.

Flesch-Kincaid (1975) counts syllables, the Automated Readability Index (1967) counts letters.
Both give a grade of a school in the United States; a grade and five years is an age. They know
long words and long sentences, and nothing of sense: a figure is a hint for an editor, not a mark.

What is read is prose: paragraphs, list items (each ends a sentence) and the words of links.
Headings, tables, addresses and the sections that only list names are left out.

Syllables are groups of vowels (a, e, i, o, u, y). A group ends before -ing ("buying"), after an i
before a last -er ("supplier"), and after an i before a, o or u ("period") unless the i stands
after t, s, c, g, x or l ("-tion"). A last e is silent, except after a consonant and l ("table");
so is the e of a last -es, except after s, x, z, h, c or g ("pages"), and of a last -ed, except
after t or d ("needed"). Every word has at least one. A word in capitals ("CIO") has one for each
letter, a figure has one for each digit. The rule is a rough one: it hears four in "procurement".
"""

import re
from dataclasses import dataclass

WANTED = (9, 12)  # years, both included
GRADE_TO_AGE = 5
NAMES_ONLY = ("related techniques", "sources")

HEADING = re.compile(r"#{1,6} +(.*)")
LIST_MARK = re.compile(r"^(?:[-*+]|\d+[.)]) +")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
END = re.compile(r"(?<=[.?!])[\"')*_]*\s+")
WORD = re.compile(r"[^\W_]+(?:['’\-.,][^\W_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SPLIT = re.compile(r"(?<=[aeiouy])(?=ing)|(?<=i)(?=ers?$)|(?<=(?<![tscgxl])i)(?=[aou])")
SILENT = re.compile(r"(?:(?<![^aeiouy]l)e|(?<!s|x|z|c|g|h)es|(?<!t|d)ed)$")


@dataclass(frozen=True)
class Reading:
    """What was counted in a text. Ages are in years, None where there is nothing to read."""

    words: int
    sentences: int
    syllables: int
    letters: int

    @property
    def age(self) -> float | None:
        """By Flesch-Kincaid."""
        if not self.words:
            return None
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return round(grade + GRADE_TO_AGE, 1)

    @property
    def second_age(self) -> float | None:
        """By the Automated Readability Index."""
        if not self.words:
            return None
        grade = 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43
        return round(grade + GRADE_TO_AGE, 1)

    @property
    def beside(self) -> str:
        """ "easier", "within" or "harder" than the ages that guidance aims at, in whole years."""
        if self.age is None or round(self.age) < WANTED[0]:
            return "easier"
        return "within" if round(self.age) <= WANTED[1] else "harder"


def read(markdown: str) -> Reading:
    """Counts of the prose of a Markdown text."""
    sentences = [words for words in map(WORD.findall, prose(markdown)) if words]
    words = [word for sentence in sentences for word in sentence]
    return Reading(
        words=len(words),
        sentences=len(sentences),
        syllables=sum(map(syllables, words)),
        letters=sum(letter.isalnum() for word in words for letter in word),
    )


def prose(markdown: str) -> list[str]:
    """The sentences of a Markdown text, without headings, tables and lists of names."""
    blocks, is_prose = [""], True
    for line in map(str.strip, markdown.splitlines()):
        heading = HEADING.match(line)
        if heading:
            is_prose = heading[1].strip().lower() not in NAMES_ONLY
        if heading or not line or line.startswith("|"):
            blocks.append("")
        elif is_prose:
            if LIST_MARK.match(line):
                blocks.append("")
            blocks[-1] += " " + LINK.sub(r"\1", LIST_MARK.sub("", line))
    return [sentence for block in blocks for sentence in END.split(block) if sentence.strip()]


def syllables(word: str) -> int:
    """How many, by the rule above; a word with a hyphen is the sum of its parts."""
    return sum(map(_part, re.split(r"[\-.,]", word.replace("’", "'"))))


def _part(part: str) -> int:
    if part.isupper() or part.isdigit():
        return len(part)
    stem = part.lower().removesuffix("'s")
    return max(1, len(VOWELS.findall(SPLIT.sub("-", SILENT.sub("", stem)))))
