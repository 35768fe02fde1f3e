from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

_FILES = {
    "config/routes.rb": "Rails.application.routes.draw do\n  resources :orders, only: %i[index create]\nend\n",
    "app/controllers/application_controller.rb": "class ApplicationController < ActionController::Base\nend\n",
    "app/controllers/orders_controller.rb": (
        "class OrdersController < ApplicationController\n"
        "  def index\n    @orders = Order.limit(10).to_a\n    head :ok\n  end\n\n"
        "  def create\n    Order.create!(name: params[:name])\n    head :ok\n  end\nend\n"
    ),
    "app/models/application_record.rb": "class ApplicationRecord < ActiveRecord::Base\nend\n",
    "app/models/order.rb": "class Order < ApplicationRecord\nend\n",
    "app/jobs/import_job.rb": (
        "class ImportJob < ApplicationJob\n  def perform\n"
        "    Order.transaction { Order.create!(name: Net::HTTP.get(URI('https://x.example'))) }\n  end\nend\n"
    ),
    ".github/CODEOWNERS": "/app/jobs/ @acme/import\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two actions and a job that asks another server inside a transaction."""
    for path, text in _FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def _names(project: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    found = run(capsys, "access", project, "--output", "json", "--jobs", 1, *options)
    assert found.code == 0, found.err
    return [each["name"] for each in json.loads(found.out)["entry_points"]]


def test_all_entry_points_the_worst_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _names(project, capsys) == ["ImportJob", "orders#create", "orders#index"]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--kind", "job"], ["ImportJob"]),
        (["--owner", "import"], ["ImportJob"]),
        (["--pattern", "single-write"], ["orders#create"]),
        (["--replica-safe"], ["orders#index"]),
        (["--table", "orders", "--kind", "action"], ["orders#create", "orders#index"]),
        (["--table", "stocks"], []),
        (["--not-idempotent"], ["ImportJob"]),
        (["--n-plus-one"], []),
        (["--unthrottled"], []),
        (["--crosses-packs"], []),
    ],
)
def test_filters(options: list[str], names: list[str], project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _names(project, capsys, *options) == names


def test_one_entry_point_as_a_tree(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "access", project, "--entry", "ImportJob", "--jobs", 1)
    assert found.code == 0
    assert "external call inside a transaction (off the path)" in found.out
    assert "calls Net::HTTP.get, inside a transaction" in found.out


def test_a_name_that_nothing_has(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "access", project, "--entry", "orders#craete", "--jobs", 1)
    assert found.code == 2
    assert "orders#create" in found.err


def test_a_golden_path_of_ones_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "dxscore.toml").write_text('[access]\ngolden_path = "path.yml"\n')
    (project / "path.yml").write_text('patterns: [{name: anything, title: goes, stance: "off"}]\n')
    found = run(capsys, "access", project, "--output", "json", "--jobs", 1)
    document = json.loads(found.out)
    assert {each["pattern"] for each in document["entry_points"]} == {"anything"}
    assert document["golden_path"]["origin"] == "path.yml"


def test_an_exemption_is_shown_beside_what_leaves_the_path(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".dxscore").mkdir()
    (project / ".dxscore/exemptions.yml").write_text(
        "- rule: data-access.leaves-golden-path\n  paths: [app/jobs/]\n  reason: planned\n"
        "  note: until the new importer\n  approved_by: dana\n  expires: 2099-03-31\n"
    )
    found = run(capsys, "access", project, "--output", "json", "--jobs", 1)
    exempt = {each["name"]: each["exempt"] for each in json.loads(found.out)["entry_points"]}
    assert exempt == {
        "ImportJob": "planned, until the new importer, until 2099-03-31",
        "orders#create": "",
        "orders#index": "",
    }


def test_a_second_run_gives_the_same_from_what_is_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, "access", project, "--output", "json", "--jobs", 1)
    kept = project / ".dxscore/cache/access.msgpack"
    written = kept.read_bytes()
    second = run(capsys, "access", project, "--output", "json", "--jobs", 1)
    assert (second.out, kept.read_bytes()) == (first.out, written)
    (project / "app/models/order.rb").write_text("class Order < ApplicationRecord\n  after_save { touch }\nend\n")
    assert run(capsys, "access", project, "--output", "json", "--jobs", 1).out != first.out
    assert kept.read_bytes() != written
