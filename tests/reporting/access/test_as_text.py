from __future__ import annotations

from dxscore.reporting.access import ACCESS_FORMATTERS
from dxscore.reporting.view import View
from tests.access_reports import an_access_report
from tests.factories import HOSTILE

_TERMINAL = View(width=120, terminal=True)
_PLAIN = View(width=200)


def _text(focus: str = "", view: View = _PLAIN, name: str = "orders#create") -> str:
    return ACCESS_FORMATTERS["text"](an_access_report(name, focus), view)


def test_a_person_sees_owners_patterns_and_the_worst() -> None:
    text = _text(view=_TERMINAL)
    assert "3 entry points: 2 actions, 1 job · 66% of routed actions found · 96% of calls followed" in text
    assert [line.split()[:5] for line in text.splitlines() if line.startswith("payments")] == [
        ["payments", "1", "0", "0", "1"]
    ]
    assert "external call inside a transaction" in text
    assert "app/controllers/orders_controller.rb:7 -> app/models/order.rb:12" in text
    assert "config/routes.rb:4 devise_for: drawn by devise" in text


def test_other_programs_get_a_line_for_each() -> None:
    first, second, third = _text().splitlines()
    assert first.startswith(
        "app/controllers/shops_controller.rb:3: action orders#create: external-in-transaction (payments): writes orders"
    )
    assert second.endswith("action shops#index: read-for-replica (catalog)")
    assert third.endswith("job ImportJob: unknown (unowned): touches everything")


def test_one_entry_point_is_a_tree() -> None:
    assert _text("orders#create").splitlines()[:14] == [
        "orders#create  POST /shops/:id",
        "action at app/controllers/shops_controller.rb:3, payments",
        "external call inside a transaction (off the path)",
        "  The transaction holds its locks for as long as somebody else's server takes, and can't take the call back.",
        "  Call first and write afterwards, or enqueue a job after the commit.",
        "",
        "app/controllers/orders_controller.rb:7  opens a transaction",
        "├─ app/models/order.rb:3                inserts into orders, inside a transaction",
        "└─ app/models/order.rb:12               calls Net::HTTP.post, inside a transaction, no timeout seen",
        "app/a.rb:1",
        "└─ app/b.rb:2                           reads one of orders, once per element: an N+1",
        "",
        "10 calls, 90% followed; through 2 files",
        "  not followed: pay  app/models/order.rb:20",
    ]


def test_names_can_not_steer_a_terminal() -> None:
    for view in (_PLAIN, _TERMINAL):
        assert "\x1b[31m" not in _text(view=view, name=HOSTILE)
