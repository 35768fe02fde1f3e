"""fixtures/monolith -> out/larder: the demo application in a repository of its own, with a past of a quarter made up.

One commit a week up to today: marketing code comes, old importers of billing go, and two campaigns are under way.

usage: python script/demo_past.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
APP, TARGET = ROOT / "fixtures" / "monolith", ROOT / "out" / "larder"
WEEKS = 13

_IMPORTER = """\
module Billing
  class Import{number}
    @@last = nil

    def call(rows)
      rows.each {{ |row| Invoice.find_by(number: row[0]).settle(row[1]) rescue nil }}
      @@last = [Time.now, Rails.application.secrets.billing_key]
    rescue StandardError
    end
  end
end
"""
_CAMPAIGN = """\
id: {id}
title: {title}
why: {why}
owner: {owner}
start: {start}
target: {target}
todo: [{todo}]
"""


def main() -> None:
    """Make it anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(APP, TARGET, ignore=shutil.ignore_patterns("cache", "history.db*"))
    _campaigns()
    _git("init", "-q", "-b", "main")
    coming = sorted((TARGET / "packs" / "marketing").rglob("*.rb"), key=lambda file: (file.stat().st_size, file))
    kept = {file: file.read_bytes() for file in coming}
    for week in range(WEEKS + 1):
        _write(dict(list(kept.items())[: 2 + week * (len(kept) - 2) // WEEKS]), coming)
        _importers(12 - week * 3 // 4)
        _commit(date.today() - timedelta(weeks=WEEKS - week), f"Week {week + 1}")


def _campaigns() -> None:
    day = timedelta(days=1)
    start = date.today() - 63 * day
    errors = "They hide outages: nobody hears of an error that nobody sees."
    rails = "Rails 7.1 gets no security fixes any more."
    texts = {
        "errors": (
            "No swallowed errors",
            errors,
            "platform",
            160,
            "tech-debt.rescue-modifier, tech-debt.swallowed-error",
        ),
        "rails-7-2": ("Ready for Rails 7.2", rails, "platform", 180, "deprecations.*"),
    }
    (TARGET / "campaigns").mkdir()
    for name, (title, why, owner, days, todo) in texts.items():
        text = _CAMPAIGN.format(
            id=name, title=title, why=f'"{why}"', owner=owner, start=start, target=start + days * day, todo=f'"{todo}"'
        )
        (TARGET / "campaigns" / f"{name}.yml").write_text(text.replace(", tech", '", "tech'), encoding="utf-8")


def _write(files: dict[Path, bytes], managed: list[Path]) -> None:
    for file in managed:
        if file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[file])
        else:
            file.unlink(missing_ok=True)


def _importers(number: int) -> None:
    folder = TARGET / "packs" / "billing" / "app" / "services" / "billing"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("import_*.rb"):
        old.unlink()
    for each in range(1, number + 1):
        (folder / f"import_{each}.rb").write_text(_IMPORTER.format(number=each), encoding="utf-8")


def _commit(day: date, message: str) -> None:
    _git("add", "-A")
    when = f"{day}T09:00:00Z"
    _git("commit", "-q", "--allow-empty", "-m", message, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)


def _git(*arguments: str, **environment: str) -> None:
    """Free of the machine's configuration."""
    person = {f"GIT_{role}_{what}": "demo" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **person, **environment}
    command = ["git", *arguments]
    subprocess.run(command, cwd=TARGET, env={**os.environ, **plain}, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
