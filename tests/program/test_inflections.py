"""Words are those of Rails' own test: activesupport/test/inflector_test_cases.rb."""

from __future__ import annotations

import pytest

from dxscore.program.inflections import Inflections, default_inflections, read_inflections
from tests.program.programs import program_of

WORDS = [
    ("search", "searches"),
    ("switch", "switches"),
    ("fix", "fixes"),
    ("box", "boxes"),
    ("process", "processes"),
    ("address", "addresses"),
    ("case", "cases"),
    ("stack", "stacks"),
    ("wish", "wishes"),
    ("fish", "fish"),
    ("jeans", "jeans"),
    ("funky jeans", "funky jeans"),
    ("my money", "my money"),
    ("category", "categories"),
    ("query", "queries"),
    ("ability", "abilities"),
    ("agency", "agencies"),
    ("movie", "movies"),
    ("archive", "archives"),
    ("index", "indices"),
    ("wife", "wives"),
    ("safe", "saves"),
    ("half", "halves"),
    ("move", "moves"),
    ("salesperson", "salespeople"),
    ("person", "people"),
    ("spokesman", "spokesmen"),
    ("man", "men"),
    ("woman", "women"),
    ("basis", "bases"),
    ("diagnosis", "diagnoses"),
    ("diagnosis_a", "diagnosis_as"),
    ("datum", "data"),
    ("medium", "media"),
    ("stadium", "stadia"),
    ("analysis", "analyses"),
    ("my_analysis", "my_analyses"),
    ("node_child", "node_children"),
    ("child", "children"),
    ("experience", "experiences"),
    ("day", "days"),
    ("comment", "comments"),
    ("foobar", "foobars"),
    ("newsletter", "newsletters"),
    ("old_news", "old_news"),
    ("news", "news"),
    ("series", "series"),
    ("miniseries", "miniseries"),
    ("species", "species"),
    ("quiz", "quizzes"),
    ("perspective", "perspectives"),
    ("ox", "oxen"),
    ("photo", "photos"),
    ("buffalo", "buffaloes"),
    ("tomato", "tomatoes"),
    ("dwarf", "dwarves"),
    ("elf", "elves"),
    ("information", "information"),
    ("equipment", "equipment"),
    ("bus", "buses"),
    ("status", "statuses"),
    ("status_code", "status_codes"),
    ("mouse", "mice"),
    ("louse", "lice"),
    ("house", "houses"),
    ("octopus", "octopi"),
    ("virus", "viri"),
    ("alias", "aliases"),
    ("portfolio", "portfolios"),
    ("vertex", "vertices"),
    ("matrix", "matrices"),
    ("matrix_fu", "matrix_fus"),
    ("axis", "axes"),
    ("taxi", "taxis"),
    ("testis", "testes"),
    ("crisis", "crises"),
    ("rice", "rice"),
    ("shoe", "shoes"),
    ("horse", "horses"),
    ("prize", "prizes"),
    ("edge", "edges"),
    ("database", "databases"),
    ("|ice", "|ices"),
    ("|ouse", "|ouses"),
    ("slice", "slices"),
    ("police", "police"),
]
NAMES = [
    ("Product", "product"),
    ("SpecialGuest", "special_guest"),
    ("ApplicationController", "application_controller"),
    ("Area51Controller", "area51_controller"),
    ("AppCDir", "app_c_dir"),
    ("Accountsv2N2Test", "accountsv2_n2_test"),
    ("Admin::Product", "admin/product"),
    ("Users::Commission::Department", "users/commission/department"),
    ("UsersSection::CommissionDepartment", "users_section/commission_department"),
]
IRREGULAR = [
    ("person", "people"),
    ("man", "men"),
    ("child", "children"),
    ("sex", "sexes"),
    ("move", "moves"),
    ("cow", "kine"),
    ("zombie", "zombies"),
    ("genus", "genera"),
]
ACRONYMS = [
    ("API", "api"),
    ("APIController", "api_controller"),
    ("Nokogiri::HTML", "nokogiri/html"),
    ("HTTPAPI", "http_api"),
    ("HTTP::Get", "http/get"),
    ("SSLError", "ssl_error"),
    ("RESTful", "restful"),
    ("RESTfulController", "restful_controller"),
]


