from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.gate import Ruling
from dxscore.pipeline.ends import GateRequest, find_ends
from dxscore.pipeline.gem_entities import KINDS
from dxscore.pipeline.sides import Side, knowing_gems, read_sides, sharing_gems
from tests.git_repos import GitRepo
from tests.pipeline.gates import AS_OF, CLEAN, gated, new
from tests.pipeline.in_memory import law

_GEMFILE = 'source "https://rubygems.org"\ngem "rails" # the framework; owner: platform\n'
_POLICY = '[gate]\nstop = ["gems.unregistered"]\n'
_API = "class Api\n  include HTTParty\nend\n"
_HTTPARTY = ("gems.unregistered", "Gemfile", 3)


def _lockfile(*gems: str) -> str:
    rows = "".join(f"    {gem} (1.0)\n" for gem in gems)
    asked = "".join(f"  {gem}\n" for gem in gems)
    return f"GEM\n  remote: https://rubygems.org/\n  specs:\n{rows}\nDEPENDENCIES\n{asked}"


def _adding(line: str) -> dict[str, str]:
    return {"Gemfile": f"{_GEMFILE}{line}\n", "Gemfile.lock": _lockfile("httparty", "rails")}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A project whose policy stops gems without a reason or an owner."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    repo = GitRepo.create(tmp_path / "shop")
    files = {"Gemfile": _GEMFILE, "Gemfile.lock": _lockfile("rails"), "app/sync.rb": CLEAN, "dxscore.toml": _POLICY}
    repo.commit(files)
    repo.git("branch", "start")
    return repo


def test_a_new_gem_without_reason_and_owner_is_stopped(shop: GitRepo) -> None:
    shop.commit(_adding('gem "httparty"') | {"app/api.rb": _API})
    report = gated(shop.path, "start")
    assert (new(report), report.ruling) == ([_HTTPARTY], Ruling.STOP)
    stopped = next(entry for entry in report.entries if entry.compared.finding.rule == "gems.unregistered")
    assert (stopped.ruling, stopped.compared.finding.message) == (Ruling.STOP, "httparty lacks a reason and an owner")


@pytest.mark.parametrize(
    ("line", "settings"),
    [
        ('gem "httparty" # talks to the warehouse; owner: catalog', ""),
        ('gem "httparty"', '\n[gems.httparty]\nreason = "talks to the warehouse"\nowner = "catalog"\n'),
    ],
)
def test_a_new_gem_that_says_why_it_is_here_passes(shop: GitRepo, line: str, settings: str) -> None:
    shop.commit(_adding(line) | {"app/api.rb": _API, "dxscore.toml": _POLICY + settings})
    assert not new(gated(shop.path, "start"))


def test_gems_that_were_unregistered_before_stop_nobody(shop: GitRepo) -> None:
    shop.commit(_adding('gem "httparty"') | {"app/api.rb": _API})
    shop.git("branch", "-f", "start")
    shop.commit({"app/api.rb": _API.replace("end", "\n  base_uri Settings.warehouse\nend")})
    report = gated(shop.path, "start")
    assert (new(report), report.ruling) == ([], Ruling.PASS)


def test_a_change_cannot_let_its_own_gem_through(shop: GitRepo) -> None:
    shop.commit(_adding('gem "httparty"') | {"dxscore.toml": "", "app/api.rb": _API})
    report = gated(shop.path, "start")
    assert (_HTTPARTY in new(report), report.ruling) == (True, Ruling.STOP)


@pytest.mark.parametrize(
    ("head", "is_shared"),
    [
        ({"app/api.rb": _API.replace("end", "  format :json\nend")}, True),
        ({"app/sync.rb": CLEAN.replace("Api.call", "Sync.call")}, True),
        ({"app/api.rb": "class Api\nend\n"}, False),
        ({"app/sync.rb": CLEAN + "HTTParty\n"}, False),
        ({"config/initializers/httparty.rb": "module Patch\nend\n"}, True),
        ({"config/initializers/httparty.rb": "module HTTParty\nend\n"}, False),
        ({"Gemfile": _GEMFILE + 'gem "httparty" # talks to the shop; owner: catalog\n'}, False),
        ({"dxscore.toml": '[gems.httparty]\nowner = "web"\n'}, False),
        ({".ruby-version": "3.3.0\n"}, False),
    ],
)
def test_gems_are_worked_out_once_when_nothing_else_can_be_said_of_them(
    shop: GitRepo, head: dict[str, str], is_shared: bool
) -> None:
    shop.commit(_adding('gem "httparty"') | {"app/api.rb": _API})
    shop.git("branch", "-f", "start")
    shop.commit(head)
    base, other = _sides(shop.path)
    shared = sharing_gems(base, other)
    assert (shared.gems is base.gems) is is_shared
    assert shared.gems
    assert other.gems
    assert [shared.gems.entities(kind) for kind in KINDS] == [other.gems.entities(kind) for kind in KINDS]


def _sides(root: Path) -> tuple[Side, Side]:
    ends = find_ends(GateRequest(root, AS_OF, "start", "HEAD", "commit"))
    read = read_sides(ends, Config().scan, law().rules, None, lambda _done, _all: None)
    base, head = (knowing_gems(side, ends.base.tree, Config(), AS_OF) for side in read)
    return base, head
