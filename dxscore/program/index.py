"""The Ruby of all files -> the Program: its classes and modules with methods, macros, ancestors and constants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dxscore.domain.program import Constant, Namespace, Opening, Program
from dxscore.domain.ruby import RubyCode
from dxscore.program.bodies import BodyReader
from dxscore.program.drafts import OWN, Draft, Opened
from dxscore.program.linking import Gathered, Linked, Linker, gather
from dxscore.program.places import TOP_LEVEL
from dxscore.program.said import Said


def build_program(code: Mapping[str, RubyCode]) -> Program:
    """`code` is by path, relative to the root of the application; files in an order of their own are read by path."""
    drafts = _drafts(code)
    gathered = gather(drafts.values(), _folders(drafts.values()))
    linker = Linker(gathered)
    _add_foreign(drafts.values(), gathered, linker)
    linker = Linker(gathered)
    names = {*gathered.opened, *gathered.folders, *(name for name, _ in gathered.items if name)}
    linked = {name: linker.link(name) for name in sorted(names)}
    dynamic = frozenset(name for draft in drafts.values() for name in draft.dynamic)
    constants = _by_holder(gathered.constants)
    namespaces = {
        name: _namespace(name, gathered.opened.get(name, ()), each, constants.get(name, {}), name in dynamic)
        for name, each in linked.items()
    }
    top = Said.of(gathered.items.get((TOP_LEVEL, OWN), []))
    return Program(
        namespaces=namespaces,
        top_level=top.namespace(name="Object", kind="class", constants=constants.get(TOP_LEVEL, {})),
        children=_grouped((each.superclass, name) for name, each in linked.items() if each.superclass),
        users=_grouped((module, name) for name, each in linked.items() for module in each.users_of if module != name),
        aliases=linker.aliases(),
    )


def _drafts(code: Mapping[str, RubyCode]) -> dict[str, Draft]:
    drafts = {path: BodyReader(path).file(code[path]) for path in sorted(code)}
    if unsure := [path for path, draft in drafts.items() if draft.ambiguous]:
        known = _names(drafts.values())
        drafts |= {path: BodyReader(path, known).file(code[path]) for path in unsure}
    return drafts


def _names(drafts: Iterable[Draft]) -> set[str]:
    opened = {each.name for draft in drafts for each in draft.opened}
    return opened | {each.name for draft in drafts for each in draft.constants}


def _folders(drafts: Iterable[Draft]) -> frozenset[str]:
    """Modules that no file opens, but that Zeitwerk makes of a folder: `admin/user.rb` has `class Admin::User`."""
    all_opened = [opened for draft in drafts for opened in draft.opened]
    names = {opened.name for opened in all_opened}
    outer = {
        opened.name.rpartition("::")[0]
        for opened in all_opened
        if "::" in opened.name and is_at_home(opened.name, opened.opening.path)
    }
    outer |= {"::".join(name.split("::")[:depth]) for name in outer for depth in range(1, name.count("::") + 1)}
    return frozenset(outer - names)


def is_at_home(name: str, path: str) -> bool:
    """Whether a file is named as Zeitwerk wants it for this class or module."""
    flat = name.replace("::", "/").replace("_", "").lower()
    return f"/{path.removesuffix('.rb').replace('_', '').lower()}".endswith(f"/{flat}")


def _add_foreign(drafts: Iterable[Draft], gathered: Gathered, linker: Linker) -> None:
    """What is said to a class from outside comes after all that it says itself."""
    for draft in drafts:
        for foreign in draft.foreign:
            if name := linker.named(foreign.target, foreign.nesting):
                gathered.items[name, OWN].extend(foreign.items)


def _by_holder(constants: Mapping[str, Constant]) -> dict[str, dict[str, Constant]]:
    held: dict[str, dict[str, Constant]] = defaultdict(dict)
    for name, constant in constants.items():
        holder, _, short = name.rpartition("::")
        held[holder][short] = constant
    return held


def _namespace(
    name: str, opened: Sequence[Opened], linked: Linked, constants: Mapping[str, Constant], dynamic: bool
) -> Namespace:
    superclass = next((each.superclass for each in opened if each.superclass is not None), None)
    return Said.of(linked.items).namespace(
        name=name,
        kind=opened[0].kind if opened else _kind_unseen(linked),
        openings=_ranked(name, opened),
        superclass=linked.superclass,
        superclass_expression=superclass,
        superclass_unknown=superclass is not None and not linked.superclass,
        ancestors=linked.ancestors,
        singleton_ancestors=linked.singleton,
        constants=constants,
        dynamic=dynamic,
    )


def _kind_unseen(linked: Linked) -> str:
    """Of a name that no file opens: a folder of files, or a class of a gem that is only spoken to."""
    return "class" if linked.items else "module"


def _ranked(name: str, opened: Sequence[Opened]) -> tuple[Opening, ...]:
    """The file that is named like the class first, then where its superclass is written, then the longest body."""

    def rank(each: Opened) -> tuple[bool, bool, int]:
        opening = each.opening
        return (not is_at_home(name, opening.path), each.superclass is None, opening.line - opening.end_line)

    return tuple(each.opening for each in sorted(opened, key=rank))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if value not in groups[key]:
            groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
