"""`[gate]` of dxscore.toml: what stops a change, what only warns, and how much debt there may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from dxscore.config.constraints import AtLeast, OneOf
from dxscore.domain.gate import Ruling
from dxscore.domain.severity import Severity

NEVER = "never"
"""As `fail_on`: no finding stops by its severity alone."""

_Ruling = Annotated[str, OneOf(tuple(Ruling))]


@dataclass(frozen=True, slots=True)
class RatchetConfig:
    """`[[gate.ratchets]]`: the number of open findings of each of these rules, and of each owner, may not rise."""

    rules: tuple[str, ...] = ()
    """Ids or globs; empty means every rule."""
    owners: tuple[str, ...] = ()
    """Empty means every owner, each for itself."""


@dataclass(frozen=True, slots=True)
class BudgetConfig:
    """`[[gate.budgets]]`: open findings of these rules together; over the budget a change may add none."""

    rules: tuple[str, ...] = ()
    """Ids or globs; empty means every rule."""
    owner: str = ""
    """'' means all owners together."""
    at_most: Annotated[int, AtLeast(0)] = 0


@dataclass(frozen=True, slots=True)
class GateConfig:
    """`[gate]`: the policy. Rule ids may be globs."""

    base: str = ""
    """What changes are judged against; '' for origin's default branch."""
    fail_on: Annotated[str, OneOf((*Severity, NEVER))] = Severity.MINOR
    """New findings that are at least this severe stop, the others warn."""
    dimensions: tuple[str, ...] = ()
    """Only these can stop; empty means all."""
    stop: tuple[str, ...] = ()
    """Rules whose new findings stop, whatever their severity."""
    warn: tuple[str, ...] = ()
    """Rules whose new findings only warn."""
    worse: _Ruling = Ruling.WARN
    """For findings that were there and have grown."""
    measures: _Ruling = Ruling.WARN
    """For numbers about the whole project that went the wrong way."""
    environment: _Ruling = Ruling.WARN
    """For variables that the environment must now have."""
    rollback: _Ruling = Ruling.WARN
    """For a change that can't be taken back safely once it is deployed."""
    policy: _Ruling = Ruling.WARN
    """For changes to what judges: dxscore.toml, rules, exemptions."""
    todo: str = "dxscore_todo"
    """Folder of the todo files."""
    notify: Mapping[str, str] = field(default_factory=dict)
    """Owner -> handle to mention when one of its findings stops."""
    ratchets: tuple[RatchetConfig, ...] = ()
    budgets: tuple[BudgetConfig, ...] = ()
