"""`tests:` of a rule -> Examples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dxscore.domain.rule import Example, RuleScope
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import (
    Shape,
    either,
    list_of,
    made,
    map_of,
    number,
    source_code,
    text,
    whole_number,
)

_PATH = text("a path from the root, with forward slashes", r"(?!/|.*(?:^|/)\.\.(?:/|$))[^\x00-\x1f\\]+")
_CODE = source_code()
_VERSION = text("a version", r"[0-9]+(\.[0-9A-Za-z]+)*")

_HISTORY_KEYS = {
    "commits": Key(whole_number(), "in the churn window"),
    "authors": Key(whole_number(), "in the history window"),
    "main_author_share": Key(number(), "0 to 1"),
    "days_unchanged": Key(whole_number(), "since the last commit"),
}
_PROJECT_KEYS = {
    "code": Key(_CODE, "content of the only file"),
    "path": Key(_PATH, "path of the only file; by default one that the rule's paths include"),
    "files": Key(map_of(_PATH, _CODE), "path -> content"),
    "rails": Key(_VERSION, "locked version"),
    "ruby": Key(_VERSION, "locked version"),
    "gem": Key(map_of(text("a gem"), _VERSION), "gem -> locked version"),
    "history": Key(
        map_of(_PATH, record(Keys("history of a file", _HISTORY_KEYS, may_be_empty=True), dict)),
        "path -> what git says about it",
    ),
}
_GEM_NAME = text("a gem")
_RELEASE = text(
    "VERSION DATE, and after semicolons what it needs: `7.1.0 2024-05-31; rack (>= 2)`", r"\S+ [0-9-]{10}(?:;.*)?"
)
_WEAKNESS = text(
    "ID SEVERITY REQUIREMENT: `CVE-2026-1 high < 3.1.21`", r"\S+ (?:critical|high|medium|low|unscored) \S.*"
)
_PROJECT_KEYS |= {
    "deployed": Key(map_of(_PATH, _CODE), "path -> content of the version before a change, for rules about migrations"),
    "releases": Key(map_of(_GEM_NAME, list_of(_RELEASE)), "gem -> its releases; unknown when absent"),
    "advisories": Key(
        map_of(_GEM_NAME, list_of(_WEAKNESS)), "gem -> advisories of these versions; unknown when absent"
    ),
}
_EXPECTED_KEYS = {
    "count": Key(whole_number(1), "exact number of findings; at least one when absent"),
    "line": Key(whole_number(1), "line of the first finding"),
    "message": Key(text(), "part of the first finding's message"),
    "captures": Key(map_of(text("a capture"), text(may_be_empty=True)), "captures of the first finding"),
}
_CONTENT = (("code",), ("files",))


def _tests(keys: dict[str, Key], what: str) -> Shape[tuple[Values, ...]]:
    plain: Shape[Values] = made(_CODE, lambda code: {"code": code})
    return list_of(either(record(Keys(what, keys, _CONTENT), dict), plain))


EXAMPLES: Shape[Values] = record(
    Keys(
        "tests",
        {
            "invalid": Key(
                _tests(_PROJECT_KEYS | _EXPECTED_KEYS, "an invalid example"), "must be found", required=True
            ),
            "valid": Key(_tests(_PROJECT_KEYS, "a valid example"), "must not be found", required=True),
        },
    ),
    dict,
)
"""The tests of a rule, as written: the paths of their files depend on the rule's scope."""


def examples(written: Sequence[Values], scope: RuleScope) -> tuple[Example, ...]:
    """The examples of a rule with this scope."""
    return tuple(_example(values, scope) for values in written)


def _example(values: Values, scope: RuleScope) -> Example:
    given = {"rails": "rails", "ruby": "ruby", "gem": "gems", "history": "history"}
    given |= {"releases": "releases", "advisories": "advisories", "deployed": "deployed"}
    return Example(
        files=values.get("files") or {values.get("path") or default_path(scope): values["code"]},
        count=values.get("count"),
        line=values.get("line"),
        message=values.get("message", ""),
        captures=values.get("captures", {}),
        context={name: values[key] for key, name in given.items() if key in values},
    )


def default_path(scope: RuleScope) -> str:
    """Where the code of an example stands that names no path: in the first include glob, else in a model."""
    if scope.include:
        return _path_in(scope.include[0])
    return "spec/models/example_spec.rb" if scope.in_tests == "only" else "app/models/example.rb"


def _path_in(glob: str) -> str:
    """A path that the git-ignore style glob includes: `packs/*/app/jobs/**` -> `packs/example/app/jobs/example.rb`."""
    *folders, last = glob.strip("/").split("/")
    path = [re.sub(r"\*+", "example", folder) for folder in folders if folder != "**"]
    if glob.endswith("/") or last == "**" or re.fullmatch(r"[a-z_]+", last):
        path += [] if last == "**" else [last]
        last = "example.rb"
    name = re.sub(r"\*+", "example", last.replace("?", "x"))
    return "/".join([*path, name if "." in name or name == last else f"{name}.rb"])
