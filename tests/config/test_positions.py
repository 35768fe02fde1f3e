from __future__ import annotations

import pytest

from dxscore.config.positions import Positions

TEXT = """\
top = 1
[scan] # with a comment
exclude = [
  "a = b",
]
[ owners . "paths" ]
"app/**" = "x"
'lib "q"' = "y"
[rules]
weight."tech-debt.x" = 2
[[many]]
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 1),
        (("scan",), 2),
        (("scan", "exclude"), 3),
        (("scan", "exclude", "deeper"), 3),
        (("owners",), 6),
        (("owners", "paths", "app/**"), 7),
        (("owners", "paths", 'lib "q"'), 8),
        (("rules", "weight"), 10),
        (("rules", "weight", "tech-debt.x"), 10),
        (("many",), 11),
        (("missing",), 1),
    ],
)
def test_line_of_a_key(place: tuple[str, ...], line: int) -> None:
    assert Positions(TEXT).line(place) == line
