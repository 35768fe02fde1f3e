from __future__ import annotations

from dxscore.access.lasting import beside, carried, lasting
from dxscore.domain.access import Effect, EntryProfile, Kind, Step
from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.survey import Made, Survey, Surveyed


def effect(target: str, *paths: str, kind: Kind = Kind.READ, operation: str = "one") -> Effect:
    return Effect(kind, target, operation, tuple(Step(path, 1) for path in paths))


def profile(name: str, *effects: Effect, files: tuple[str, ...] = (), kind: str = "action") -> EntryProfile:
    return EntryProfile(kind, name, f"{name}.rb", 1, effects, files=files)


def survey(*profiles: EntryProfile, outline: str = "same", tables: dict[str, str] | None = None) -> Survey:
    entries = tuple(Surveyed(each, 9, True, (), (), "", False) for each in profiles)
    blobs = {path: "old" for each in profiles for path in (each.path, *each.files)}
    return Survey(entries, tables or {}, made=Made(outline, blobs))


def point(each: EntryProfile) -> EntryPoint:
    kind = EntryKind(each.kind)
    job = each.name if kind is EntryKind.JOB else ""
    return EntryPoint(kind=kind, name=each.name, class_name=job, path=each.path, line=1, end_line=9)


def edited(last: Survey, *paths: str, outline: str = "same") -> Made:
    return Made(outline, {**last.made.blobs, **dict.fromkeys(paths, "new")})


ORDERS = profile("orders", effect("orders", "orders.rb", "order.rb"), files=("order.rb",))
USERS = profile("users", effect("users", "users.rb", "user.rb"), files=("user.rb",))
BOTH = survey(ORDERS, USERS)
POINTS = [point(ORDERS), point(USERS)]


def test_a_profile_holds_until_a_file_of_its_changes() -> None:
    assert set(lasting(BOTH, edited(BOTH, "user.rb"), POINTS)) == {"orders"}
    assert set(lasting(BOTH, edited(BOTH), POINTS)) == {"orders", "users"}


def test_nothing_holds_when_something_is_declared_differently() -> None:
    assert not lasting(BOTH, edited(BOTH, "user.rb", outline="other"), POINTS)


def test_beside_its_base_a_change_concerns_what_goes_through_its_files_and_their_tables() -> None:
    base = survey(ORDERS, USERS, tables={"orders": "order_model.rb"})
    assert set(beside(base, {"user.rb"}, POINTS)) == {"orders"}
    assert set(beside(base, {"order_model.rb"}, POINTS)) == {"users"}


def test_a_job_is_followed_again_with_all_who_enqueue_it() -> None:
    enqueues = effect("Pay", "orders.rb", kind=Kind.ENQUEUE, operation="later")
    also = effect("Pay", "users.rb", kind=Kind.ENQUEUE, operation="later")
    job, first, second = profile("Pay", kind="job"), profile("orders", enqueues), profile("users", also)
    known = survey(job, first, second)
    points = [point(each) for each in (job, first, second)]
    assert not lasting(known, edited(known, "orders.rb"), points)


def test_what_does_not_run_through_changed_files_stays_as_it_was() -> None:
    kept, gone = effect("a", "x.rb"), effect("b", "changed.rb")
    new, noise = effect("c", "x.rb", "changed.rb"), effect("d", "x.rb")
    merged = carried(profile("e", kept, gone), profile("e", new, noise), frozenset({"changed.rb"}))
    assert merged.effects == (kept, new)
