from __future__ import annotations

import pytest

from dxscore.program.settings import belongs_to_required, setting
from tests.program.programs import program_of


def required(body: str, **files: str) -> bool | None:
    code = f"module Shop\n class Application < Rails::Application\n{body}\n end\nend"
    return belongs_to_required(program_of(config__application=code, **files))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("config.load_defaults 7.1", True),
        ("config.load_defaults '5.0'", True),
        ("config.load_defaults 4.2", False),
        ("config.load_defaults Rails::VERSION::STRING.to_f", True),
        ("", False),
        ("config.load_defaults 7.1\nconfig.active_record.belongs_to_required_by_default = false", False),
        ("config.active_record.belongs_to_required_by_default = true", True),
    ],
)
def test_whether_a_belongs_to_is_required(body: str, expected: bool) -> None:
    assert required(body) is expected


def test_initializers_come_after_the_application() -> None:
    line = "Rails.application.config.active_record.belongs_to_required_by_default = false"

    assert required("config.load_defaults 7.1", config__initializers__defaults=line) is False


def test_without_an_application_nobody_knows() -> None:
    assert belongs_to_required(program_of("class A; end")) is None


def test_a_setting_that_is_not_written() -> None:
    assert setting(program_of("class A; end"), "pluralize_table_names", True) is True
