"""Jobs, mails, HTTP, caches, files and processes."""

from __future__ import annotations

import pytest

from dxscore.domain.access import Kind
from tests.access.programs import action, found, one

JOBS = {
    "app/jobs/pay_job.rb": "class PayJob < ActiveJob::Base\n  def perform(id)\n    Order.delete_all\n  end\nend",
    "app/sidekiq/sweep.rb": "class Sweep\n  include Sidekiq::Job\n  def perform(id)\n  end\nend",
}


@pytest.mark.parametrize(
    ("body", "job"),
    [
        ("PayJob.perform_later(1)", "PayJob"),
        ("PayJob.set(wait: 1.hour).perform_later(1)", "PayJob"),
        ("Sweep.perform_async(1)", "Sweep"),
        ("Sweep.perform_in(5.minutes, 1)", "Sweep"),
        ("Resque.enqueue(Sweep, 1)", "Sweep"),
    ],
)
def test_jobs_enqueued(body: str, job: str) -> None:
    assert found(action(body, JOBS), Kind.ENQUEUE, Kind.WRITE) == {(job, "later")}


def test_a_job_that_runs_at_once_is_followed() -> None:
    profile = action("PayJob.perform_now(1)", JOBS)
    assert found(profile, Kind.ENQUEUE, Kind.WRITE) == {("orders", "delete")}


def test_mails() -> None:
    files = {
        "app/mailers/order_mailer.rb": """
            class OrderMailer < ActionMailer::Base
              def paid(order)
                @customer = order.customer
                mail to: @customer.email
              end
            end
        """
    }
    later = action("OrderMailer.paid(Order.first).deliver_later", files)
    assert found(later, Kind.MAIL) == {("OrderMailer#paid", "later")}
    assert found(action("OrderMailer.with(a: 1).paid(1).deliver_now", files), Kind.MAIL) == {
        ("OrderMailer#paid", "now")
    }
    assert found(action("OrderMailer.paid(Order.first)", files), Kind.MAIL) == set()


@pytest.mark.parametrize(
    ("body", "kind", "target", "operation"),
    [
        ("Net::HTTP.get(uri)", Kind.HTTP, "Net::HTTP", "get"),
        ("Faraday.new(url: u).post('/x')", Kind.HTTP, "Faraday", "post"),
        ("Stripe::Charge.create(amount: 1)", Kind.HTTP, "Stripe::Charge", "create"),
        ("Rails.cache.fetch('x') { 1 }", Kind.CACHE, "Rails.cache", "fetch"),
        ("Redis.new.incr('x')", Kind.REDIS, "Redis", "incr"),
        ("$redis.incr('x')", Kind.REDIS, "Redis", "incr"),
        ("File.read('x')", Kind.FILE, "File", "read"),
        ("Open3.capture3('ls')", Kind.PROCESS, "Open3", "capture3"),
        ("system('ls')", Kind.PROCESS, "Kernel", "system"),
        ("`ls`", Kind.PROCESS, "Kernel", "`"),
    ],
)
def test_what_leaves_the_process(body: str, kind: Kind, target: str, operation: str) -> None:
    assert found(action(body), kind) == {(target, operation)}


def test_what_covers_a_call() -> None:
    assert one(action("Timeout.timeout(5) { Net::HTTP.get(uri) }"), Kind.HTTP).covered == {"timeout"}
    assert one(action("Net::HTTP.get(uri)"), Kind.HTTP).covered == frozenset()


def test_http_inside_of_a_transaction() -> None:
    assert one(action("Order.transaction { Net::HTTP.get(uri) }"), Kind.HTTP).before_commit


def test_what_a_cache_does_not_hold_is_worked_out() -> None:
    assert found(action("Rails.cache.fetch('x') { Order.count }"), Kind.READ) == {("orders", "aggregate")}
