"""Sides of a change that stand in no repository, for tests that need hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha1
from pathlib import Path

from hypothesis import strategies as st

from dxscore.config import Config, RulesConfig
from dxscore.domain.facts import FileFacts
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.versions import LockedVersions
from dxscore.facts.extract import extract
from dxscore.facts.matching.program import MatchProgram, compile_program
from dxscore.inputs.kinds import kind_of
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline import rules_of
from dxscore.pipeline.ends import End
from dxscore.pipeline.judging import Law
from dxscore.pipeline.sides import Side
from dxscore.rulebook.selection import in_force
from tests.pipeline.gates import AS_OF

_LONG = "\n".join(f"    step_{number}(order, {number})" for number in range(60))
_COPIED = "\n".join(f"    sum_{number} = order.lines.sum(:price_{number}) * rate_{number}" for number in range(16))
_METHODS = (
    "  def quiet\n    Api.call\n  rescue\n    nil\n  end",
    "  def twice\n    Api.call rescue nil\n    Api.call rescue nil\n  end",
    f"  def long(order)\n{_LONG}\n  end",
    f"  def copied(order)\n{_COPIED}\n  end",
    "  def fine\n    other_file = One::Two\n  end",
    "  # dxscore:ignore[tech-debt.swallowed-error] -- asked for\n  def hidden\n    Api.call\n  end",
    "  def hidden_well\n    Api.call\n  rescue # dxscore:ignore[tech-debt.swallowed-error] -- retried\n    nil\n  end",
)
_FILES = ("app/models/one.rb", "app/models/two.rb", "app/jobs/job.rb", "lib/tool.rb", "test/models/one_test.rb")

_UNKNOWN = LockedVersions()

bodies = st.lists(st.sampled_from(_METHODS), max_size=4, unique=True)
sources = st.builds(
    lambda name, methods: "class {}\n{}\nend\n".format(name, "\n\n".join(methods)),
    st.sampled_from(("One", "Two", "Job")),
    bodies,
)
projects = st.dictionaries(st.sampled_from(_FILES), sources)
"""Path -> content. Any two of them are a change: files come, go, move and are edited."""


@cache
def law() -> Law:
    """What dxscore brings, and nothing of a project's own."""
    everything = rules_of(Path("/nowhere"), Config())
    return Law(in_force(everything, RulesConfig()).rules, everything.rules, (), AS_OF)


@cache
def _program() -> MatchProgram:
    return compile_program(law().rules)


@cache
def _facts(content: str, kind: FileKind, path: str) -> FileFacts:
    return extract(content.encode(), kind, _program(), path)


def side(project: Mapping[str, str], versions: LockedVersions = _UNKNOWN) -> Side:
    """As if read from somewhere."""
    files = {
        path: SourceFile(path, sha1(content.encode()).hexdigest(), len(content), kind_of(path) or FileKind.RUBY)
        for path, content in project.items()
    }
    facts = {path: _facts(content, files[path].kind, path) for path, content in project.items()}
    return Side(End("", "", FolderTree(Path())), files, facts, (), versions, ())
