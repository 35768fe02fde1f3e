from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.domain.gemfile import Gemfile, Unread
from dxscore.domain.gems import DirectGem, GemSource
from dxscore.facts.gemfile.reading import read_gemfile
from dxscore.inputs.tree import FolderTree
from tests.facts.gemfile.reading_helpers import only_gem, read


@pytest.mark.parametrize(
    ("call", "requirement"),
    [
        ('gem "a"', ()),
        ("gem 'a', '~> 1.0'", ("~> 1.0",)),
        ('gem("a", ">= 1", "< 3")', (">= 1", "< 3")),
        ('gem "a", [">= 1", "< 3"], require: false', (">= 1", "< 3")),
        ('gem "a", "7.1.3.4".freeze', ("7.1.3.4",)),
        ('gem :a, "1", nil', ("1",)),
        ('V = "~> 2"\ngem "a", V', ("~> 2",)),
        ('v = "2"\ngem "a", "~> #{v}.1"', ("~> 2.1",)),
        ('gem "a",\n    ">= 1", # why\n    "< 3"', (">= 1", "< 3")),
    ],
)
def test_requirements_that_are_literals(tmp_path: Path, call: str, requirement: tuple[str, ...]) -> None:
    gem = only_gem(tmp_path, call)
    assert (gem.name, gem.requirement, gem.computed) == ("a", requirement, False)


@pytest.mark.parametrize(
    "call",
    [
        'gem "a", ENV["A_VERSION"]',
        'gem "a", RUBY_VERSION < "3.1" ? "< 6.4" : nil',
        'gem "a", *versions',
        'gem "a", "~> 1", **options',
        'gem "a", git: url',
        'gem "a", "~> #{minor}"',
        'if x\n  v = "1"\nend\ngem "a", v',
        'v ||= "1"\ngem "a", v',
    ],
)
def test_what_is_computed_is_said_to_be(tmp_path: Path, call: str) -> None:
    assert only_gem(tmp_path, call).computed


def test_groups_add_up(tmp_path: Path) -> None:
    gemfile = """
        gem "a"
        gem "b", group: :test
        group :development, :test, optional: true do
          gem "c"
          gem "d", groups: %i[ci test]
          group(:deep) { gem "e" }
        end
        gem "f", :group => [:x, "y"]
    """
    assert {gem.name: gem.groups for gem in read(tmp_path, gemfile).gems} == {
        "a": ("default",),
        "b": ("test",),
        "c": ("development", "test"),
        "d": ("development", "test", "ci"),
        "e": ("development", "test", "deep"),
        "f": ("x", "y"),
    }


def test_platforms_are_conditions_of_their_own(tmp_path: Path) -> None:
    gemfile = 'platforms :ruby, :windows do\n gem "a", platforms: %w[jruby]\nend\nplatform(:mri) { gem "b" }'
    assert [gem.platforms for gem in read(tmp_path, gemfile).gems] == [("ruby", "windows", "jruby"), ("mri",)]


@pytest.mark.parametrize(
    ("options", "source"),
    [
        ('git: "https://github.com/a/b.git", branch: "x"', GemSource("git", "https://github.com/a/b.git", branch="x")),
        ('github: "a/b", ref: "012"', GemSource("git", "https://github.com/a/b.git", ref="012")),
        ('github: "rails", tag: "v1"', GemSource("git", "https://github.com/rails/rails.git", tag="v1")),
        ('github: "https://github.com/a/b/pull/7"', GemSource("git", "https://github.com/a/b")),
        ('gist: "0123"', GemSource("git", "https://gist.github.com/0123.git")),
        ('gitlab: "a/b"', GemSource("git", "https://gitlab.com/a/b.git")),
        ('bitbucket: "a"', GemSource("git", "https://bitbucket.org/a/a.git")),
        ('path: "vendor/a"', GemSource("path", "vendor/a")),
        ('path: File.expand_path("../a", __dir__)', GemSource("path", "../a")),
        ('path: File.join(__dir__, "gems", "a")', GemSource("path", "gems/a")),
        ('source: "https://gems.example.org"', GemSource("server", "https://gems.example.org")),
        ('"~> 1", require: false', GemSource()),
    ],
)
def test_where_a_gem_is_from(tmp_path: Path, options: str, source: GemSource) -> None:
    assert only_gem(tmp_path, f'gem "a", {options}').source == source


