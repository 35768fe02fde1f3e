from __future__ import annotations

from dxscore.domain.facts import ConstantUse, FileFacts, Method, Namespace, Outline
from dxscore.facts.resolution import dependents, files_using, index_constants


def a_file(defines: str = "", uses: tuple[tuple[str, str], ...] = ()) -> FileFacts:
    names = [defines.rsplit("::", n)[0] for n in range(defines.count("::"), -1, -1)] if defines else []
    outline = Outline(
        namespaces=tuple(Namespace(name, "class", 1, 9) for name in names),
        methods=(Method("call", defines, 2, 3, "public", singleton=False, parameters=0),) if defines else (),
        constants=tuple(ConstantUse(name, nesting, 5) for name, nesting in uses),
    )
    return FileFacts(9, 9, outline=outline)


def test_constants_are_looked_up_from_the_innermost_scope_outwards() -> None:
    index = index_constants({"a.rb": a_file("User"), "b.rb": a_file("Admin::User"), "c.rb": a_file("Admin::Panel")})
    assert index.resolve(ConstantUse("User", "Admin::Panel", 1)) == "Admin::User"
    assert index.resolve(ConstantUse("User", "Shop", 1)) == "User"
    assert index.resolve(ConstantUse("::User", "Admin::Panel", 1)) == "User"
    assert index.resolve(ConstantUse("Time", "Admin", 1)) is None


def test_a_file_that_only_nests_does_not_define_the_namespace() -> None:
    index = index_constants({"b.rb": a_file("Admin::User"), "c.rb": a_file("Admin")})
    assert index.definitions["Admin"] == ("c.rb",)


def test_dependents_leave_out_the_defining_file() -> None:
    facts = {
        "user.rb": a_file("User", (("User", ""),)),
        "a.rb": a_file("A", (("User", ""),)),
        "b.rb": a_file("B", (("User", "B"), ("A", "B"))),
    }
    index = index_constants(facts)
    users = dependents(facts, index)
    assert users["User"] == {"a.rb", "b.rb"}
    assert files_using(["User", "A"], users, index) == {"a.rb", "b.rb"}


def test_a_constant_opened_everywhere_is_a_namespace_nobody_depends_on() -> None:
    facts = {f"{n}.rb": a_file("Admin") for n in range(5)} | {"user.rb": a_file("X", (("Admin", ""),))}
    index = index_constants(facts)
    assert files_using(["Admin"], dependents(facts, index), index) == frozenset()


def test_a_core_class_is_never_a_dependency_on_a_namesake() -> None:
    facts = {"range.rb": a_file("Range"), "a.rb": a_file("A", (("Range", ""),))}
    index = index_constants(facts)
    assert dependents(facts, index) == {}
