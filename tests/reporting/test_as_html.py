from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from dxscore.domain.report import ScanReport
from dxscore.reporting import FORMATTERS
from dxscore.reporting.view import View
from dxscore.resources import REPORTS
from tests.factories import a_report, an_empty_report

_VOID = {"meta", "input", "wbr"}


class Outline(HTMLParser):
    """Elements of a page, with a check that they nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str]:
        return [value for _tag, attrs in self.elements if (value := attrs.get(name)) is not None]


def outline(report: ScanReport, view: View = View()) -> Outline:  # noqa: B008 - frozen
    return Outline(FORMATTERS["html"](report, view))


@pytest.mark.parametrize("report", [a_report(), an_empty_report()], ids=["full", "empty"])
def test_the_page_nests_and_fetches_nothing(report: ScanReport) -> None:
    made = outline(report)
    assert not made.attributes("src")
    assert not [tag for tag, _ in made.elements if tag in ("link", "img", "iframe", "object", "base")]
    assert not [path.name for path in (REPORTS / "assets").glob("*.css") if "url(" in path.read_text("utf-8")]


def test_only_our_own_script_and_style_may_run() -> None:
    made = outline(a_report())
    (policy,) = [attrs["content"] for _, attrs in made.elements if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'", policy)
    assert Counter(tag for tag, _ in made.elements)["script"] == 1
    assert not made.attributes("style")
    assert not [name for _, attrs in made.elements for name in attrs if name.startswith("on")]


def test_hostile_text_is_shown_not_obeyed() -> None:
    made = outline(a_report(), View(links="https://h/{path}"))
    assert r"\x1b[31m\u202e<script>alert(1)</script> [x](javascript:1)" in made.text
    assert "{{ 7 }}" in made.text
    assert {address.split(":")[0] for address in made.attributes("href") if address[0] != "#"} == {"https"}


def test_links_on_the_page_lead_somewhere_and_ids_are_unique() -> None:
    made = outline(a_report())
    ids = made.attributes("id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in made.attributes("href") if address[0] == "#"} <= set(ids)
    labels = made.attributes("aria-labelledby") + made.attributes("for")
    assert set(labels) <= set(ids)


def test_tables_have_captions_and_heads_with_scope() -> None:
    made = outline(a_report())
    tags = Counter(tag for tag, _ in made.elements)
    assert tags["table"] == tags["caption"]
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in made.elements if tag == "th")


def test_headings_do_not_skip_a_level() -> None:
    levels = [int(tag[1]) for tag, _ in outline(a_report()).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_suppressed_findings_are_listed_on_request() -> None:
    assert "suppressed" in outline(a_report(), View(show_suppressed=True)).text.rpartition("How it is counted")[0]
    assert "suppressed" not in outline(a_report()).text.rpartition("How it is counted")[0]


def test_a_rule_that_does_not_count_yet_says_since_when() -> None:
    assert "Not counted yet: from 2027-02-01 on each costs 3 points." in outline(a_report()).text


def _schemes() -> list[dict[str, str]]:
    css = (REPORTS / "assets" / "colors.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\n *\}", css, re.DOTALL)[:2]
    )
    return [light, dark]


def _contrast(scheme: dict[str, str], one: str, other: str) -> float:
    darker, lighter = sorted(_luminance(scheme[name]) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", _schemes(), ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (text, ground)
        for text in ("text", "quiet", "link", "good", "on-none", "on-unknown", "alarm")
        for ground in ("ground", "panel")
    ]
    + [(f"on-{level}", level) for level in ("none", "bronze", "silver", "gold", "unknown")],
)
def test_contrast_is_wcag_aa(scheme: dict[str, str], text: str, ground: str) -> None:
    assert _contrast(scheme, text, ground) >= 4.5


@pytest.mark.parametrize("scheme", _schemes(), ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "ground"),
    [(mark, "ground") for mark in ("on-plan", "done", "good", "warn", "alarm", "link")]
    + [("done", "plan"), ("text", "plan"), ("on-plan", "plan")],
)
def test_marks_of_charts_stand_out_from_what_is_around_them(scheme: dict[str, str], mark: str, ground: str) -> None:
    assert _contrast(scheme, mark, ground) >= 3