def test_blocks_that_say_where_gems_are_from(tmp_path: Path) -> None:
    gemfile = """
        source "https://rubygems.org"
        source "https://gems.example.org/" do
          gem "a"
          gem "b", path: "b"
        end
        git "https://github.com/c/c.git", branch: "main" do
          gem "c"
          gem "d"
        end
        github("e/e") { gem "e" }
        path("gems") { gem "f" }
        source("https://hg.example.org/", type: "hg") { gem "g" }
        git_source(:corp) { |repo| "https://github.com/corp-#{repo}.git" }
        gem "h", corp: "x"
        corp("y") { gem "i" }
        gem "j"
    """
    git = GemSource("git", "https://github.com/c/c.git", branch="main")
    found = read(tmp_path, gemfile)
    assert found.sources == ("https://rubygems.org",)
    assert {gem.name: gem.source for gem in found.gems} == {
        "a": GemSource("server", "https://gems.example.org/"),
        "b": GemSource("path", "b"),
        "c": git,
        "d": git,
        "e": GemSource("git", "https://github.com/e/e.git"),
        "f": GemSource("path", "gems"),
        "g": GemSource("plugin", "https://hg.example.org/"),
        "h": GemSource("git", "https://github.com/corp-x.git"),
        "i": GemSource("git", "https://github.com/corp-y.git"),
        "j": GemSource(),
    }


def test_secrets_are_nowhere(tmp_path: Path) -> None:
    gemfile = """
        source "https://s3cret@gems.example.org/"
        source "https://gems.example.org/s3cret/" do
          gem "a" if x("https://u:s3cret@example.org")  # see https://s3cret@example.org/x
        end
        gem "b", git: "https://s3cret:x-oauth-basic@github.com/b/b.git"
        gem name, git: "https://s3cret@github.com/b/b.git"
        # https://u:s3cret@example.org
        gem "c", source: "https://gems.example.org/?key=s3cret"
        foo("https://s3cret@example.org") { gem "d" }
    """
    found = read(tmp_path, gemfile)
    assert len(found.gems) == 4
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("option", "requires"),
    [
        ("", None),
        (", require: true", None),
        (", require: x?", None),
        (", require: false", ()),
        (", require: nil", ()),
        (", require: []", ()),
        (', require: "a/b"', ("a/b",)),
        (', :require => ["a", "a/b"]', ("a", "a/b")),
        (', "require": false', ()),
    ],
)
def test_require(tmp_path: Path, option: str, requires: tuple[str, ...] | None) -> None:
    assert only_gem(tmp_path, f'gem "a"{option}').requires == requires


def test_comments_word_for_word(tmp_path: Path) -> None:
    gemfile = """\
# of nothing

# Pinned: see
##  https://github.com/a/a/issues/1
gem "a", "1.0" # owner: payments
gem "b"
gem "c",
    # between
    "1", # behind
    require: false if x # last
"""
    found = {gem.name: gem for gem in read(tmp_path, gemfile).gems}
    assert (found["a"].comment_before, found["a"].comment_after) == (
        "Pinned: see\nhttps://github.com/a/a/issues/1",
        "owner: payments",
    )
    assert (found["b"].comment_before, found["b"].comment_after) == ("", "")
    assert (found["c"].comment_after, found["c"].line, found["c"].end_line) == ("between\nbehind\nlast", 7, 10)


def test_every_branch_is_read_with_its_conditions(tmp_path: Path) -> None:
    gemfile = """
        if ENV["A"] == "y"
          gem "a"
        elsif b?
          gem "b"
        else
          gem "c"
        end
        gem "d" unless RUBY_ENGINE == "jruby"
        x ? gem("e") : gem("f")
        case adapter
        when "pg", /post/ then gem "g"
        else gem "h"
        end
        install_if -> { windows? } do
          gem "i"
        end
        if_true(ENV["J"]) do
          gem "j", install_if: -> { true }
        end
        unless k then gem "k" else gem "l" end
        def helper
          gem "m"
        end
    """
    assert {gem.name: gem.conditions for gem in read(tmp_path, gemfile).gems} == {
        "a": ('if ENV["A"] == "y"',),
        "b": ('unless ENV["A"] == "y"', "if b?"),
        "c": ('unless ENV["A"] == "y"', "unless b?"),
        "d": ('unless RUBY_ENGINE == "jruby"',),
        "e": ("if x",),
        "f": ("unless x",),
        "g": ('case adapter when "pg", /post/',),
        "h": ("case adapter else",),
        "i": ("install_if -> { windows? }",),
        "j": ('if_true(ENV["J"])', "install_if"),
        "k": ("unless k",),
        "l": ("if k",),
        "m": ("def helper",),
    }


