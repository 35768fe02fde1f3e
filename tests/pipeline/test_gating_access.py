from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.gate import Ruling
from dxscore.pipeline.ends import GateRequest
from dxscore.pipeline.gating import gate
from dxscore.pipeline.reading import ScanRequest
from dxscore.pipeline.scanning import scan
from tests.git_repos import GitRepo
from tests.pipeline.gates import AS_OF, gated, new

_JOB = "class SyncJob < ApplicationJob\n  def perform\n    Order.create!(name: 1)\n  end\nend\n"
_ORDER = "class Order < ApplicationRecord\nend\n"
_HOLDING = "class Order < ApplicationRecord\n  after_save { Net::HTTP.get(URI('https://x.example')) }\nend\n"
_CALL = ("data-access.external-call-in-transaction", "app/models/order.rb", 2)


@pytest.fixture
def shop(tmp_path: Path) -> GitRepo:
    """A job that writes one table."""
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit({"app/jobs/sync_job.rb": _JOB, "app/models/order.rb": _ORDER})
    repo.git("branch", "start")
    return repo


def test_what_an_entry_point_newly_does_is_stated_with_its_path(shop: GitRepo) -> None:
    shop.commit({"app/models/order.rb": _HOLDING})
    report = gated(shop.path, "start")
    (statement,) = report.statements
    assert (statement.dimension, statement.title) == ("data-access", "1 entry point does more to data than before")
    assert statement.ruling is Ruling.PASS
    (reason,) = statement.reasons
    way = "app/jobs/sync_job.rb:2 -> app/jobs/sync_job.rb:3 -> app/models/order.rb:2"
    assert (reason.path, reason.line) == ("app/models/order.rb", 2)
    assert reason.text == f"SyncJob now calls Net::HTTP.get inside a transaction: {way}"
    assert _CALL in new(report)


def test_a_change_that_does_nothing_more_to_data_states_nothing(shop: GitRepo) -> None:
    shop.commit({"app/models/order.rb": f"# orders\n{_ORDER}"})
    assert gated(shop.path, "start").statements == ()


def test_nobody_waits_for_entry_points_when_no_rule_asks_for_them(shop: GitRepo) -> None:
    shop.commit({"dxscore.toml": '[rules]\ndisable = ["data-access"]\n'})
    shop.git("branch", "--force", "start")
    shop.commit({"app/models/order.rb": _HOLDING})
    report = gated(shop.path, "start")
    assert report.statements == ()
    assert _CALL not in new(report)


def test_what_a_scan_of_an_older_commit_left_changes_no_verdict(shop: GitRepo) -> None:
    scan(ScanRequest(shop.path, Config(), AS_OF), lambda _done, _all: None)
    other = _JOB.replace("SyncJob", "OtherJob").replace("Order.create!(name: 1)", "Order.first.destroy!")
    shop.commit({"app/jobs/other_job.rb": other})
    shop.git("branch", "--force", "start")
    shop.commit({"app/models/order.rb": _HOLDING})
    with_store = gate(GateRequest(shop.path, AS_OF, "start", jobs=1), lambda _done, _all: None)
    assert with_store.statements == gated(shop.path, "start").statements
    assert new(with_store) == new(gated(shop.path, "start"))
    assert _CALL in new(with_store)


def test_no_file_is_lowered_when_the_change_touches_none_that_counts(
    shop: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dxscore.pipeline.surveying.find", None)
    shop.commit({"spec/models/order_spec.rb": "it 'saves' do\nend\n", "README.md": "orders"})
    assert gated(shop.path, "start").statements == ()
