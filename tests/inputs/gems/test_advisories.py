from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dxscore.domain.gems import FigureSource
from dxscore.inputs.gems.advisories import Advisories
from dxscore.rubygems.advisories import Band, Entry, EntryError
from dxscore.rubygems.affected import AllBut
from dxscore.rubygems.requirement import Requirement

_ONE = FigureSource("one", date(2026, 8, 22))


@dataclass(frozen=True)
class _Source:
    evidence: FigureSource = _ONE
    found: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def entries(self, name: str) -> tuple[Entry, ...]:
        if name == "broken":
            raise EntryError("gems/broken/CVE-1.yml: not a mapping")
        return self.found.get(name, ())


def _entry(name: str, *aliases: str, fix: str = ">= 2", band: Band = "low", day: int = 1) -> Entry:
    published = date(2026, 1, day)
    affected = AllBut((Requirement.parse(fix),))
    return Entry("rack", name, (name, *aliases), "Bad", "https://a", published, band, None, "jruby", affected)


def _book(*entries: Entry) -> Advisories:
    return Advisories((_Source(found={"rack": entries}),))


def _ids(book: Advisories, version: str = "1.0") -> list[str] | None:
    hits = book.hits("rack", version)
    return None if hits is None else [hit.id for hit in hits]


def test_hits_are_those_that_hold_for_the_version_oldest_first() -> None:
    book = _book(_entry("C", day=3), _entry("A", day=2), _entry("B", day=2), _entry("D", fix=">= 0.5"))
    assert _ids(book) == ["A", "B", "C"]
    assert _ids(book, "2.0") == []
    assert book.hits("clean", "1.0") == ()


def test_a_hit_says_what_the_entry_says() -> None:
    (hit,) = _book(_entry("A")).hits("rack", "1.0") or ()
    assert (hit.gem, hit.title, hit.url, hit.published) == ("rack", "Bad", "https://a", date(2026, 1, 1))
    assert (hit.band, hit.patched, hit.platform) == ("low", (">= 2",), "jruby")


def test_without_a_source_nothing_is_known() -> None:
    assert Advisories(()).hits("rack", "1.0") is None
    assert Advisories(()).evidence is None


def test_an_entry_that_cannot_be_read_makes_its_gem_unknown() -> None:
    book = _book(_entry("A"))
    assert book.hits("broken", "1.0") is None
    assert book.unreadable("broken") == "gems/broken/CVE-1.yml: not a mapping"
    assert book.unreadable("rack") == ""


def test_what_is_no_version_is_unknown() -> None:
    assert _ids(_book(_entry("A")), "v1") is None


def test_two_sources_tell_one_weakness_once_with_the_worse_severity() -> None:
    first = _Source(found={"rack": (_entry("CVE-1", "GHSA-1", band="medium"), _entry("CVE-2"))})
    second = _Source(
        FigureSource("two", date(2026, 7, 1)), {"rack": (_entry("GHSA-1", "CVE-1", band="high"), _entry("MAL-1"))}
    )
    book = Advisories((first, second))
    assert _ids(book) == ["CVE-1", "CVE-2", "MAL-1"]
    assert [hit.band for hit in book.hits("rack", "1.0") or ()] == ["high", "low", "low"]
    assert book.evidence == FigureSource("one and two", date(2026, 7, 1))


def test_a_weakness_counts_though_one_source_calls_it_fixed() -> None:
    first = _Source(found={"rack": (_entry("CVE-1", fix=">= 1"),)})
    second = _Source(found={"rack": (_entry("CVE-1", fix=">= 3"),)})
    assert _ids(Advisories((first, second)), "1.5") == ["CVE-1"]
