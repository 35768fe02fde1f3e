from __future__ import annotations

import pytest

from dxscore.inputs.results.junit import junit_cases

_RSPEC = b"""<?xml version="1.0"?>
<testsuite name="rspec" tests="3" failures="1">
  <testcase classname="spec.models.user" name="a" file="./spec/models/user_spec.rb"/>
  <testcase classname="spec.models.user" name="b" file="./spec/models/user_spec.rb"><failure>no</failure></testcase>
  <testcase classname="spec.jobs.sync" name="c" file="./spec/jobs/sync_spec.rb"><skipped/></testcase>
</testsuite>"""
_MINITEST = b"""<testsuites><testsuite name="UserTest" filepath="test/models/user_test.rb">
  <testcase name="test_a" classname="UserTest"/>
  <testcase name="test_b" classname="UserTest"><error type="NoMethodError">boom<b/></error></testcase>
</testsuite><testsuite name="Other"><testcase name="test_c"/></testsuite></testsuites>"""


def test_each_test_has_the_path_that_rspec_gives_it() -> None:
    assert [case[:2] for case in junit_cases(_RSPEC)] == [
        ("./spec/models/user_spec.rb", "passed"),
        ("./spec/models/user_spec.rb", "failed"),
        ("./spec/jobs/sync_spec.rb", "pending"),
    ]


def test_each_test_has_the_path_of_its_suite_when_minitest_gives_that() -> None:
    assert [case[:2] for case in junit_cases(_MINITEST)] == [
        ("test/models/user_test.rb", "passed"),
        ("test/models/user_test.rb", "failed"),
        ("", "passed"),
    ]


def test_a_test_is_known_by_class_and_name_with_the_time_it_took() -> None:
    (case,) = junit_cases(b'<testsuite><testcase classname="UserTest" name="test_a" time="1,234.5"/></testsuite>')
    assert (case.name, case.key, case.seconds) == ("test_a", "UserTest#test_a", 1234.5)


@pytest.mark.parametrize("time", ["", "soon", "nan", "inf", "-1"])
def test_a_time_that_can_not_be_added_up_is_none(time: str) -> None:
    (case,) = junit_cases(f'<testsuite><testcase name="a" time="{time}"/></testsuite>'.encode())
    assert case.seconds is None


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://example.test/a.dtd">',
    ],
)
def test_a_document_type_is_refused_before_any_entity_is_read(doctype: bytes) -> None:
    with pytest.raises(ValueError, match="document type"):
        junit_cases(doctype + b'<testsuite><testcase name="&x;"/></testsuite>')


def test_nesting_is_bounded() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        junit_cases(b"<a>" * 200 + b"<testcase/>" + b"</a>" * 200)


@pytest.mark.parametrize("content", [b"<testsuite>", b"<a/>", b"", b"<a>\xff</a>", b"<a><b></a></b>"])
def test_what_is_no_report_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"not XML|holds no test cases"):
        junit_cases(content)
