"""What common gems add to records, queries, controllers and jobs, told by data: gems.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dxscore.access import lifecycle
from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import NIL, PLAIN, UNKNOWN, ClassOf, Instance, Relation, Value, join
from dxscore.domain.access import Kind
from dxscore.domain.model import Model


@dataclass(frozen=True, slots=True)
class Gems:
    """Answers for messages that neither the program nor Rails knows."""

    data: Mapping[str, Any] = field(default_factory=dict)

    def query(self, frame: Frame, me: Relation, sent: Sent) -> Value | None:
        """A message to a relation."""
        return None

    def record(self, frame: Frame, me: Instance, model: Model, sent: Sent) -> Value | None:
        """A message to a record."""
        return None

    def self_call(self, frame: Frame, me: Instance, sent: Sent) -> Value | None:
        """A message to self of a controller, view or job."""
        return None

    def class_call(self, frame: Frame, me: ClassOf, sent: Sent) -> Value | None:
        """A message to a class."""
        return None


__all__ = ["Context", "Gems", "Kind", "NIL", "PLAIN", "UNKNOWN", "join", "lifecycle"]
