"""Real Chromium for the tests: where it is, how a person signs in, and what a good page is."""

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
import html5lib
from django.conf import settings

# Playwright runs an event loop of its own beside Django.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# The package is there for the axe-core inside it (MPL 2.0); its own code is not used.
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
# Without its windows it draws the same pages with a third less work.
BUILDS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BUILDS)), None)
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
# What axe cannot decide alone counts as a failure where colour is concerned.
STRICT_INCOMPLETE = {"color-contrast", "link-in-text-block"}


def session_cookie(client, base_url: str) -> dict:
    """The signed-in test client's session, for a browser context."""
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": base_url}


@dataclass
class Watched:
    """A page with what went wrong on it: console errors and answers of 400 and above."""

    page: object
    errors: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, page):
        watched = cls(page)
        page.on("console", lambda m: m.type == "error" and watched.errors.append(m.text))
        page.on("pageerror", lambda e: watched.errors.append(str(e)))
        page.on(
            "response",
            lambda r: (
                r.status >= 400
                and r.request.resource_type != "document"
                and watched.errors.append(f"{r.status} {r.url}")
            ),
        )
        return watched


def axe_findings(page) -> list[str]:
    """Violations, and what stays undecided about colour, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations', 'incomplete']})"
        ".then(r => ({violations: r.violations, incomplete: r.incomplete}))"
    )
    undecided = [r for r in found["incomplete"] if r["id"] in STRICT_INCOMPLETE]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"] + undecided
        for node in rule["nodes"]
    ]


def sideways(page) -> list[str]:
    """What makes the page wider than the screen, if anything."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.scrollWidth, seen = window.innerWidth;
          if (wide <= seen) return [];
          return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > seen + 1)
            .slice(0, 5).map(e => `${wide} > ${seen}: ${e.outerHTML.slice(0, 120)}`);
        }"""
    )


def html_faults(text: str) -> list[str]:
    """Parse errors, doubled ids, and labels or descriptions that point at nothing."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    faults = [f"line {place[0]}: {code} {more}" for place, code, more in parser.errors]
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    faults += [f"id {name!r} stands twice" for name in {i for i in ids if ids.count(i) > 1}]
    for node in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (node.get(attribute) or "").split():
                if name not in ids:
                    faults.append(f"{attribute}={name!r} points at nothing")
        if node.get("style") is not None:
            faults.append(f"style attribute on <{node.tag}>")
    if len(list(tree.iter("h1"))) != 1:
        faults.append("not exactly one h1")
    title = next(tree.iter("title"), None)
    if title is None or not re.search(r"\S – LOTI", title.text or ""):
        faults.append("title does not name the page and the portal")
    return faults
