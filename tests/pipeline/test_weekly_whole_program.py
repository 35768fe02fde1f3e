"""The week's report of an application with models, a schema and a migration, by the shipped rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.access_overview import Forest
from dxscore.domain.weekly import WeeklyReport
from dxscore.pipeline.reading import ScanRequest
from dxscore.pipeline.scanning import scan
from dxscore.pipeline.weekly import weekly_report

_FILES = {
    "Gemfile.lock": "GEM\n  specs:\n    pg (1.5.4)\n    rails (7.1.0)\n\nDEPENDENCIES\n  pg\n  rails\n",
    "config/routes.rb": "Rails.application.routes.draw do\n  resources :orders, only: %i[show create]\nend\n",
    "app/models/application_record.rb": (
        "class ApplicationRecord < ActiveRecord::Base\n  self.abstract_class = true\nend\n"
    ),
    "app/models/order.rb": "class Order < ApplicationRecord\n  validates :total, presence: true\nend\n",
    "app/controllers/orders_controller.rb": (
        "class OrdersController < ActionController::Base\n"
        "  def show\n    @order = Order.find(params[:id])\n    @order.update!(seen: true)\n  end\n\n"
        "  def create\n    Order.transaction do\n      Order.create!(total: 1)\n"
        "      Net::HTTP.get(URI('https://example.com'))\n    end\n  end\nend\n"
    ),
    "db/schema.rb": (
        "ActiveRecord::Schema[7.1].define(version: 2026_11_01_101500) do\n"
        '  create_table "orders", force: :cascade do |t|\n    t.integer "total"\n    t.boolean "seen"\n  end\nend\n'
    ),
    "db/migrate/20261101101500_add_seen.rb": (
        "class AddSeen < ActiveRecord::Migration[7.1]\n"
        "  def change\n    add_column :orders, :seen, :boolean\n    add_index :orders, :seen\n  end\nend\n"
    ),
}


@pytest.fixture
def request_of_shop(tmp_path: Path) -> ScanRequest:
    for path, text in _FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return ScanRequest(tmp_path, Config(), date(2026, 11, 25))


def _weekly(request: ScanRequest) -> WeeklyReport:
    return weekly_report(request, None, lambda _done, _total: None)


def test_levels_of_the_report_are_those_of_a_scan(request_of_shop: ScanRequest) -> None:
    report = _weekly(request_of_shop)
    assert report.scan.coverage.failures == ()
    assert report.scan.scorecards == scan(request_of_shop, lambda _done, _total: None).scorecards
    levels = {card.dimension: card.level for card in report.scan.scorecards}
    assert levels["data-access"] == "bronze"


def test_the_report_holds_what_the_commands_say(request_of_shop: ScanRequest) -> None:
    report = _weekly(request_of_shop)
    assert report.access
    patterns = {entry.grown.name: entry.pattern.name for entry in report.access.entries}
    assert patterns == {"orders#create": "external-in-transaction", "orders#show": "write-on-get"}
    assert report.schema
    assert report.schema.total.total.kept == 0
    assert report.migrations
    assert [(each.name, each.up.value) for each in report.migrations.migrations] == [("AddSeen", "unsafe")]
    assert "db/migrate/20261101101500_add_seen.rb" in report.owners


def test_trees_are_kept_and_nothing_is_surveyed_again(
    request_of_shop: ScanRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _weekly(request_of_shop).access
    monkeypatch.setattr("dxscore.pipeline.access_entities.survey", None)
    again = _weekly(request_of_shop).access
    assert first
    assert again == first
    assert isinstance(first.forest, Forest)