def test_two_bundles_side_by_side(tmp_path: Path) -> None:
    gemfile = """
        def next?
          File.basename(__FILE__) == "Gemfile.next"
        end
        if next?
          gem "rails", "~> 8.0"
        else
          gem "rails", "~> 7.2"
        end
        gem "rack"
    """
    assert [(gem.name, gem.requirement, gem.boot) for gem in read(tmp_path, gemfile).gems] == [
        ("rails", ("~> 8.0",), "next"),
        ("rails", ("~> 7.2",), "current"),
        ("rack", (), ""),
    ]


def test_loops_over_lists_that_are_written_out(tmp_path: Path) -> None:
    gemfile = """
        %w[core mocks].each { |part| gem "rspec-#{part}", "~> 3" }
        { "a" => "1", "b" => "2" }.each do |name, version|
          gem name, version
        end
    """
    found = read(tmp_path, gemfile)
    assert found.unread == ()
    assert [(gem.name, gem.requirement) for gem in found.gems] == [
        ("rspec-core", ("~> 3",)),
        ("rspec-mocks", ("~> 3",)),
        ("a", ("1",)),
        ("b", ("2",)),
    ]


def test_names_that_only_running_would_tell(tmp_path: Path) -> None:
    found = read(tmp_path, 'list.each do |args|\n  gem(*args)\nend\ngem ENV["X"]\nsource ENV["URL"]\n')
    assert found.gems == ()
    assert found.unread == (
        Unread("Gemfile", 2, "gem(*args)", "computed name"),
        Unread("Gemfile", 4, 'gem ENV["X"]', "computed name"),
        Unread("Gemfile", 5, 'source ENV["URL"]', "computed source"),
    )


def test_ruby_plugins_and_lockfile(tmp_path: Path) -> None:
    found = read(tmp_path, 'ruby ">= 3.2", "< 4.1"\nplugin "bootboot", "~> 0.2"\nlockfile "Gemfile.rails.lock"\n')
    assert (found.ruby, found.plugins, found.lockfile) == ((">= 3.2", "< 4.1"), ("bootboot",), "Gemfile.rails.lock")
    assert read(tmp_path, 'ruby file: ".ruby-version"').ruby_file == ".ruby-version"
    assert (
        read(tmp_path, 'ruby File.read(File.expand_path(".ruby-version", __dir__)).strip').ruby_file == ".ruby-version"
    )


def test_one_of_several_lockfiles(tmp_path: Path) -> None:
    found = read(tmp_path, 'lockfile "rails-8" do\n  gem "rails", "~> 8.0"\nend\n')
    assert (found.lockfile, found.gems[0].conditions) == ("", ("lockfile rails-8",))


def test_evaluated_files(tmp_path: Path) -> None:
    gemfile = """
        eval_gemfile "gemfiles/shared.rb"
        group :plugins do
          Dir.glob("plugins/*/{Gemfile,PluginGemfile}").sort.each { |file| eval_gemfile file }
        end
        Dir.glob(File.expand_path("../packs/*/Gemfile", __FILE__)) { |file| eval_gemfile file }
        ROOT = __FILE__ unless defined? ROOT
        Dir["#{File.dirname(ROOT)}/bundler.d/*.rb"].each do |bundle|
          instance_eval(Bundler.read_file(bundle))
        end
        own = File.expand_path(".Gemfile", __dir__)
        instance_eval File.read(own) if File.exist?(own)
        eval File.read("Gemfile.local")
    """
    others = {
        "gemfiles/shared.rb": 'gem "a"\neval_gemfile "more.rb"\n',
        "gemfiles/more.rb": 'gem "b"\n',
        "plugins/one/Gemfile": 'gem "c"\n',
        "plugins/two/PluginGemfile": 'gem "d", group: :test\n',
        "plugins/two/lib/Gemfile": 'gem "not this one"\n',
        "packs/x/Gemfile": 'gem "x"\n',
        "bundler.d/e.rb": 'gem "e"\n',
        "Gemfile.local": 'gem "f"\n',
    }
    found = read(tmp_path, gemfile, others)
    assert [(gem.name, gem.path, gem.groups) for gem in found.gems] == [
        ("a", "gemfiles/shared.rb", ("default",)),
        ("b", "gemfiles/more.rb", ("default",)),
        ("c", "plugins/one/Gemfile", ("plugins",)),
        ("d", "plugins/two/PluginGemfile", ("plugins", "test")),
        ("x", "packs/x/Gemfile", ("default",)),
        ("e", "bundler.d/e.rb", ("default",)),
        ("f", "Gemfile.local", ("default",)),
    ]
    assert (found.unread, found.files[0]) == ((), "Gemfile")


