from __future__ import annotations

import pytest

from dxscore.domain.facts import ConstantUse, FileFacts, Namespace, Outline
from dxscore.facts.tested import index_tests


def a_test(*uses: tuple[str, str]) -> FileFacts:
    return FileFacts(9, 9, outline=Outline(constants=tuple(ConstantUse(name, nesting, 1) for name, nesting in uses)))


def a_class(name: str, superclass: str) -> FileFacts:
    return FileFacts(9, 9, outline=Outline((Namespace(name, "class", 1, 9, superclass),)))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("app/models/user.rb", "User"),
        ("app/controllers/users_controller.rb", "UsersController"),
        ("app/models/commit.rb", "Commit"),
    ],
)
def test_the_name_of_a_test_file_tells(path: str, name: str) -> None:
    tests = {file: FileFacts(1, 1) for file in ("spec/models/user_spec.rb", "spec/requests/users_spec.rb")}
    index = index_tests(tests | {"test/models/commits_test.rb": FileFacts(1, 1)}, {})
    assert index.covers(path, name)
    assert not index.covers("app/models/other.rb", "Other")


def test_a_constant_in_a_test_tells_in_every_scope_around_it() -> None:
    index = index_tests({"test/x_test.rb": a_test(("Undeployed", "Shipit::UndeployedTest"))}, {})
    assert index.covers("app/models/shipit/undeployed.rb", "Shipit::Undeployed")


def test_what_is_reached_through_a_class_names_the_class() -> None:
    index = index_tests({"test/x_test.rb": a_test(("SpeechType::Transcript", ""))}, {})
    assert index.covers("app/models/speech_type.rb", "SpeechType")


def test_a_class_inside_a_tested_class_is_tested_with_it() -> None:
    production = {"app/models/report.rb": a_class("Report", "")}
    index = index_tests({"spec/report_spec.rb": a_test(("Report", ""))}, production)
    assert index.covers("app/models/report/from_batch.rb", "Report::FromBatch")


def test_a_namespace_that_a_test_names_tells_nothing_of_what_is_in_it() -> None:
    production = {"app/models/billing/bill.rb": a_class("Billing::Bill", "")}
    index = index_tests({"spec/bill_spec.rb": a_test(("Billing::Bill", ""))}, production)
    assert not index.covers("app/models/billing/rate.rb", "Billing::Rate")


def test_a_class_is_tested_through_those_that_inherit_from_it() -> None:
    production = {"app/checks/commit_checks.rb": a_class("Checks::Commit", "Ephemeral")}
    index = index_tests({"spec/commit_checks_spec.rb": FileFacts(1, 1)}, production)
    assert index.covers("app/checks/ephemeral.rb", "Checks::Ephemeral")
    assert not index.covers("app/checks/lasting.rb", "Checks::Lasting")
