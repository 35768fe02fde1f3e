"""A table of TOML and a dataclass -> an instance of it and everything that is wrong, by the types of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from dxscore.config.constraints import Constraint
from dxscore.suggestions import did_you_mean

Place: TypeAlias = tuple[str, ...]
"""The keys that lead to a value: ('scan', 'exclude')."""

_WORDS: Mapping[type, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong at a place."""

    place: Place
    message: str
    suggestion: str = ""


class Reader:
    """Reads values and gathers complaints on the way; a value that is wrong is replaced by None."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []

    def table(self, shape: type[Any], value: object, place: Place = ()) -> Any:
        """An instance of the dataclass; fields that the table lacks, or has wrong, keep their default."""
        if not isinstance(value, dict):
            return self._complain(place, f"'{'.'.join(place)}' must be a table", f"write it as [{'.'.join(place)}]")
        hints = get_type_hints(shape, include_extras=True)
        settable = {each.name: hints[each.name] for each in fields(shape) if not each.metadata.get("derived")}
        for unknown in value.keys() - settable.keys():
            self._complain((*place, unknown), f"unknown key '{unknown}'", did_you_mean(unknown, list(settable)))
        read = {name: self._value(settable[name], value[name], (*place, name)) for name in settable if name in value}
        return shape(**{name: each for name, each in read.items() if each is not None})

    def _value(self, hint: Any, value: object, place: Place) -> Any:
        if hint is object:  # somebody else's to judge
            return value
        if is_dataclass(hint):
            return self.table(hint, value, place)  # type: ignore[arg-type] # is_dataclass narrows to instances too
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._constrained(arguments[0], arguments[1:], value, place)
        if origin is tuple:
            return self._items(arguments[0], value, place)
        if origin is Mapping:
            return self._mapping(arguments, value, place)
        return self._plain(hint, value, place)

    def _constrained(self, hint: Any, constraints: Iterable[Constraint], value: object, place: Place) -> Any:
        read = self._value(hint, value, place)
        if read is None:
            return None
        for constraint in constraints:
            message, suggestion = constraint.complaint(read)
            if message:
                return self._complain(place, message, suggestion)
        return read

    def _items(self, hint: Any, value: object, place: Place) -> Any:
        if not isinstance(value, list):
            return self._complain(place, f"'{place[-1]}' must be a list", f'write it as {place[-1]} = ["..."]')
        return tuple(self._value(hint, each, place) for each in value)

    def _mapping(self, hints: Sequence[Any], value: object, place: Place) -> Any:
        if not isinstance(value, dict):
            return self._complain(place, f"'{place[-1]}' must be a table", f"write it as [{'.'.join(place)}]")
        return {
            self._value(hints[0], key, (*place, key)): self._value(hints[1], each, (*place, key))
            for key, each in value.items()
        }

    def _plain(self, kind: type, value: object, place: Place) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is kind:  # not isinstance: true is no number
            return value
        return self._complain(place, f"'{place[-1]}' must be {_WORDS[kind]}, not {value!r}")

    def _complain(self, place: Place, message: str, suggestion: str = "") -> None:
        self.complaints.append(Complaint(place, message, suggestion))
