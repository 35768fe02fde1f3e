"""Parameters of a method -> which arguments it takes, and whether another version of it takes the same."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dxscore.domain.ruby import Parameter


class Signature(Struct, frozen=True):
    """What may be passed."""

    required: tuple[str, ...] = ()
    """Names without a leading `_`."""
    optional: tuple[str, ...] = ()
    rest: bool = False
    required_keys: frozenset[str] = frozenset()
    optional_keys: frozenset[str] = frozenset()
    any_key: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Of positional parameters, in their order."""
        return (*self.required, *self.optional)

    def refuses_calls_for(self, other: Signature) -> str:
        """Why a call that the other one takes is refused here, '' when none is."""
        if len(self.required) > len(other.required):
            return f"{self.required[len(other.required)]} is missing"
        if other.rest > self.rest or (not self.rest and len(other.names) > len(self.names)):
            return "there are more arguments than it takes"
        if missing := self.required_keys - other.required_keys:
            return f"{min(missing)}: is missing"
        known = self.required_keys | self.optional_keys
        unknown = (other.required_keys | other.optional_keys) - known
        if not self.any_key and (unknown or other.any_key):
            return f"{min(unknown)}: is not known" if unknown else "any keyword may be there"
        return ""

    def accepts(self, positional: int, keys: frozenset[str]) -> bool:
        """Whether a call with so many arguments and these keywords is taken; a hash may stand for keywords."""
        if not (self.required_keys or self.optional_keys or self.any_key) and keys:
            positional, keys = positional + 1, frozenset()
        fits = len(self.required) <= positional and (self.rest or positional <= len(self.names))
        known = self.required_keys | self.optional_keys
        return fits and self.required_keys <= keys and (self.any_key or keys <= known)

    def __str__(self) -> str:
        parts = [*self.required, *(f"{name} = ..." for name in self.optional), *(["*"] if self.rest else [])]
        parts += [f"{name}:" for name in sorted(self.required_keys)]
        parts += [f"{name}: ..." for name in sorted(self.optional_keys)]
        return ", ".join([*parts, *(["**"] if self.any_key else [])])


def signature_of(parameters: Iterable[Parameter]) -> Signature:
    """Of a method."""
    by_kind: dict[str, list[Parameter]] = {}
    for each in parameters:
        by_kind.setdefault(each.kind, []).append(each)
    keys = by_kind.get("key", [])
    everything = "all" in by_kind
    return Signature(
        tuple(each.name.lstrip("_") for kind in ("required", "parts") for each in by_kind.get(kind, [])),
        tuple(each.name.lstrip("_") for each in by_kind.get("optional", [])),
        "rest" in by_kind or everything,
        frozenset(each.name for each in keys if each.default is None),
        frozenset(each.name for each in keys if each.default is not None),
        "keyrest" in by_kind or everything,
    )
