"""Where views find things: templates by name, helpers of modules, methods that a controller shows its views."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from dxscore.access.world import World, underscored
from dxscore.domain.program import Method
from dxscore.domain.ruby import Parameter, Sym
from dxscore.program.entries.templates import Templates

_HELPER_FOLDER = "/helpers/"


class Views(Struct, frozen=True):
    """Answers are remembered."""

    world: World
    names: Templates
    _templates: dict[tuple[str, tuple[str, ...]], Method] = field(default_factory=dict)
    _helpers: dict[str, list[Method]] = field(default_factory=dict)
    _exposed: dict[str, frozenset[str]] = field(default_factory=dict)

    def template(self, path: str, names: tuple[str, ...]) -> Method | None:
        """A template as a method that takes its locals by name; None when its language can't be read."""
        code = self.world.templates.get(path)
        if code is None:
            return None
        key = (path, names)
        if key not in self._templates:
            parameters = tuple(Parameter(name, "key") for name in names)
            self._templates[key] = Method(path, "", path, 1, code.lines, (), parameters=parameters, body=code.body)
        return self._templates[key]

    def named(self, controller: str, name: str, current: str, *, partial: bool) -> tuple[str, ...]:
        """Paths of what `render "name"` means in a template or controller."""
        folder, _, short = name.strip("/").rpartition("/")
        short = f"_{short}" if partial else short
        if folder:
            return self.names.of([folder], short) or self.names.of([f"{folder}"], short.lstrip("_"))
        folders = [*self._own_folder(current), *self.names.folders(self.world.program, controller)]
        return self.names.of([*folders, "application"], short)

    def _own_folder(self, path: str) -> Iterator[str]:
        _, found, rest = path.partition("/views/")
        if found:
            yield rest.rpartition("/")[0]

    def partial_of(self, model: str) -> tuple[str, ...]:
        """`Shop::Order` -> `shop/orders/_order`, of the nearest class in its line that has one."""
        for each in (model, *self.world.program.superclasses(model)):
            folder = self.names.inflections.tableize(each.rpartition("::")[2])
            scope = underscored(each.rpartition("::")[0])
            short = underscored(each.rpartition("::")[2])
            candidates = [f"{scope}/{folder}" if scope else folder, folder]
            if found := self.names.of(candidates, f"_{short}"):
                return found
        return ()

    def helper(self, controller: str, name: str) -> Method | None:
        """The helper of this name: the controller's own module first, then `ApplicationHelper`, then any."""
        if not self._helpers:
            self._helpers.update(_helpers(self.world))
        found = self._helpers.get(name)
        if not found:
            return None
        own = f"{controller.removesuffix('Controller')}Helper"
        return next((each for each in found if each.owner in (own, "ApplicationHelper")), found[0])

    def exposed(self, controller: str, name: str) -> Method | None:
        """A method of the controller that `helper_method` names."""
        if controller not in self._exposed:
            macros = self.world.program.inherited_macros(controller)
            self._exposed[controller] = frozenset(
                each.value
                for macro in macros
                if macro.name in ("helper_method", "expose", "decent_exposure")
                for each in macro.call.arguments
                if isinstance(each, Sym)
            )
        return self.world.method(controller, name) if name in self._exposed[controller] else None


def _helpers(world: World) -> dict[str, list[Method]]:
    found: dict[str, list[Method]] = {}
    for name, namespace in sorted(world.program.namespaces.items()):
        if namespace.kind == "module" and (_HELPER_FOLDER in namespace.path or name.endswith("Helper")):
            for ancestor in world.program.ancestors(name):
                owner = world.program.get(ancestor)
                for method in owner.methods.values() if owner else ():
                    found.setdefault(method.name, []).append(method)
    return found
