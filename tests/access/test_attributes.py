from __future__ import annotations

import pytest

from dxscore.access.attributes import attributes_of, pack_of, write_groups
from dxscore.domain.access import Confidence, Effect, Kind, Phase, Step, Within
from dxscore.domain.entities import ENTITIES
from dxscore.domain.survey import Attribute
from tests.access.surveys import a_write, an_effect, an_entry

_HTTP = an_effect(Kind.HTTP, "Net::HTTP", "post")


@pytest.mark.parametrize(
    ("effects", "name", "value"),
    [
        ((), "tables", 0),
        ((an_effect(), a_write("stocks")), "tables", 2),
        ((a_write("sessions"), a_write("orders")), "work_tables_written", 1),
        ((a_write("stocks"), a_write("orders")), "written", "orders, stocks"),
        ((a_write(phase=Phase.FILTER),), "body_writes", 0),
        ((a_write(loop=True), a_write("stocks", bulk=True)), "mass_writes", 2),
        ((an_effect(operation="unbounded"),), "unbounded", "orders"),
        ((an_effect(loop=True),), "n_plus_one_tables", "orders"),
        ((an_effect(loop=True, confidence=Confidence.LOW),), "n_plus_one", 0),
        ((an_effect(loop=True),), "n_plus_one_path", "app/a.rb:1 -> app/b.rb:2"),
        ((an_effect(),), "replica_safe", True),
        ((an_effect(locked=True),), "replica_safe", False),
        ((a_write(confidence=Confidence.LOW),), "replica_safe", False),
        ((_HTTP,), "external", 1),
        ((_HTTP,), "unguarded_http", 1),
        ((an_effect(Kind.HTTP, "Faraday", "get", covered=frozenset({"timeout"})),), "unguarded_http", 0),
        ((an_effect(Kind.HTTP, "Faraday", "get", within=Within.EXPLICIT),), "external_in_transaction", 1),
        ((an_effect(Kind.HTTP, "F", "get", within=Within.IMPLIED, after_commit=True),), "external_in_transaction", 0),
        ((an_effect(Kind.ENQUEUE, "SyncJob", "later", within=Within.EXPLICIT),), "enqueued_before_commit", 1),
        ((an_effect(Kind.ENQUEUE, "SyncJob", "later", loop=True),), "fan_out", 1),
        ((an_effect(Kind.CACHE, "Rails.cache", "fetch"),), "cache_fetches", 1),
    ],
)
def test_what_a_profile_comes_to(effects: tuple[Effect, ...], name: str, value: Attribute) -> None:
    assert attributes_of(an_entry(*effects), {}, ["sessions"])[name] == value


def test_every_attribute_is_declared() -> None:
    known = attributes_of(an_entry(), {}, ()).keys() | {"pattern", "stance"}
    assert known == ENTITIES["entry_point"].keys()


def test_nothing_is_said_of_a_profile_that_can_not_be_believed() -> None:
    known = attributes_of(an_entry(a_write(), unknown="touches everything"), {}, ())
    assert (known["known"], known["unknown_because"]) == (False, "touches everything")
    assert {known[name] for name in ("tables", "written", "replica_safe", "n_plus_one")} == {None}


def test_writes_of_one_save_are_one_group() -> None:
    save = a_write(line=2)
    callback = a_write("audits", path=(*save.path, Step("app/c.rb", 3)))
    other = a_write("stocks", line=5)
    together = a_write("items", line=7, within=Within.EXPLICIT)
    assert [write_groups(each) for each in ([], [save, callback], [save, callback, other], [save, together])] == [
        0,
        1,
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("effects", "risks"),
    [
        ((a_write(),), "inserts orders"),
        ((a_write(), an_effect()), ""),
        ((a_write(operation="update"),), ""),
        ((an_effect(Kind.MAIL, "UserMailer#hi", "later"),), "mails UserMailer#hi"),
        ((_HTTP,), "calls Net::HTTP.post"),
        ((an_effect(Kind.HTTP, "Net::HTTP", "get"),), ""),
    ],
)
def test_what_a_job_does_twice_when_it_runs_twice(effects: tuple[Effect, ...], risks: str) -> None:
    assert attributes_of(an_entry(*effects, kind="job"), {}, ())["repeat_risks"] == risks
    assert attributes_of(an_entry(*effects), {}, ())["repeat_risks"] == ""


def test_tables_of_other_packs_are_foreign() -> None:
    homes = {"invoices": "packs/billing/app/models/invoice.rb", "orders": "packs/shop/app/models/order.rb"}
    entry = an_entry(a_write("invoices"), an_effect(), path="packs/shop/app/controllers/shops_controller.rb")
    known = attributes_of(entry, homes, ())
    assert (known["foreign_packs"], known["foreign_tables"]) == ("packs/billing", 1)


@pytest.mark.parametrize(
    ("path", "pack"),
    [("packs/a/app/x.rb", "packs/a"), ("app/models/x.rb", ""), ("vendor/engines/b/app/x.rb", "vendor/engines/b")],
)
def test_the_pack_of_a_path(path: str, pack: str) -> None:
    assert pack_of(path) == pack
