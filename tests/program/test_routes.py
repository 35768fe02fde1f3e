from __future__ import annotations

import pytest

from dxscore.domain.route import RouteTable
from dxscore.facts.lowering import lower
from dxscore.program.inflections import default_inflections
from dxscore.program.routes import is_routes_file, read_routes

_ENGINE = "module Blog\nclass Engine < Rails::Engine\nisolate_namespace Blog\nend\nend"


def _table(files: dict[str, str]) -> RouteTable:
    return read_routes({path: lower(text.encode()) for path, text in files.items()}, default_inflections())


def _drawn(body: str, **more: str) -> RouteTable:
    return _table({"config/routes.rb": f"Rails.application.routes.draw do\n{body}\nend", **more})


def _lines(table: RouteTable) -> list[str]:
    return [f"{each.verb} {each.path} {each.controller}#{each.action}" for each in table.routes]


@pytest.mark.parametrize(
    ("body", "routes"),
    [
        ('get "/shop", to: "shops#show"', ["GET /shop shops#show"]),
        ('get "/shop" => "shops#show"', ["GET /shop shops#show"]),
        ('get "shops/list"', ["GET /shops/list shops#list"]),
        ('match "a", to: "b#c", via: [:get, :post]', ["GET /a b#c", "POST /a b#c"]),
        ('match "a", to: "b#c", via: :all', [" /a b#c"]),
        ('root "home#index"', ["GET / home#index"]),
        ('root to: "home#index"', ["GET / home#index"]),
        ('scope "/api", module: "v1" do\nget "x", to: "y#z"\nend', ["GET /api/x v1/y#z"]),
        ('scope module: "a" do\nget "x", to: "/y#z"\nend', ["GET /x y#z"]),
        ('namespace :admin, path: "boss" do\nget "x", to: "y#z"\nend', ["GET /boss/x admin/y#z"]),
        ("controller :shops do\nget :open\nend", ["GET /open shops#open"]),
        ('get "/x", controller: :a, action: :b', ["GET /x a#b"]),
        ('get "/:action", controller: "pages"', ["GET /:action pages#*"]),
        ('get "/u", to: UsersController.action(:show)', ["GET /u users#show"]),
        ("resource :profile, only: :show", ["GET /profile profiles#show"]),
        ("resources :a, only: [] do\nget :b, on: :member\nend", ["GET /a/:id/b a#b"]),
        ("resources :a, only: [] do\nget :b, on: :collection\nend", ["GET /a/b a#b"]),
        ("resources :shops, only: [] do\nget :b\nend", ["GET /shops/:shop_id/b shops#b"]),
        ("resources :a, only: [] do\nmember do\npost :b\nend\nend", ["POST /a/:id/b a#b"]),
        (
            "resources :shops, only: [] do\nresources :items, only: :index\nend",
            ["GET /shops/:shop_id/items items#index"],
        ),
        ("resources :shops, param: :slug, only: :show", ["GET /shops/:slug shops#show"]),
        ('resources :shops, path: "stores", controller: "s", only: :new', ["GET /stores/new s#new"]),
        (
            "resources :shops, shallow: true, only: [] do\nresources :items, only: :show\nend",
            ["GET /items/:id items#show"],
        ),
        ("resources :a, :b, only: :index", ["GET /a a#index", "GET /b b#index"]),
        ("scope only: :index do\nresources :a\nend", ["GET /a a#index"]),
        ("with_options only: :index do |set|\nset.resources :a\nend", ["GET /a a#index"]),
        ("concern :c do\nget :d, on: :member\nend\nresources :a, concerns: :c, only: []", ["GET /a/:id/d a#d"]),
        ('%w[a b].each { |name| get name, to: "x##{name}" }', ["GET /a x#a", "GET /b x#b"]),
        ('{a: 1}.each do |k, v|\nget "#{k}/#{v}", to: "x#y"\nend', ["GET /a/1 x#y"]),
        ('if Rails.env.test?\nget "a", to: "b#c"\nelse\nget "d", to: "e#f"\nend', ["GET /a b#c", "GET /d e#f"]),
        ('def go(on: true)\nget "a", to: "b#c" if on\nend\ngo\ngo(on: false)', ["GET /a b#c"]),
        ('constraints(Api) do\nget "a", to: "b#c"\nend', ["GET /a b#c"]),
        ('direct(:x) { "/y" }', []),
        ("resources :a, only: %i[index] + [:show]", ["GET /a a#index", "GET /a/:id a#show"]),
    ],
)
def test_what_a_call_draws(body: str, routes: list[str]) -> None:
    assert _lines(_drawn(body)) == routes