def inflections_of(body: str) -> Inflections:
    code = f"ActiveSupport::Inflector.inflections(:en) do |inflect|\n{body}\nend"
    return read_inflections(program_of(config__initializers__inflections=code))


@pytest.mark.parametrize(("singular", "plural"), WORDS)
def test_words(singular: str, plural: str) -> None:
    rules = default_inflections()

    assert rules.pluralize(singular) == plural
    assert rules.pluralize(plural) == plural
    assert rules.singularize(plural) == singular
    assert rules.singularize(singular) == singular
    assert rules.pluralize(singular.capitalize()) == plural.capitalize()
    assert rules.singularize(plural.capitalize()) == singular.capitalize()


@pytest.mark.parametrize(("name", "path"), NAMES)
def test_names_both_ways(name: str, path: str) -> None:
    assert default_inflections().underscore(name) == path
    assert default_inflections().camelize(path) == name


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("HTMLTidy", "html_tidy"),
        ("HTMLTidyGenerator", "html_tidy_generator"),
        ("FreeBSD", "free_bsd"),
        ("HTML", "html"),
        ("ForceXMLController", "force_xml_controller"),
    ],
)
def test_names_whose_capitals_are_lost(name: str, path: str) -> None:
    assert default_inflections().underscore(name) == path


@pytest.mark.parametrize(("one", "many"), IRREGULAR)
def test_irregular_words(one: str, many: str) -> None:
    rules = default_inflections().irregular(one, many)

    assert rules.pluralize(one) == many
    assert rules.pluralize(many) == many
    assert rules.singularize(many) == one
    assert rules.singularize(one) == one


def test_tables_classes_and_foreign_keys() -> None:
    rules = default_inflections()

    assert rules.tableize("PrimarySpokesman") == "primary_spokesmen"
    assert rules.tableize("NodeChild") == "node_children"
    assert rules.classify("schema.node_children") == "NodeChild"
    assert rules.foreign_key("MyApplication::Billing::Account") == "account_id"


@pytest.mark.parametrize(("name", "path"), ACRONYMS)
def test_acronyms(name: str, path: str) -> None:
    words = ("API", "HTML", "HTTP", "RESTful", "W3C", "PhD", "RoR", "SSL")
    rules = inflections_of("\n".join(f'inflect.acronym "{word}"' for word in words))

    assert rules.underscore(name) == path
    assert rules.camelize(path) == name


def test_acronyms_stand_as_words_only() -> None:
    rules = inflections_of("inflect.acronym 'LegacyApi'\ninflect.acronym('API')")

    assert rules.camelize("legacyapi") == "LegacyApi"
    assert rules.camelize("legacy_api") == "LegacyAPI"
    assert rules.camelize("some_legacyapi") == "SomeLegacyApi"
    assert rules.camelize("nonlegacyapi") == "Nonlegacyapi"


def test_rules_of_an_application() -> None:
    rules = inflections_of(
        """
        inflect.uncountable %w[staff Sheepdog]
        inflect.uncountable "gear", "news"
        inflect.plural %r{^(Minister)}, '\\0s'
        inflect.plural(/\\A(call)(.*evidence)\\z/i, '\\1s\\2')
        inflect.singular(/^hostclass$/, 'hostclass')
        inflect.plural "cafe", "cafeterias"
        inflect.plural pattern, "x"
        """
    )

    assert rules.pluralize("staff") == "staff"
    assert rules.pluralize("sheepdog") == "sheepdog"
    assert rules.pluralize("gear") == "gear"
    assert rules.pluralize("Minister for Health") == "Ministers for Health"
    assert rules.pluralize("call_for_evidence") == "calls_for_evidence"
    assert rules.singularize("hostclass") == "hostclass"
    assert rules.singularize("hostclasses") == "hostclass"
    assert rules.pluralize("cafe") == "cafeterias"
    assert rules.pluralize("post") == "posts"


def test_rules_of_other_languages_are_passed_over() -> None:
    program = program_of("ActiveSupport::Inflector.inflections(:es) { |inflect| inflect.plural(/$/, 'es') }")

    assert read_inflections(program).pluralize("post") == "posts"


@pytest.mark.parametrize("pattern", ["(?<a>x){", "x" * 300])
def test_patterns_that_python_cannot_read_or_that_are_endless_are_passed_over(pattern: str) -> None:
    assert inflections_of(f"inflect.plural(/{pattern}/, 'y')").pluralize("x") == "xes"
