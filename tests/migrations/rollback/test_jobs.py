from __future__ import annotations

import pytest

from tests.migrations.rollback.changes import reasons, told

_JOB = "app/jobs/sync_job.rb"
_CALLER = "app/models/order.rb"


def _job(parameters: str, body: str = "") -> dict[str, str]:
    return {_JOB: f"class SyncJob < ApplicationJob\n  def perform({parameters})\n    {body}\n  end\nend\n"}


def _caller(call: str) -> dict[str, str]:
    return {_CALLER: f"class Order < ApplicationRecord\n  def sync\n    {call}\n  end\nend\n"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("a", "a, b", "b is missing"),
        ("a, b", "a", "more arguments"),
        ("a:", "a:, b:", "b: is missing"),
        ("a:, b: 1", "a:", "b: is not known"),
        ("*all", "a", "a is missing"),
    ],
)
def test_what_is_queued_when_the_release_comes_fails(old: str, new: str, why: str) -> None:
    (reason,) = reasons(_job(old), _job(new))
    assert (reason.verdict, reason.kind) == ("unsafe", "job-arguments")
    assert why in reason.sentence


@pytest.mark.parametrize("new", ["a, b = nil", "a, *more", "a, b: nil"])
def test_new_arguments_that_nothing_passes_yet(new: str) -> None:
    found = reasons(
        {**_job("a"), **_caller("SyncJob.perform_later(id)")}, {**_job(new), **_caller("SyncJob.perform_later(id) ")}
    )
    assert told(found) == [("safe", "job-arguments")]


@pytest.mark.parametrize(
    "call",
    [
        "SyncJob.perform_later(id, 1)",
        "SyncJob.set(wait: 1.hour).perform_later(id, 1)",
        "SyncJob.perform_in(60, id, 1)",
    ],
)
def test_new_arguments_that_something_passes(call: str) -> None:
    (reason,) = reasons({**_job("a"), **_caller("1")}, {**_job("a, b = nil"), **_caller(call)})
    assert (reason.verdict, reason.kind) == ("unsafe", "job-arguments")
    assert "app/models/order.rb:3 passes what the previous release refuses" in reason.sentence


@pytest.mark.parametrize(
    "call", ["SyncJob.perform_async(*all)", 'SyncJob.perform_async_in_queue("low", id)', "SyncJob.perform_bulk(all)"]
)
def test_arguments_that_can_not_be_counted(call: str) -> None:
    found = reasons({**_job("a"), **_caller("1")}, {**_job("a, b = nil"), **_caller(call)})
    assert told(found) == [("unknown", "job-arguments")]


def test_a_job_that_is_queued_by_a_name_of_ones_own() -> None:
    caller = _caller('SyncJob.perform_async_in_queue("low", id)')
    assert told(reasons({**_job("a"), **caller}, _caller("1"))) == [("unsafe", "job-class")]


def test_other_names_may_be_other_things() -> None:
    assert told(reasons(_job("user_id"), _job("order_id"))) == [("unknown", "job-arguments")]
    assert reasons(_job("_user_id"), _job("user_id")) == []


def test_the_work_of_a_job_may_change() -> None:
    assert reasons(_job("a", "1"), _job("a", "2")) == []


def test_a_job_that_is_gone_while_it_is_queued() -> None:
    caller = _caller("SyncJob.perform_later(id)")
    (reason,) = reasons({**_job("a"), **caller}, _caller("1"))
    assert (reason.verdict, reason.kind, reason.path, reason.side) == ("unsafe", "job-class", _JOB, "base")
    assert "`perform_later` in app/models/order.rb:3" in reason.sentence


def test_a_job_that_is_gone_and_that_nothing_queued() -> None:
    assert told(reasons(_job("a"), {})) == [("safe", "job-class")]


def test_a_job_under_another_name_may_leave_its_old_one_behind() -> None:
    new = {"app/jobs/pull_job.rb": "class PullJob < ApplicationJob\n  def perform(a)\n  end\nend\nSyncJob = PullJob\n"}
    assert reasons({**_job("a"), **_caller("SyncJob.perform_later(id)")}, {**new, **_caller("1")}) == []


def test_sidekiq_and_resque() -> None:
    sidekiq = "class SyncJob\n  include Sidekiq::Job\n  def perform(a{})\n  end\nend\n"
    resque = "class SyncJob\n  def self.perform(a{})\n  end\nend\n"
    for text in (sidekiq, resque):
        found = reasons({_JOB: text.format("")}, {_JOB: text.format(", b")})
        assert told(found) == [("unsafe", "job-arguments")]


def test_mails_that_are_delivered_later_are_jobs() -> None:
    def mailer(parameters: str) -> dict[str, str]:
        text = f"class UserMailer < ApplicationMailer\n  def hello({parameters})\n    mail\n  end\nend\n"
        return {"app/mailers/user_mailer.rb": text}

    later, now = _caller("UserMailer.hello(self).deliver_later"), _caller("UserMailer.hello(self).deliver_now")
    assert told(reasons({**mailer("a"), **later}, {**mailer("a, b"), **later})) == [("unsafe", "job-arguments")]
    assert reasons({**mailer("a"), **now}, {**mailer("a, b"), **now}) == []
