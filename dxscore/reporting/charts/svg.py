"""Elements of a drawing -> SVG, alone in a file or inside a page; texts are made visible and escaped."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, tostring

from dxscore.reporting.safe_text import visible
from dxscore.resources import REPORTS

_STYLES = ("colors.css", "charts.css")
_CHAR = 0.58
"""Width of a letter in parts of its size: about the mean of common sans-serif fonts, rather wide than narrow."""


def shape(tag: str, *children: Element, kind: str = "", **attributes: float | str) -> Element:
    """An element; `kind` is its class, `stroke_width` stands for `stroke-width`, numbers are rounded to 0.1."""
    named = {"class": kind} if kind else {}
    named |= {name.replace("_", "-"): _attribute(value) for name, value in attributes.items()}
    made = Element(tag, named)
    made.extend(children)
    return made


def label(text: str, x: float, y: float, kind: str = "", anchor: str = "start") -> Element:
    """Text at a baseline; `anchor` is 'start', 'middle' or 'end'."""
    made = shape("text", kind=kind, x=x, y=y, **({} if anchor == "start" else {"text_anchor": anchor}))
    made.text = visible(text)
    return made


def told(text: str, element: Element) -> Element:
    """The element with a text that a pointer resting on it shows."""
    title = shape("title")
    title.text = visible(text)
    element.insert(0, title)
    return element


def polyline(points: Iterable[tuple[float, float]], kind: str) -> Element:
    """A line through points."""
    return shape("polyline", kind=kind, points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))


def fitted(text: str, width: float, size: float) -> str:
    """The text, cut so that it takes about `width` at a font size of `size`."""
    text = visible(text)
    if text_width(text, size) <= width:
        return text
    room = width / (size * _CHAR)
    kept = ""
    for char in text:
        room -= _columns(char)
        if room < 1:
            break
        kept += char
    return f"{kept.rstrip()}…"


def text_width(text: str, size: float) -> float:
    """About how wide a text is."""
    return sum(map(_columns, text)) * size * _CHAR


def drawing(name: str, title: str, description: str, size: tuple[float, float], content: Iterable[Element]) -> Element:
    """The root element: an image with a name and a description for those who can't see it; `name` makes its ids."""
    width, height = size
    root = shape(
        "svg",
        kind="chart",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    for tag, text in (("title", title), ("desc", description)):
        element = shape(tag, id=f"{name}-{tag}")
        element.text = visible(text)
        root.append(element)
    root.extend(content)
    return root


def inline(root: Element) -> str:
    """For a page that has the styles."""
    return tostring(root, encoding="unicode")


def alone(root: Element) -> str:
    """A file of its own: styles for light and dark are in it, nothing is fetched."""
    style = shape("style")
    style.text = "".join((REPORTS / "assets" / name).read_text("utf-8") for name in _STYLES)
    root.insert(2, style)
    root.insert(3, shape("rect", kind="ground", width="100%", height="100%"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _attribute(value: float | str) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"


def _columns(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1
