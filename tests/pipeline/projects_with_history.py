"""A small Rails application in git whose debt moves from week to week."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from dxscore.config import Config
from dxscore.pipeline import ScanRequest
from dxscore.store import SnapshotStore, file_address, open_store
from tests.git_repos import GitRepo

FIRST = date(2026, 1, 5)
RESCUE = "tech-debt.rescue"
HISTORIC, MIGRATION = "tech-debt.busy", "tech-debt.old-client"

_RULES = {
    "rescue": """
id: tech-debt.rescue
severity: minor
weight: 2
match: {query: "(rescue_modifier) @match", anchors: [rescue]}
tests: {valid: ["x = 1"], invalid: ["x = y rescue nil"]}
""",
    "busy": """
id: tech-debt.busy
severity: minor
match: {file: {commits: "> 1"}}
tests: {valid: ["x = 1"], invalid: [{files: {a.rb: "x = 1"}, history: {a.rb: {commits: 3}}}]}
""",
    "client": """
id: tech-debt.old-client
severity: minor
todo: {const: OldClient}
done: {const: NewClient}
tests: {valid: ["NewClient.get"], invalid: ["OldClient.get"]}
""",
}
"""Few and fixed: the shipped ones take seconds to read, and change."""
_TEXTS = "title: What it is\nwhy: Because it is so.\nfix: Do it some other way.\nmessage: found\n"


def write_rules(folder: Path) -> Path:
    """A folder with the rules above."""
    (folder / "tech-debt").mkdir(parents=True)
    for name, text in _RULES.items():
        file = folder / "tech-debt" / f"{name}.yml"
        file.write_text(text.lstrip() + _TEXTS, encoding="utf-8")
    return folder


def model(name: str, rescues: int) -> str:
    """A model that swallows so many errors."""
    methods = "".join(f"  def m{number}\n    Api.call{number} rescue nil\n  end\n" for number in range(rescues))
    return f"class {name}\n{methods}end\n"


def day(week: int) -> str:
    """A Monday."""
    return (FIRST + timedelta(weeks=week)).isoformat()


def a_project(path: Path, rescues: tuple[int, ...] = (3, 5, 2)) -> GitRepo:
    """One commit a week, in each of which User swallows as many errors as given."""
    repo = GitRepo.create(path)
    for week, number in enumerate(rescues):
        files = {"Gemfile": "", "app/models/user.rb": model("User", number), "app/models/order.rb": model("Order", 1)}
        repo.commit(files, day(week))
    return repo


def request_of(repo: GitRepo, config: Config | None = None, *, use_cache: bool = True) -> ScanRequest:
    """A scan of it, by today's calendar."""
    return ScanRequest(repo.path, config or Config(), date(2026, 11, 25), use_cache)


def store_of(repo: GitRepo) -> SnapshotStore:
    """Its history, in the usual file."""
    return open_store(file_address(repo.path, ".dxscore/history.db"), "")


def ignore_stage(_name: str, _done: int, _total: int) -> None:
    """Draws nothing."""
