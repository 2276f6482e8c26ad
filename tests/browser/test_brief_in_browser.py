"""The brief in a real browser: nothing asked, nothing logged, nothing inaccessible, at both widths."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from detente.case import Case
from detente.examples import example_names
from detente.findings import analyze
from detente.report import write_brief
from detente.sources import read_case
from tests.conftest import in_ci
from tests.figures.deals_drawn import case_of_many

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

CUT = """() => [...document.querySelectorAll("figure svg")].flatMap(svg => {
  const whole = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < whole.left - 1 || box.right > whole.right + 1
      || box.top < whole.top - 1 || box.bottom > whole.bottom + 1);
  }).map(text => text.textContent);
})"""
"""The words of charts that are cut at an edge, in the letters of this browser."""

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None and not in_ci(), reason="there is no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


def _renamed(case: Case, names: Sequence[str]) -> Case:
    """Return the case with other names for its first parties."""
    renamed = dict(zip(case.parties, names, strict=False))
    parties = {k: p.model_copy(update={"name": renamed.get(k, p.name)}) for k, p in case.parties.items()}
    return case.model_copy(update={"parties": parties})


MADE = {
    "six-parties": lambda: case_of_many(parties=6, issues=5),
    "many-issues": lambda: case_of_many(blocked=True),
    "long-names": lambda: _renamed(case_of_many(issues=5, blocked=True), ("W" * 300, "a name that goes on " * 9)),
}  # fmt: skip


@pytest.fixture(scope="module", params=[*example_names(), *MADE])
def brief(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("brief") / f"{request.param}.html"
    if request.param in MADE:
        write_brief(analyze(MADE[request.param](), draws=0), path)
    else:
        write_brief(analyze(read_case(request.param), draws=10), path)
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_a_brief_is_quiet_accessible_and_fits(browser: Browser, brief: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(brief.as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})

    assert asked == [brief.as_uri()]
    assert said == []
    assert violations.violations_count == 0, violations.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    page.close()


def test_a_reference_leads_to_its_quotation(browser: Browser, brief: Path) -> None:
    page = browser.new_page()
    page.goto(brief.as_uri())
    if not page.locator(".findings .refs a").count():
        assert "The case has no statements." in page.content()
        return

    page.locator(".findings .refs a").first.click()

    assert page.locator(".notes li:target").count() == 1
    page.close()


def test_a_brief_prints_with_its_data(browser: Browser, brief: Path) -> None:
    page = browser.new_page()
    page.goto(brief.as_uri())

    pdf = page.pdf(format="A4")

    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 50_000
    page.close()
