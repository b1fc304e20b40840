"""What a word processor or a web page leaves in text that is pasted as Markdown, put right. Pure.

Words stay as they are, curly quotes included; only what a reader would see as rubbish is changed.
Nothing is changed inside a code block, where every character counts.
"""

import re

# Bytes of Windows-1252 that were read as Latin-1: control characters, which nobody types.
WINDOWS = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}
SPACES = dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x205F), " ")
LINE_ENDS = dict.fromkeys((0x000B, 0x2028, 0x2029), "\n")
UNSEEN = dict.fromkeys((0x000C, 0x00AD, 0x200B, 0x2060, 0xFEFF), "")
CHARACTERS = WINDOWS | SPACES | LINE_ENDS | UNSEEN
# Word's own bullets, three of them letters of its symbol fonts; "o" only as Word writes it.
BULLET = re.compile(r"^([ \t]*)(?:[•‣▪▫◦●○■□·∙\uf0b7\uf0a7\uf0d8][ \t]*|(?:o|[–—-])\t[ \t]*)(?=\S)")
NUMBER = re.compile(r"^([ \t]*)(\d{1,3})[.)](?:\t[ \t]*| {2,})(?=\S)")
BRACKET = re.compile(r"^([ \t]*)(\d{1,3})\)[ \t]+(?=\S)")
SECOND_LEVEL = re.compile(r"^[ \t]*(?:[◦○]|o\t)")
FENCE = re.compile(r"^ {0,3}(```|~~~)")


def settled(text: str) -> str:
    """The text with plain line ends, plain spaces and Markdown's own bullets and numbers."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines, code = [], ""
    for line in text.split("\n"):
        fence = FENCE.match(line)
        if fence and code in ("", fence[1]):
            code = "" if code else fence[1]
        lines.append(line if code or fence else _line(line))
    return "\n".join(lines)


def _line(line: str) -> str:
    """A line outside code; a line end inside it makes two."""
    return "\n".join(_marked(part) for part in line.translate(CHARACTERS).split("\n"))


def _marked(line: str) -> str:
    indent = "  " if SECOND_LEVEL.match(line) else ""
    bulleted, found = BULLET.subn(lambda m: f"{indent or _spaces(m[1])}- ", line)
    if found:
        return bulleted
    for pattern in (NUMBER, BRACKET):
        line = pattern.sub(lambda m: f"{_spaces(m[1])}{m[2]}. ", line)
    return line


def _spaces(indent: str) -> str:
    """A tab before a mark would make code of the line."""
    return indent.replace("\t", "  ")
