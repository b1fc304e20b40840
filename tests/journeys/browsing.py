"""A person in a browser: what they press, fill in and read, by the words on the page."""

import re
import time
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page

from tests.browser import sideways

CODE = re.compile(r"^[B-Z]{4}-[B-Z]{4}$", re.MULTILINE)
PARTS = ("Day", "Month", "Year")
PATIENCE = 20  # seconds a page that was asked for may take on a busy machine


@dataclass
class Browsing:
    """A person in a browser of their own."""

    page: Page
    base_url: str

    def open(self, path: str) -> Page:
        response = self.page.goto(self.base_url + path)
        assert response.status < 400, f"{path} answered {response.status}"
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base_url)

    def press(self, name: str, exact: bool = False) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name: str, exact: bool = False) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def fill_date(self, question: str, day: date) -> None:
        group = self.page.get_by_role("group", name=question)
        for label, number in zip(PARTS, (day.day, day.month, day.year), strict=True):
            group.get_by_label(label).fill(str(number))

    @property
    def text(self) -> str:
        """What stands in the page's main part, as a person sees it."""
        return self.page.locator("main").inner_text()

    def reads(self, text: str, within: float = 0) -> None:
        """The page says this, once it is there; with `within` seconds, reload until it does."""
        deadline = time.monotonic() + (within or PATIENCE)
        while text not in self.page.locator("body").inner_text():
            assert time.monotonic() < deadline, (
                f"{text!r} is not on {self.page.url}:\n{self.text[:3000]}"
            )
            self.page.wait_for_timeout(200 if within else 50)  # milliseconds
            if within:
                self.page.reload()

    def reads_nothing_of(self, *texts: str) -> None:
        """None of these stands anywhere in the page, hidden parts included."""
        source = self.page.content()
        found = [text for text in texts if text in source]
        assert not found, f"{found} on {self.page.url}"

    def answer(self, status: int) -> None:
        """The address now open answers so when asked again."""
        response = self.page.reload()
        assert response.status == status, f"{self.page.url} answered {response.status}"

    def sign_in(self, address: str, mail_to) -> None:
        """By the code in the e-mail, from whatever page asked for it."""
        if "/sign-in/" not in self.page.url:
            self.open("/")
            self.follow("Sign in", exact=True)
        self.fill("Email address", address)
        self.press("Continue")
        self.reads("Check your email")
        code = CODE.search(mail_to(address, "code").get_body(("plain",)).get_content())
        self.page.locator("input[name=code]").fill(code.group())
        self.press("Sign in")


# The name by which a person, or a screen reader, knows what has the focus.
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const name = e.getAttribute('aria-label') || (e.labels?.length && e.labels[0].innerText)
    || e.innerText || '';
  return {
    tag: e.tagName, type: e.type || '', group: e.name || '', name: name.trim(),
    legend: e.closest('fieldset')?.querySelector('legend')?.innerText.trim() || '',
    seen: box.bottom > 0 && box.top < innerHeight && box.left >= 0 && box.right <= innerWidth,
  };
}"""
STOPS = 80  # more than any page has


@dataclass
class Keyboard:
    """The same person with a keyboard and nothing else; what has the focus is always in sight."""

    page: Page

    def focused(self) -> dict:
        return self.page.evaluate(FOCUSED)

    def go_to(self, wanted) -> dict:
        """Tab on until `wanted(what has the focus)`."""
        passed = []
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            now = self.focused()
            assert now["seen"] or now["tag"] == "BODY", f"the focus is out of sight: {now}"
            if wanted(now):
                return now
            passed.append(now["name"])
        raise AssertionError(f"never reached on {self.page.url}; passed {passed}")

    def press(self, name: str) -> None:
        """A button or a link that looks like one; the next page is there afterwards."""
        self.go_to(
            # What follows on a line of its own is for screen readers alone.
            lambda now: (
                now["name"].split("\n")[0] == name and now["type"] not in ("radio", "checkbox")
            )
        )
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert not sideways(self.page), f"{self.page.url} is wider than the screen"

    def write(self, label: str, text: str) -> None:
        self.go_to(lambda now: now["name"] == label)
        self.page.keyboard.type(text)

    def date(self, question: str, day: date) -> None:
        for part, number in zip(PARTS, (day.day, day.month, day.year), strict=True):
            self.go_to(lambda now, part=part: (now["legend"], now["name"]) == (question, part))
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(str(number))

    def pick(self, label: str) -> None:
        """A radio: Tab reaches the group, arrows move within it."""
        wanted = self.page.get_by_label(label, exact=True)
        group = wanted.get_attribute("name")
        self.go_to(lambda now: now["group"] == group)
        if self.focused()["name"] == label:
            self.page.keyboard.press("Space")
        for _ in range(20):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {label}")
