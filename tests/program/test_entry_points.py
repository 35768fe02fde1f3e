from __future__ import annotations

import pytest

from dxscore.domain.entry_point import EntryPoint
from dxscore.facts.lowering import lower
from dxscore.program.entry_points import find_entry_points
from dxscore.program.index import build_program
from dxscore.program.inflections import default_inflections
from dxscore.program.routes import read_routes


def _found(files: dict[str, str], *others: str) -> dict[str, EntryPoint]:
    code = {path: lower(text.encode()) for path, text in files.items()}
    rules = default_inflections()
    points = find_entry_points(build_program(code), read_routes(code, rules), code, [*files, *others], rules)
    return {f"{point.kind} {point.name}": point for point in points}


_ROUTES = {"config/routes.rb": "Rails.application.routes.draw { resources :shops, only: %i[index show] }"}
_BASE = {"app/controllers/application_controller.rb": "class ApplicationController < ActionController::Base\nend"}

_LOGINS = "class LoginsController < Devise::SessionsController\ndef new\nend\nend"
_BASE_WITH = "class ApplicationController < ActionController::Base\ndef {}\nend\nend"


def _shops(body: str) -> dict[str, str]:
    return {
        **_ROUTES,
        **_BASE,
        "app/controllers/shops_controller.rb": f"class ShopsController < ApplicationController\n{body}\nend",
    }


def test_actions_are_routed_or_not() -> None:
    found = _found(_shops("def show\nend\ndef lost\nend\nprivate def helper\nend"))
    assert {name: point.routed for name, point in found.items()} == {
        "action shops#show": True,
        "action shops#lost": False,
    }
    assert found["action shops#show"].routes[0].path == "/shops/:id"
    assert (found["action shops#show"].line, found["action shops#show"].end_line) == (2, 3)


def test_a_template_alone_is_an_action() -> None:
    found = _found(_shops(""), "app/views/shops/index.html.erb", "app/views/layouts/application.html.haml")
    point = found["action shops#index"]
    assert (point.method, point.path, point.views) == (
        "", "app/views/shops/index.html.erb", ("app/views/shops/index.html.erb",),
    )  # fmt: skip
    assert point.layouts == ("app/views/layouts/application.html.haml",)


def test_actions_are_inherited_and_come_with_concerns() -> None:
    files = {
        **_shops("include Listed"),
        "app/controllers/concerns/listed.rb": "module Listed\ndef index\nend\nend",
        "app/controllers/application_controller.rb": _BASE_WITH.format("show"),
    }
    found = _found(files)
    assert found["action shops#index"].path == "app/controllers/concerns/listed.rb"
    assert found["action shops#show"].path == "app/controllers/application_controller.rb"


def test_a_path_that_names_the_controller_reaches_those_of_its_module() -> None:
    files = {
        "config/routes.rb": 'Rails.application.routes.draw { namespace(:admin) { get "old/:controller/:action" } }',
        "app/controllers/shops_controller.rb": "class ShopsController\ndef show\nend\nend",
        "app/controllers/admin/shops_controller.rb": "class Admin::ShopsController\ndef show\nend\nend",
    }
    routed = {name: point.routed for name, point in _found(files).items()}
    assert routed == {"action admin/shops#show": True, "action shops#show": False}


def test_public_methods_of_a_class_that_others_inherit_from_are_helpers() -> None:
    found = _found({**_shops("def show\nend"),
        "app/controllers/application_controller.rb": _BASE_WITH.format("help")
    })  # fmt: skip
    assert [*found] == ["action shops#show"]


def test_an_action_of_a_gem_is_said_to_be_one() -> None:
    files = {
        "config/routes.rb": 'Rails.application.routes.draw { devise_for :users, controllers: {sessions: "logins"} }',
        "app/controllers/logins_controller.rb": _LOGINS,
    }
    found = _found(files)
    assert (found["action logins#new"].detail, found["action logins#destroy"].detail) == ("", "of a gem")


@pytest.mark.parametrize(
    ("code", "name", "detail"),
    [
        ("class SyncJob < ApplicationJob\ndef perform\nend\nend", "job SyncJob", "active_job"),
        ("class SyncJob\ninclude Sidekiq::Job\ndef perform\nend\nend", "job SyncJob", "sidekiq"),
        ("class SyncJob\ndef self.perform\nend\nend", "job SyncJob", "resque"),
        ("class SyncJob\ndef perform\nend\nend", "job SyncJob", "delayed_job"),
        ("class A\ndef go\nend\nhandle_asynchronously :go\nend", "job A#go", "delayed_method"),
        ("class M < ApplicationMailer\ndef hello\nend\nend", "mailer M#hello", ""),
        ("class C < ApplicationCable::Channel\ndef speak\nend\nend", "channel C#speak", "channel"),
        ("class A < GraphQL::Schema::Mutation\ndef resolve\nend\nend", "graphql A", "mutation"),
        ("class A < GraphQL::Schema::Resolver\ndef resolve\nend\nend", "graphql A", "resolver"),
    ],
)
def test_classes_that_frameworks_call(code: str, name: str, detail: str) -> None:
    found = _found({"app/jobs/sync_job.rb": code})
    assert [(key, point.detail) for key, point in found.items()] == [(name, detail)]


def test_fields_of_the_query_type_are_entry_points() -> None:
    code = "class Q\nfield :shops\ndef shops\nend\ndef other\nend\nend\nclass S < GraphQL::Schema\nquery Q\nend"
    assert [*_found({"app/graphql/s.rb": code})] == ["graphql Q#shops"]


def test_endpoints_of_grape_have_their_whole_path() -> None:
    code = """
      class API < Grape::API
        prefix :api
        before { log_in }
        namespace :shops do
          route_param :id do
            get(:items) { Item.all }
          end
        end
      end
    """
    point = _found({"app/api/api.rb": code})["endpoint GET /api/shops/:id/items"]
    assert point.body is not None
    assert [hook.kind for hook in point.hooks] == ["before"]


def test_rake_tasks_have_their_namespace() -> None:
    tasks = "task clean: :environment do\nend\n%w[a b].each { |n| task(n) { x } }"
    code = f"namespace :db do\n{tasks}\nend\ntask :none => :all"
    found = _found({"lib/tasks/db.rake": code})
    assert [*found] == ["rake db:clean", "rake db:a", "rake db:b"]


def test_mails_have_their_templates() -> None:
    code = 'class UserMailer < ApplicationMailer\nlayout "letter"\ndef hello\nend\nend'
    found = _found(
        {"app/mailers/user_mailer.rb": code},
        "app/views/user_mailer/hello.text.erb",
        "app/views/layouts/letter.text.erb",
    )
    point = found["mailer UserMailer#hello"]
    assert (point.views, point.layouts) == (
        ("app/views/user_mailer/hello.text.erb",), ("app/views/layouts/letter.text.erb",),
    )  # fmt: skip
