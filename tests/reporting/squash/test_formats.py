from __future__ import annotations

import json

import jsonschema

from dxscore.domain.squash import Kept, Loss, Squash
from dxscore.reporting.json_schema import SQUASH_SCHEMA_FILE, json_schema
from dxscore.reporting.squash import SQUASH_FORMATTERS
from dxscore.reporting.view import View

_FOUND = Squash(
    "db/schema.rb",
    "20250101000000",
    ("db/migrate/20240101000000_a.rb", "db/migrate/20250101000000_b.rb"),
    (Kept("db/migrate/20240601000000_c.rb", "a newer migration names C"),),
    (Loss("rows", "db/migrate/20240101000000_a.rb", 3, "rows added to users by `create!`"),),
    12,
    9,
    4,
)


def test_text_ends_with_the_verdict() -> None:
    assert SQUASH_FORMATTERS["text"](_FOUND, View()).splitlines() == [
        "db/migrate/20240101000000_a.rb:3:1 lost rows rows added to users by `create!`",
        "db/migrate/20240601000000_c.rb:1:1 kept a newer migration names C",
        "from db/migrate/20240101000000_a.rb to db/migrate/20250101000000_b.rb",
        "a new database runs 12 statements for them; to load db/schema.rb takes 9; time was not measured",
        "dxscore migrations squash: 2 migrations can be folded into db/schema.rb, 4 newer stay; 1 thing would be lost",
    ]


def test_nothing_to_fold() -> None:
    assert SQUASH_FORMATTERS["text"](Squash("", "", (), (), (), 0, 0, 0), View()) == (
        "dxscore migrations squash: nothing to fold\n"
    )


def test_json_has_the_published_shape() -> None:
    document = json.loads(SQUASH_FORMATTERS["json"](_FOUND, View()))
    jsonschema.validate(document, json_schema(SQUASH_SCHEMA_FILE))
    assert document["lost"] == [
        {
            "kind": "rows",
            "path": "db/migrate/20240101000000_a.rb",
            "line": 3,
            "what": "rows added to users by `create!`",
        }
    ]
