"""Ruby of both ends -> what stands in caches, cookies and the like under one key and is written another way by each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.domain import ruby
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.ruby_values import options_of, statements
from dxscore.domain.verdict import Verdict
from dxscore.migrations.rollback.expressions import calls, nodes, same, text_with_holes
from dxscore.migrations.rollback.release import ReleaseChange

_CODERS = frozenset({"Marshal", "MessagePack", "YAML", "Psych", "Oj", "CBOR", "Snappy", "Zlib", "MultiJson", "JSON"})
_CODING = frozenset("dump load pack unpack generate parse encode decode deflate inflate safe_load unsafe_load".split())
_ONE_FORMAT: Mapping[str, str] = {
    "cookies_serializer": "cookies",
    "cache_format_version": "cache entries",
    "message_serializer": "signed and encrypted messages, cookies among them",
    "use_message_serializer_for_metadata": "signed and encrypted messages, cookies among them",
    "key_generator_hash_digest_class": "keys of cookies and messages",
    "hash_digest_class": "keys of cookies and messages, and ETags",
    "use_authenticated_cookie_encryption": "cookies",
    "use_authenticated_message_encryption": "encrypted messages",
    "use_cookies_with_metadata": "cookies",
    "session_store": "sessions",
    "cache_store": "cache entries",
    "default_column_serializer": "serialised columns",
    "urlsafe_csrf_tokens": "CSRF tokens",
    "store_full_class_name": "names of classes in rows",
    "store_full_sti_class": "names of classes in rows",
    "use_yaml_unsafe_load": "serialised columns",
}
"""Setting -> what is written by it. Source: guides/source/configuring.md of Rails 8.1, release notes since 5.0."""
_VERSION_KEY = "Put a version into the key and raise it whenever the value changes, so that each release finds its own."


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """Of files that both ends have."""
    yield from _caches(change)
    for path, code in sorted(change.head.changed.items()):
        before = change.base.changed.get(_old_path(change, path))
        if before is not None:
            yield from _coders(path, before, code)
    yield from _settings(change)


def _old_path(change: ReleaseChange, path: str) -> str:
    return next((old for old, new in change.renames.items() if new == path), path)


def _caches(change: ReleaseChange) -> Iterator[Reason]:
    """One key, two values."""
    before, after = (_values(side.changed) for side in (change.base, change.head))
    for key, (path, call) in sorted(after.items(), key=lambda each: (each[1][0], each[1][1].line)):
        if key in before and _differ(before[key][1], call):
            said = f"the value in the cache under `{key}` is made another way: each release may find the other's"
            yield Reason(RollbackKind.CACHE_FORMAT, Verdict.UNKNOWN, path, call.line, said, _VERSION_KEY)


def _values(changed: Mapping[str, ruby.RubyCode]) -> Mapping[str, tuple[str, ruby.Call]]:
    """Key -> path and call; keys that more than one call writes are left out."""
    found: dict[str, list[tuple[str, ruby.Call]]] = {}
    for path, code in sorted(changed.items()):
        for call, _ in calls(code.body):
            key = text_with_holes(call.arguments[0]) if call.arguments else ""
            if key and call.name in ("fetch", "write") and _is_cache(call.receiver):
                found.setdefault(key, []).append((path, call))
    return {key: each[0] for key, each in found.items() if len(each) == 1}


def _is_cache(receiver: ruby.Expression | None) -> bool:
    return isinstance(receiver, ruby.Call) and receiver.name in ("cache", "cache_store")


def _differ(one: ruby.Call, other: ruby.Call) -> bool:
    """Whether the value is made another way: the last statement of a block tells; `&block` tells nothing."""
    versions = [options_of(call).get("version") for call in (one, other)]
    if one.name == other.name == "write":
        return same(*versions) and not same(one.arguments[1:2], other.arguments[1:2])
    bodies = [statements(call.block)[-1:] for call in (one, other) if isinstance(call.block, ruby.Block)]
    return len(bodies) == len(versions) and same(*versions) and not same(*bodies)


def _coders(path: str, before: ruby.RubyCode, after: ruby.RubyCode) -> Iterator[Reason]:
    old, new = _coding(before), _coding(after)
    if old and new and old.keys() != new.keys() and _binary(old) ^ _binary(new):
        said = f"turns values into text with {_list(new)}, was {_list(old)}: the other release may read what is stored"
        line = next(iter(new[name] for name in sorted(new)))
        advice = "Read both formats for one release before writing the new one."
        yield Reason(RollbackKind.SERIALIZED_FORMAT, Verdict.UNKNOWN, path, line, said, advice)


def _binary(found: Mapping[str, int]) -> frozenset[str]:
    return frozenset(found) - {"JSON", "Oj", "MultiJson"}


def _coding(code: ruby.RubyCode) -> Mapping[str, int]:
    """Name of a coder -> its first line."""
    found: dict[str, int] = {}
    for call, _ in calls(code.body):
        if isinstance(call.receiver, ruby.Const) and call.receiver.name in _CODERS and call.name in _CODING:
            found.setdefault(call.receiver.name, call.line)
    return found


def _list(names: Mapping[str, int]) -> str:
    return ", ".join(sorted(names))


def _settings(change: ReleaseChange) -> Iterator[Reason]:
    before, after = (dict(_assigned(side.changed)) for side in (change.base, change.head))
    gone = [key for key in before if key not in after]
    for (path, name), (line, value) in sorted(after.items(), key=lambda each: (each[0][0], each[1][0])):
        old = before.get((path, name))
        if old is None or not same(old[1], value):
            yield _setting(path, line, name)
    for path, name in sorted(gone):
        if not any(each == name for _, each in after):
            yield _setting(path, before[path, name][0], name, gone=True)


def _setting(path: str, line: int, name: str, *, gone: bool = False) -> Reason:
    advice = "Switch it in a release of its own, once every server reads both formats."
    if name == "load_defaults":
        said = "new framework defaults may change how cookies, messages and cache entries are written"
        return Reason(RollbackKind.SERIALIZED_FORMAT, Verdict.UNKNOWN, path, line, said, advice)
    kind = RollbackKind.CACHE_FORMAT if "cache" in name else RollbackKind.SERIALIZED_FORMAT
    said = f"`{name}` {'is no longer set' if gone else 'changes'}: {_ONE_FORMAT[name]} may be read by the other release"
    return Reason(kind, Verdict.UNKNOWN, path, line, said, advice, side="base" if gone else "head")


def _assigned(changed: Mapping[str, ruby.RubyCode]) -> Iterator[tuple[tuple[str, str], tuple[int, object]]]:
    """(path, setting) -> line and value."""
    for path, code in sorted(changed.items()):
        if "config/" not in path or "environments/test" in path or "environments/development" in path:
            continue
        for node, _ in nodes(code.body):
            match node:
                case ruby.Assign(line=line, target=ruby.Call(name=name), value=value) if name in _ONE_FORMAT:
                    yield (path, name), (line, value)
                case ruby.Call(line=line, name="load_defaults" | "session_store" as name, arguments=(value, *rest)):
                    yield (path, name), (line, (value, tuple(rest), node.keywords))
