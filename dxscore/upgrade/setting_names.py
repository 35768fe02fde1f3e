"""Names and values of settings as people write them -> as framework_defaults.json has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dxscore.upgrade.framework_defaults import Switch

_COMPONENTS: Mapping[str, str] = {
    "ActiveSupport": "active_support",
    "ActiveRecord": "active_record",
    "ActiveRecord::Base": "active_record",
    "ActionController::Base": "action_controller",
    "ActionView::Base": "action_view",
    "ActionMailer::Base": "action_mailer",
    "ActiveJob::Base": "active_job",
    "ActiveStorage": "active_storage",
}
_LITERAL = re.compile(
    r"""
      :\w+ | [\d_.]+ | true | false | nil
    | "[^"#]*" | '[^']*'
    | (?:::)?[A-Z]\w*(?:::[A-Z]\w*)*
    | \[[\w\s:,"']*\] | \{[\w\s:,"'=>{}-]*\}
    """,
    re.VERBOSE,
)
_NOISE = re.compile(r"""[\s"'{}()]|^:+|(?<=[\[,>]):+""")


def key_of(name: str) -> str:
    """`config.active_record.x`, `ActiveRecord::Base.x` and `Rails.application.config.active_record.x` are one key."""
    name = re.sub(r"^(::)?Rails\.(application\.config|configuration)\.", "config.", name.removeprefix("::"))
    owner, _, setting = name.rpartition(".")
    if owner in _COMPONENTS:
        return f"{_COMPONENTS[owner]}.{setting}"
    return name.removeprefix("config.")


def is_new(switch: Switch, value: str) -> bool:
    """Whether a value as written is the new one."""
    return switch.new != "" and _same(value, switch.new)


def is_old(switch: Switch, value: str) -> bool:
    """Whether a value as written is the one that `load_defaults` moves away from, or keeps something of it."""
    return any(old and _same(value, old) for old in (switch.legacy, *switch.also_old))


def is_literal(value: str) -> bool:
    """Whether the source says the value: `:json`, but not `ENV["X"]`, `<< 1` or `lookup(1)`."""
    return _LITERAL.fullmatch(value) is not None


def _same(value: str, other: str) -> bool:
    return _NOISE.sub("", value) == _NOISE.sub("", other)