def test_resources_draw_seven_actions() -> None:
    assert _lines(_drawn("resources :shops")) == [
        "GET /shops shops#index",
        "POST /shops shops#create",
        "GET /shops/new shops#new",
        "GET /shops/:id/edit shops#edit",
        "GET /shops/:id shops#show",
        "PATCH /shops/:id shops#update",
        "PUT /shops/:id shops#update",
        "DELETE /shops/:id shops#destroy",
    ]


def test_another_file_is_drawn_where_it_is_named() -> None:
    table = _drawn("namespace(:api) { draw :v1 }", **{"config/routes/v1.rb": 'get "x", to: "y#z"'})
    assert [(each.controller, each.file, each.line) for each in table.routes] == [("api/y", "config/routes/v1.rb", 1)]


def test_an_engine_in_the_tree_is_followed_where_it_is_mounted() -> None:
    table = _table(
        {
            "config/routes.rb": 'Rails.application.routes.draw { mount Blog::Engine, at: "/blog" }',
            "engines/blog/config/routes.rb": "Blog::Engine.routes.draw { resources :posts, only: :index }",
            "engines/blog/lib/blog/engine.rb": _ENGINE,
        }
    )
    assert _lines(table) == ["GET /blog/posts blog/posts#index"]
    assert table.routes[0].mount == "Blog::Engine"


def test_an_engine_that_nothing_mounts_is_read_from_its_own_root() -> None:
    table = _table({"config/routes.rb": 'Blog::Engine.routes.draw { root to: "posts#index" }'})
    assert _lines(table) == ["GET / posts#index"]


def test_what_answers_without_a_controller_is_known_by_its_name() -> None:
    table = _drawn('mount Sidekiq::Web => "/jobs"\nget "/old", to: redirect("/new")')
    assert [(each.path, each.mount, each.controller) for each in table.routes] == [
        ("/jobs", "Sidekiq::Web", ""),
        ("/old", "redirect", ""),
    ]


def test_macros_of_gems_draw_what_is_known_of_them() -> None:
    table = _drawn('devise_for :users, controllers: {sessions: "logins"}, skip: [:passwords]')
    drawn = {(each.controller, each.action) for each in table.routes}
    assert ("logins", "create") in drawn
    assert not any("passwords" in controller for controller, _ in drawn)
    assert [each.what for each in table.unread] == ["devise_for"]


def test_what_only_running_would_tell_is_said_to_be_unread() -> None:
    table = _drawn("ActiveAdmin.routes(self)\nresources compute_name\napipie\ndraw :missing")
    assert [each.what for each in table.unread] == ["ActiveAdmin.routes", "resources", "apipie", "draw(missing)"]


def test_loops_in_loops_end() -> None:
    body = "list = %w[a b c d e f g h i j]\n" + "list.each { |x| " * 6 + 'get "x", to: "y#z"' + " }" * 6
    table = _drawn(body)
    assert len(table.routes) < 60_000
    assert any("more routes" in each.reason for each in table.unread)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("config/routes.rb", True),
        ("packs/shop/config/routes/admin.rb", True),
        ("test/dummy/config/routes.rb", False),
        ("app/routes.rb", False),
    ],
)
def test_which_files_draw_routes(path: str, expected: bool) -> None:
    assert is_routes_file(path) is expected
