"""Ruby of both ends -> flags that the change flips for good, and environment variables that only one end needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dxscore.domain import ruby
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.verdict import Verdict
from dxscore.migrations.rollback.expressions import calls, root, text_with_holes
from dxscore.migrations.rollback.release import Mentions, Release, ReleaseChange

_FLAG_CLASSES = frozenset(
    "Flipper Feature Features FeatureFlag FeatureFlags Rollout Split FeatureToggle Toggle".split()
)
_FLIPS = frozenset(
    "enable disable enable! disable! enable_actor enable_group enable_percentage_of_actors enable_percentage_of_time "
    "enable_percentage_of_actors! activate deactivate activate_percentage activate_user activate_group add remove "
    "turn_on turn_off switch_on switch_off set delete clear".split()
)
"""Sources: README of flipper, rollout and feature."""
_INITIALIZER = re.compile(r"(?:.*/)?config/(?:initializers/.+|application)\.rb")
_BY_HAND = re.compile(r".*\.rake|(?:.*/)?(?:lib/tasks|bin|db|script)/.*")
_AMBIENT = frozenset("CI EDITOR HOME LANG PATH PWD RACK_ENV RAILS_ENV SHELL TERM TMPDIR USER".split())


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """Flags, then variables."""
    yield from _flags(change)
    yield from _variables(change)


def _flags(change: ReleaseChange) -> Iterator[Reason]:
    old = {(name, verb) for _, _, name, verb in _flipped(_initializers(change.base))}
    new = [each for each in _flipped(_initializers(change.head)) if each[2:] not in old]
    for path, line, name, verb in (*_flipped(change.migration_code), *new):
        asked = name and _asks(change.base, name)
        what = f"flag {name}" if name else "a flag"
        about = "asks for it" if asked else "does not name it"
        said = f"{what} is changed by `{verb}` and stays so; the previous release {about}"
        verdict = Verdict.UNSAFE if asked else Verdict.SAFE if name else Verdict.UNKNOWN
        advice = (
            "Flip flags apart from deploys, so that they can be flipped back alone; after a rollback, flip it back."
        )
        yield Reason(RollbackKind.FEATURE_FLAG, verdict, path, line, said, advice)


def _initializers(release: Release) -> Mapping[str, ruby.RubyCode]:
    return {path: code for path, code in release.changed.items() if _INITIALIZER.fullmatch(path)}


def _flipped(codes: Mapping[str, ruby.RubyCode]) -> Iterator[tuple[str, int, str, str]]:
    """Path, line, flag ('' when it is worked out), verb."""
    for path, code in sorted(codes.items()):
        for call, _ in calls(code.body):
            start = root(call.receiver) if call.name in _FLIPS else None
            if isinstance(start, ruby.Const) and start.name.removeprefix("::").split("::")[0] in _FLAG_CLASSES:
                yield path, call.line, _flag(call), call.name


def _flag(call: ruby.Call) -> str:
    """Of `Flipper.enable(:x)`, `Flipper[:x].enable`, `Flipper.feature(:x).enable`."""
    receiver = call.receiver
    holders = [receiver] if isinstance(receiver, ruby.Call) and receiver.arguments else []
    for each in (*holders, call):
        if each.arguments and (name := text_with_holes(each.arguments[0])):
            return name if "?" not in name else ""
    return ""


def _asks(release: Release, flag: str) -> bool:
    """Whether code outside of initializers names it."""
    mentions = release.naming(frozenset({flag}))
    named = [path for path, code in mentions.code.items() if not _INITIALIZER.fullmatch(path) and _names(code, flag)]
    return bool(named) or any(flag in words for words in mentions.texts.values())


def _names(code: ruby.RubyCode, flag: str) -> bool:
    return any(
        text_with_holes(each) == flag
        for call, _ in calls(code.body)
        for each in (*call.arguments, *(value for _, value in call.keywords))
    )


def _variables(change: ReleaseChange) -> Iterator[Reason]:
    """Newly required ones, and those that only the previous release requires."""
    head, base = _required(change.head), _required(change.base)
    come = {name: place for name, place in head.items() if name not in base}
    gone = {name: place for name, place in base.items() if name not in head}
    if come:
        known = _mentioned(change.base.naming(frozenset(come)), come)
        for name in sorted(come.keys() - known):
            said = f"the release raises without the environment variable {name}, which the previous one does not read"
            advice = f'Set it everywhere before the deploy, or give it a default: `ENV.fetch("{name}", ...)`.'
            yield Reason(RollbackKind.ENVIRONMENT, Verdict.SAFE, *come[name], said, advice)
    if gone:
        known = _mentioned(change.head.naming(frozenset(gone)), gone)
        for name in sorted(gone.keys() - known):
            said = f"only the previous release needs the environment variable {name}"
            advice = "Keep it set until that release can't come back."
            yield Reason(RollbackKind.ENVIRONMENT, Verdict.SAFE, *gone[name], said, advice, side="base")


def _required(release: Release) -> Mapping[str, tuple[str, int]]:
    """Variable -> where it is read in a way that raises without it."""
    found: dict[str, tuple[str, int]] = {}
    for path, code in sorted(release.changed.items()):
        if _BY_HAND.fullmatch(path):
            continue
        for call, _ in calls(code.body):
            match call:
                case ruby.Call(
                    name="fetch", receiver=ruby.Const(name="ENV"), arguments=(ruby.Str(value=name),), block=None
                ) if name not in _AMBIENT:
                    found.setdefault(name, (path, call.line))
    return found


def _mentioned(mentions: Mentions, names: Mapping[str, object]) -> frozenset[str]:
    read = {
        call.arguments[0].value
        for code in mentions.code.values()
        for call, _ in calls(code.body)
        if isinstance(call.receiver, ruby.Const) and call.receiver.name == "ENV" and call.arguments
        and isinstance(call.arguments[0], ruby.Str)
    }  # fmt: skip
    return frozenset(names) & read
