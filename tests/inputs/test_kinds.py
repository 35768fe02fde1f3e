from __future__ import annotations

import pytest

from dxscore.domain.source import FileKind
from dxscore.inputs.kinds import is_left_out, kind_of, may_be_script

RUBY, TEST, ERB, TODO = FileKind.RUBY, FileKind.RUBY_TEST, FileKind.ERB, FileKind.TODO


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("app/models/user.rb", RUBY),
        ("lib/tasks/a.rake", RUBY),
        ("config.ru", RUBY),
        ("app/views/a/show.json.jbuilder", RUBY),
        ("Gemfile", RUBY),
        ("Gemfile.next", RUBY),
        ("Gemfile.lock", FileKind.LOCKFILE),
        ("Gemfile.next.lock", FileKind.LOCKFILE),
        ("engines/billing/Rakefile", RUBY),
        ("db/schema.rb", RUBY),
        ("rb", None),
        ("app/models/user.rb.bak", None),
        ("spec/models/user_spec.rb", TEST),
        ("spec/support/helper.rb", TEST),
        ("packs/billing/spec/support/helper.rb", TEST),
        ("activerecord/test/models/author.rb", TEST),
        ("app/domains/billing/invoice_spec.rb", TEST),
        ("features/step_definitions/login.rb", TEST),
        ("packs/features/app/models/flag.rb", RUBY),
        ("app/models/test/run.rb", RUBY),
        ("lib/spec/parser.rb", RUBY),
        ("lib/dtext/test/test_parser.rb", TEST),
        ("lib/dtext/test/parser.rb", RUBY),
        ("app/views/a/show.html.erb", ERB),
        ("config/database.yml.erb", ERB),
        ("test/fixtures/a.html.erb", None),
        ("lib/generators/foo/templates/model.rb", None),
        ("lib/rails/generators/foo/bar/templates/view.html.erb", None),
        ("lib/generators/foo/foo_generator.rb", RUBY),
        ("app/views/a/show.html.haml", FileKind.UNSEEN),
        ("app/views/a/show.html.slim", FileKind.UNSEEN),
        (".rubocop_todo.yml", TODO),
        (".rubocop_todo/rails/a.yml", TODO),
        ("packs/billing/package_todo.yml", TODO),
        ("deprecated_references.yml", TODO),
        ("config/brakeman.ignore", TODO),
        (".database_consistency.todo.yml", TODO),
        (".erb_lint.yml", TODO),
        (".standard_todo.yml", TODO),
        (".rubocop.yml", None),
        ("Dockerfile", FileKind.IMAGE),
        (".devcontainer/Dockerfile", FileKind.IMAGE),
        ("docker/Dockerfile.production", FileKind.IMAGE),
        ("web.dockerfile", FileKind.IMAGE),
        ("docker-compose.ci.yml", FileKind.IMAGE),
        ("compose.yaml", FileKind.IMAGE),
        ("app/javascript/a.ts", None),
    ],
)
def test_kind_by_path(path: str, kind: FileKind | None) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("path", "left_out"),
    [
        ("vendor/bundle/a.rb", True),
        ("engines/billing/vendor/a.rb", True),
        ("node_modules/a/b.rb", True),
        ("app/assets/node_modules/a.rb", True),
        ("tmp/a.rb", True),
        ("sorbet/rbi/a.rb", True),
        ("app/models/vendor/a.rb", False),
        ("app/controllers/public/pages_controller.rb", False),
        ("packs/log/app/models/a.rb", False),
        ("public.rb", False),
    ],
)
def test_what_is_left_out(path: str, left_out: bool) -> None:
    assert is_left_out(path) is left_out


def test_scripts_have_no_suffix() -> None:
    assert may_be_script("bin/rails")
    assert may_be_script("packs/billing/bin/setup")
    assert not may_be_script("bin/setup.sh")
    assert not may_be_script("app/rails")
