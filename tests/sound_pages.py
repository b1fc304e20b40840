"""What is wrong with a page in Chromium: narrow without scripts, then wide and narrow with them."""

import re

from django.conf import settings

from tests.browser import AXE, Watched, axe_findings, html_faults, session_cookie, sideways

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
# A page about work in progress does not load itself again while it is judged.
NOT_LOOKED_AT = "Object.defineProperty(document, 'hidden', {get: () => true})"
# Answers when a page is parsed and has its styles and pictures, even if its scripts never come.
STANDS = """async () => {
  while (document.readyState === 'loading')
    await new Promise(go => document.addEventListener('readystatechange', go, {once: true}));
  const coming = [...document.querySelectorAll('link[rel=stylesheet]')].filter(l => !l.sheet)
    .concat([...document.images].filter(i => !i.complete && i.loading !== 'lazy'));
  await Promise.all(coming.map(part => new Promise(go => {
    part.addEventListener('load', go);
    part.addEventListener('error', go);
  })));
  await document.fonts.ready;
}"""
# Under another address: a browser does not fetch the same one twice for one page.
AGAIN = """urls => Promise.all(
  [...document.scripts].filter(s => urls.includes(s.src)).map(s => new Promise(go => {
    const again = document.createElement('script');
    again.addEventListener('load', go);
    again.addEventListener('error', go);
    again.async = false;
    again.type = s.type;
    again.src = s.src + '?again';
    s.replaceWith(again);
  })))"""
SCRIPTED = """document.body.classList.contains('js-enabled')
  && document.querySelector('[data-govuk-skip-link-init]') !== null"""


class Tab:
    """A tab kept for many pages, in which each stands without its scripts until they are let in.

    So both are seen of one loading. Our modules wait; any other script might keep the browser from
    reading on, so it comes empty at first, and again as it is when the scripts are let in. axe is
    in every page before anything else.
    """

    MODULES = re.compile(r"/app\.js$|\.mjs$")

    def __init__(self, context):
        context.add_init_script(AXE)
        context.add_init_script(NOT_LOOKED_AT)
        self.page = context.new_page()
        self.page.set_viewport_size(NARROW)
        self.watched = Watched.on(self.page)
        self.waiting, self.empty, self.open = [], [], False
        self.page.route(re.compile(r"\.m?js(\?|$)"), self._ask)

    def become(self, client, base_url: str) -> None:
        """Whoever browses with the test client."""
        self.page.context.clear_cookies()
        if settings.SESSION_COOKIE_NAME in client.cookies:
            self.page.context.add_cookies([session_cookie(client, base_url)])

    def faults(self, url: str) -> list[str]:
        """Everything wrong with a page, and how it was seen."""
        found = [f"at 320 pixels, no script: {fault}" for fault in self._faults_of_start(url)]
        self.page.set_viewport_size(WIDE)
        found += [f"at 1280 pixels: {fault}" for fault in self._faults_with_scripts()]
        self.page.set_viewport_size(NARROW)
        return found + [f"at 320 pixels: {fault}" for fault in sideways(self.page)]

    def leave(self, base_url: str) -> None:
        """Ask for nothing any more, so that the database can be emptied."""
        self.page.goto(f"{base_url}/static/favicon.svg")

    def _faults_of_start(self, url: str) -> list[str]:
        self.watched.errors.clear()
        response = self._open(url)
        found = [f"answered {response.status}"] if response.status != 200 else []
        found += ["without a stylesheet"] * (self.page.evaluate("document.styleSheets.length") == 0)
        found += ["runs scripts already"] * self.page.evaluate(SCRIPTED)
        found += html_faults(response.text()) + axe_findings(self.page) + sideways(self.page)
        return found + self.watched.errors

    def _faults_with_scripts(self) -> list[str]:
        self.watched.errors.clear()
        self._let_scripts_in()
        found = ["its scripts did not run"] * (not self.page.evaluate(SCRIPTED))
        return found + axe_findings(self.page) + sideways(self.page) + self.watched.errors

    def _open(self, url: str):
        """The answer; the page stands, and none of its scripts has run."""
        self.waiting, self.empty, self.open = [], [], False
        response = self.page.goto(url, wait_until="commit")
        self.page.evaluate(STANDS)
        return response

    def _let_scripts_in(self) -> None:
        """From here on it is the page that everybody has."""
        self.open = True
        self.page.evaluate(AGAIN, self.empty)
        for route in self.waiting:
            route.continue_()
        self.page.wait_for_load_state("load")

    def _ask(self, route):
        if self.open:
            route.continue_()
        elif self.MODULES.search(route.request.url):
            self.waiting.append(route)
        else:
            self.empty.append(route.request.url)
            route.fulfill(body="", content_type="text/javascript")
