"""Rule -> what `dxscore explain` says about it: a page for a terminal, Markdown elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rich.text import Text

from dxscore.domain.rule import Example, Rule, RuleScope
from dxscore.reporting.figures import counted
from dxscore.reporting.markdown_text import address, bullets, code, fenced, plain, rule_prose
from dxscore.reporting.terminal import heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_EXAMPLES = 3
"""Most examples of each kind: enough to see the point."""
_EFFORTS = {"small": "an hour", "medium": "a day", "large": "a week"}
_IN_TESTS = {"no": "not in tests", "yes": "in tests too", "only": "only in tests"}


class Section(Struct, frozen=True):
    """One heading of what is said about a rule."""

    title: str
    lines: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


def sections(rule: Rule) -> list[Section]:
    """What there is to say about a rule; lines are prose with code between backticks, or addresses."""
    return [section for section in _sections(rule) if section.lines or section.code]


def explain_rule(rule: Rule, view: View) -> str:
    """What the rule finds, why it matters, how to fix it, what it costs, where it applies, with examples."""
    found = sections(rule)
    return _on_terminal(rule, found, view) if view.terminal else _in_markdown(rule, found)


def _sections(rule: Rule) -> Iterator[Section]:
    text = rule.text
    yield Section("Why", (text.why,) if text.why else ())
    yield Section("How to fix", (text.fix,) if text.fix else ())
    yield Section("What it costs", tuple(_cost(rule)))
    yield Section("Where it applies", tuple(_scope(rule.scope)))
    yield Section("Found", code=tuple(map(_code, rule.invalid[:_EXAMPLES])))
    yield Section("Not found", code=tuple(map(_code, rule.valid[:_EXAMPLES])))
    yield Section("Learn more", text.learn)
    yield Section("To accept one", (), (f"# dxscore:ignore[{rule.id}] until=YYYY-MM-DD -- reason",))


def _cost(rule: Rule) -> Iterator[str]:
    grading = rule.grading
    since = f", counts from {grading.enforce_on}" if grading.enforce_on else ""
    effort = _EFFORTS.get(grading.effort, grading.effort)
    yield f"{counted(grading.weight, 'point')} per finding; to fix one takes about {effort}"
    yield f"severity {grading.severity}, confidence {grading.confidence}, {grading.state}{since}"


def _scope(scope: RuleScope) -> Iterator[str]:
    versions = {"Rails": scope.rails, "Ruby": scope.ruby, **scope.gems}
    needed = [f"{name} {version}".strip() for name, version in versions.items() if version or name in scope.gems]
    if needed:
        yield f"with {', '.join(needed)}"
    if scope.include:
        yield f"in {_spans(scope.include)}"
    if scope.exclude:
        yield f"not in {_spans(scope.exclude)}"
    yield _IN_TESTS[scope.in_tests]


def _spans(globs: tuple[str, ...]) -> str:
    return ", ".join(f"`{glob}`" for glob in globs)


def _code(example: Example) -> str:
    if len(example.files) == 1:
        return next(iter(example.files.values())).rstrip()
    return "\n\n".join(f"# {path}\n{source.rstrip()}" for path, source in example.files.items())


def _in_markdown(rule: Rule, found: list[Section]) -> str:
    parts = [f"# {plain(rule.text.title or rule.id)}", code(rule.id)]
    for section in found:
        lines = [address(line) or rule_prose(line) for line in section.lines]
        parts.append(f"## {section.title}")
        parts += [bullets(lines)] if len(lines) > 1 else lines
        parts += map(fenced, section.code)
    return "\n\n".join(parts) + "\n"


def _on_terminal(rule: Rule, found: list[Section], view: View) -> str:
    return rendered(_terminal_lines(rule, found, view), view)


def _terminal_lines(rule: Rule, found: list[Section], view: View) -> Iterator[Text]:
    yield styled(rule.text.title or rule.id, "bold")
    yield styled(rule.id, "cyan")
    for section in found:
        yield from heading(section.title)
        for line in section.lines:
            yield from paragraph(" ".join(line.split()), view, indent=2)
        for number, block in enumerate(section.code):
            if number:
                yield styled("  ·", "dim")
            for line in block.splitlines():
                yield styled(f"  {line}", "green" if section.title == "Not found" else "")
