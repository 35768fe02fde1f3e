"""AccessReport -> Markdown for an issue or a wiki page: the matrix, the patterns, the worst; or one tree."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.survey import AccessReport, JudgedEntry
from dxscore.reporting.access import tree
from dxscore.reporting.access.overview import WORDS, facts, matrix, off_path, patterns
from dxscore.reporting.access.wording import addresses, evidence, trouble
from dxscore.reporting.markdown_text import code, plain, table
from dxscore.reporting.view import View

_MOST = 100


def render(report: AccessReport, _view: View) -> str:
    """Everything that has something to say."""
    blocks = (_tree(entry) for entry in report.entries) if report.focus else _blocks(report)
    return "\n\n".join(blocks) + "\n"


def _blocks(report: AccessReport) -> Iterator[str]:
    yield f"# Data access of {plain(report.project)}"
    yield plain(facts(report))
    yield "## By owner"
    titles = ("owner", "entry points:", *(f"{word}:" for word in WORDS.values()), "on the path:", "most often")
    rows = [
        [plain(row.owner), str(row.total), *map(str, row.counts), row.golden, plain(row.usual)]
        for row in matrix(report)
    ]
    yield table(titles, rows)
    yield "## By pattern"
    met = [[plain(each.title), WORDS[each.stance], str(count), plain(each.instead)] for each, count in patterns(report)]
    yield table(("pattern", "worth", "entry points:", "instead"), met)
    worst = off_path(report.entries)
    if worst:
        yield "## Furthest from the golden path"
        yield table(("entry point", "owner", "pattern", "what", "path"), [_row(each) for each in worst[:_MOST]])


def _row(entry: JudgedEntry) -> list[str]:
    path = evidence(entry)
    return [
        code(entry.profile.name),
        plain(entry.owner),
        plain(entry.pattern.title),
        plain(trouble(entry)),
        code(path) if path else "",
    ]


def _tree(entry: JudgedEntry) -> str:
    profile = entry.profile
    head = (
        f"## {code(profile.name)}\n\n{plain(entry.pattern.title)} ({WORDS[entry.pattern.stance]}), {plain(entry.owner)}"
    )
    address = addresses(entry)
    lines = [f"{branch}{place}  {deed}".rstrip() for branch, place, deed in tree.lines(tree.grown(profile))]
    body = "\n".join(f"    {line}" for line in lines)
    return "\n\n".join(part for part in (head, code(address) if address else "", body) if part)
