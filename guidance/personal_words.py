"""Words that may name a person or say how to reach them. Pure; a warning, never a verdict."""

import re

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w£.,-])(?:\+44[ -]?|0)(?:\(0\))?\d(?:[ -]?\d){8,9}(?!\w)")
NAME = r"[A-Z](?:[a-zà-öø-ÿ]+|[’'][A-Z][a-zà-öø-ÿ]+)(?:[’'-][A-Z]?[a-zà-öø-ÿ]+)*"
TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Prof)\.? {NAME}")
INITIALLED = re.compile(rf"\b[A-Z]\.\s?(?:[A-Z]\.\s?)?{NAME}")
PAIR = re.compile(rf"\b({NAME}) ({NAME})\b")
# Common in London; a first name before another capital letter is more than likely a person.
COMMON = """
Aaron Abdul Adam Ahmed Aisha Alan Alex Ali Alice Amanda Amina Amir Andrew Angela Anita Ann
Anna Anne Anthony Asha Ayesha Ben Benjamin Brian Carol Caroline Charles Charlotte Chloe Chris
Christine Christopher Claire Daniel David Deborah Diana Donna Edward Elizabeth Emily Emma Eve
Farah Fatima Fiona Francis Gareth Gary George Grace Graham Hannah Harry Hassan Helen Ian
Ibrahim Imran Jack Jacob James Jane Janet Jason Jennifer Jessica Joan Joanna John Jonathan
Joseph Julia Julie Karen Kate Katherine Kathryn Keith Kevin Khadija Laura Lauren Leah Linda
Lisa Lucy Margaret Maria Mark Martin Mary Matthew Michael Michelle Mohamed Mohammed Muhammad
Nadia Natalie Neil Nicola Nina Oliver Olivia Omar Patricia Patrick Paul Peter Philip Priya
Rachel Raj Rebecca Richard Robert Ruth Ryan Sam Samantha Samuel Sandra Sara Sarah Sharon Simon
Sofia Sophie Stephen Steven Stuart Sunita Susan Thomas Tim Tom Tony Tracy Victoria William
Yusuf Zainab Zoe
"""
FIRST_NAMES = frozenset(COMMON.split())


def personal_words(text: str) -> list[str]:
    """What stands out, each once, in the order in which it stands in the text."""
    found = [
        match
        for pattern in (EMAIL, PHONE, TITLED, INITIALLED, PAIR)
        for match in pattern.finditer(text)
        if pattern is not PAIR or match[1] in FIRST_NAMES
    ]
    found.sort(key=lambda match: match.start())
    return list(dict.fromkeys(match[0] for match in found))