def test_files_that_are_not_followed(tmp_path: Path) -> None:
    gemfile = """\
eval_gemfile "gone.rb"
eval_gemfile name
eval_gemfile "../outside.rb"
eval_gemfile "/etc/passwd"
eval_gemfile "Gemfile"
eval_gemfile "maybe.rb" if File.exist?("maybe.rb")
"""
    (tmp_path / "outside.rb").write_text('gem "outside"')
    found = read(tmp_path / "app", gemfile)
    assert found.gems == ()
    assert [(unread.line, unread.reason) for unread in found.unread] == [
        (1, "no such file"),
        (2, "computed path"),
        (3, "not in the project"),
        (4, "not in the project"),
        (5, "files evaluate each other"),
    ]


def test_gemfile_in_a_folder(tmp_path: Path) -> None:
    found = read(
        tmp_path, 'eval_gemfile "../Gemfile"\ngem "own", path: ".."\n', {"Gemfile": 'gem "a"\n'}, "gemfiles/r8.gemfile"
    )
    assert [gem.path for gem in found.gems] == ["Gemfile", "gemfiles/r8.gemfile"]


def test_gemspec(tmp_path: Path) -> None:
    spec = """
        Gem::Specification.new do |s|
          s.name = "engine"
          s.add_dependency "rails", ">= 7.1", "< 9"
          s.add_runtime_dependency("rack", version)
          # for tests
          s.add_development_dependency "minitest"
          %w[a b].each { |name| s.add_dependency name }
        end
    """
    found = read(tmp_path, "gemspec development_group: :dev\n", {"engine.gemspec": spec, "lib/x.gemspec": ""})
    assert found.files == ("Gemfile", "engine.gemspec")
    assert found.gems[0] == DirectGem("engine", "Gemfile", 1, 1, source=GemSource("path", "."))
    assert [(gem.name, gem.requirement, gem.groups, gem.computed) for gem in found.gems[1:]] == [
        ("rails", (">= 7.1", "< 9"), ("default",), False),
        ("rack", (), ("default",), True),
        ("minitest", (), ("dev",), False),
        ("a", (), ("default",), False),
        ("b", (), ("default",), False),
    ]
    assert found.gems[3].comment_before == "for tests"


def test_gemspec_of_a_folder_by_name(tmp_path: Path) -> None:
    others = {"engines/a/a.gemspec": "", "engines/a/b.gemspec": 's.name = "other"\n'}
    found = read(tmp_path, 'gemspec path: "engines/a", name: "b"\n', others)
    assert [(gem.name, gem.source.place) for gem in found.gems] == [("other", "engines/a")]
    assert [unread.reason for unread in read(tmp_path, "gemspec\n").unread] == ["no gemspec"]


def test_what_is_no_gemfile(tmp_path: Path) -> None:
    assert read_gemfile(FolderTree(tmp_path), "Gemfile") == Gemfile(
        "Gemfile", unread=(Unread("Gemfile", 1, "", "no such file"),)
    )
    found = read(tmp_path, 'gem "a"\ngroup do do\n')
    assert [unread.reason for unread in found.unread] == ["syntax error"]
    assert [gem.name for gem in found.gems] == ["a"]


def test_calls_on_something_else_are_none_of_ours(tmp_path: Path) -> None:
    assert read(tmp_path, 'x.gem "a"\nputs "gem"\nself.gem "b"\nPlugin.send(:load, "c") if y\n').gems[0].name == "b"
