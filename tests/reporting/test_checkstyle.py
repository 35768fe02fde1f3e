from __future__ import annotations

from xml.etree.ElementTree import fromstring

from dxscore.copying import replace
from dxscore.reporting.checkstyle import checkstyle
from dxscore.reporting.remarks import Remark
from tests.factories import a_finding, a_rule
from tests.gate_reports import VILE


def test_remarks_are_grouped_by_file_in_the_order_of_the_worst() -> None:
    paths = ("app/b.rb", "app/a.rb", "app/b.rb")
    root = fromstring(checkstyle(Remark(a_finding(path=path), a_rule(), "error") for path in paths))
    assert root.tag == "checkstyle"
    assert [(file.get("name"), len(file)) for file in root] == [("app/b.rb", 2), ("app/a.rb", 1)]


def test_an_error_has_place_severity_message_and_source() -> None:
    error = fromstring(checkstyle([Remark(a_finding(line=12), a_rule(), "note")]))[0][0]
    assert error.attrib == {
        "line": "12",
        "column": "5",
        "severity": "info",
        "message": "Api.call swallows every error",
        "source": "dxscore.tech-debt.rescue-nil",
    }


def test_hostile_text_stays_in_its_attribute() -> None:
    found = replace(a_finding(path=VILE), message=VILE)
    root = fromstring(checkstyle([Remark(found, a_rule(), "error")]).encode())
    assert [element.tag for element in root.iter()] == ["checkstyle", "file", "error"]
    assert "<script>alert(1)</script>" in root[0][0].attrib["message"]
    assert r"\x00\x0b\ufffe\udcff" in root[0][0].attrib["message"]


def test_nothing_is_an_empty_document() -> None:
    assert checkstyle(()) == '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3" />\n'
