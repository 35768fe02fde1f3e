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
    assert junit_cases(_RSPEC) == [
        ("./spec/models/user_spec.rb", "passed"),
        ("./spec/models/user_spec.rb", "failed"),
        ("./spec/jobs/sync_spec.rb", "pending"),
    ]


def test_each_test_has_the_path_of_its_suite_when_minitest_gives_that() -> None:
    assert junit_cases(_MINITEST) == [
        ("test/models/user_test.rb", "passed"),
        ("test/models/user_test.rb", "failed"),
        ("", "passed"),
    ]


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
