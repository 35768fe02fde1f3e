"""A believable report on data access."""

from __future__ import annotations

from dxscore.access.patterns import judged
from dxscore.domain.access import Kind, Step, Unresolved, Within
from dxscore.domain.golden_path import GoldenPath
from dxscore.domain.survey import AccessReport, JudgedEntry, UnreadPlace
from dxscore.resources import RULES
from dxscore.rulebook.files import RuleFolder
from dxscore.rulebook.golden_path import golden_path_file, read_golden_path
from tests.access.surveys import a_survey, a_write, an_effect, an_entry


def the_golden_path() -> GoldenPath:
    """The shipped one."""
    return read_golden_path(*golden_path_file([RuleFolder.shipped(RULES)]))


def an_access_report(name: str = "orders#create", focus: str = "", project: str = "shop") -> AccessReport:
    """An action that calls out inside a transaction, one that reads, one that is not known."""
    call = Step("app/controllers/orders_controller.rb", 7)
    held = an_effect(
        Kind.HTTP, "Net::HTTP", "post", within=Within.EXPLICIT, path=(call, Step("app/models/order.rb", 12))
    )
    survey = a_survey(
        an_entry(
            an_effect(Kind.TRANSACTION, "", "explicit", path=(call,)),
            a_write("orders", path=(call, Step("app/models/order.rb", 3)), within=Within.EXPLICIT),
            held,
            an_effect(loop=True),
            name=name,
            verbs=("POST",),
            unresolved=(Unresolved("pay", "app/models/order.rb", 20),),
            files=("app/controllers/orders_controller.rb", "app/models/order.rb"),
        ),
        an_entry(an_effect(), name="shops#index"),
        an_entry(name="ImportJob", kind="job", unknown="touches everything"),
        tables={"orders": "app/models/order.rb"},
        routes=4,
        routed_actions=3,
        found_actions=2,
        unread=(UnreadPlace("config/routes.rb", 4, "devise_for", "drawn by devise"),),
    )
    path = the_golden_path()
    owners = iter(("payments", "catalog", "unowned"))
    entries = tuple(JudgedEntry(*each, next(owners)) for each in judged(survey, path))
    shown = tuple(each for each in entries if each.profile.name == focus) if focus else entries
    return AccessReport(project, "c0ffee", shown, len(entries), path, survey, focus)
