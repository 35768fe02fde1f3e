"""What is known of well-known gems by name: the words that use them, their purpose, the group they belong to."""

from __future__ import annotations

from collections.abc import Mapping

CONSTANTS: Mapping[str, tuple[str, ...]] = {
    "activerecord-import": ("ActiveRecord::Import",),
    "after_commit_everywhere": ("AfterCommitEverywhere",),
    "aws-sdk": ("Aws", "AWS"),
    "bugsnag": ("Bugsnag",),
    "elasticsearch-model": ("Elasticsearch::Model",),
    "elasticsearch-rails": ("Elasticsearch::Rails",),
    "faraday_middleware": ("FaradayMiddleware",),
    "google-api-client": ("Google::Apis",),
    "jwt": ("JWT",),
    "mime-types": ("MIME::Types", "MIME"),
    "newrelic_rpm": ("NewRelic",),
    "omniauth-oauth2": ("OmniAuth::Strategies::OAuth2",),
    "openid_connect": ("OpenIDConnect",),
    "pg": ("PG",),
    "rubyzip": ("Zip",),
    "sentry-raven": ("Raven",),
    "sentry-rails": ("Sentry",),
    "sentry-ruby": ("Sentry",),
    "json-schema": ("JSON::Validator", "JSON::Schema"),
    "spring": ("Spring",),
    "streamio-ffmpeg": ("FFMPEG",),
    "twitter": ("Twitter",),
    "ruby-saml": ("OneLogin::RubySaml",),
    "ruby-openai": ("OpenAI",),
    "ruby-vips": ("Vips",),
    "rmagick": ("Magick",),
    "rotp": ("ROTP",),
    "net-ldap": ("Net::LDAP",),
    "net-ssh": ("Net::SSH",),
    "net-scp": ("Net::SCP",),
    "erubis": ("Erubis",),
    "rails-html-sanitizer": ("Rails::HTML", "Rails::Html"),
    "rails": ("Rails",),
    "activerecord": ("ActiveRecord",),
    "activesupport": ("ActiveSupport",),
    "railties": ("Rails",),
    "rack": ("Rack",),
    "geoip": ("GeoIP",),
    "maxmind-geoip2": ("MaxMind::GeoIP2",),
    "maxminddb": ("MaxMindDB",),
    "twilio-ruby": ("Twilio",),
    "dalli": ("Dalli",),
    "paypal-checkout-sdk": ("PayPalCheckoutSdk", "PayPal"),
    "paypal-sdk-merchant": ("PayPal::SDK",),
    "paypal-sdk-rest": ("PayPal::SDK",),
    "mini_mime": ("MiniMime",),
    "prometheus-client": ("Prometheus",),
    "uglifier": ("Uglifier",),
    "premailer-rails": ("Premailer",),
}
"""Gem -> constants it defines, where they can't be told from its name."""

MACROS: Mapping[str, tuple[str, ...]] = {
    "aasm": ("aasm",),
    "active_model_serializers": ("has_scope",),
    "acts-as-taggable-on": ("acts_as_taggable", "acts_as_taggable_on"),
    "acts_as_list": ("acts_as_list",),
    "ancestry": ("has_ancestry",),
    "attr_encrypted": ("attr_encrypted",),
    "audited": ("audited",),
    "awesome_nested_set": ("acts_as_nested_set",),
    "blind_index": ("blind_index",),
    "cancancan": ("load_and_authorize_resource", "authorize_resource", "load_resource"),
    "carrierwave": ("mount_uploader", "mount_uploaders"),
    "closure_tree": ("has_closure_tree",),
    "counter_culture": ("counter_culture",),
    "devise": ("devise",),
    "enumerize": ("enumerize",),
    "flag_shih_tzu": ("has_flags",),
    "friendly_id": ("friendly_id",),
    "geocoder": ("geocoded_by", "reverse_geocoded_by"),
    "globalize": ("translates",),
    "kaminari": ("paginates_per", "max_paginates_per"),
    "lockbox": ("has_encrypted", "lockbox_encrypts"),
    "merit": ("has_merit",),
    "money-rails": ("monetize",),
    "paper_trail": ("has_paper_trail",),
    "paperclip": ("has_attached_file",),
    "paranoia": ("acts_as_paranoid",),
    "pg_search": ("pg_search_scope", "multisearchable"),
    "rolify": ("rolify",),
    "scoped_search": ("scoped_search",),
    "searchkick": ("searchkick",),
    "state_machines-activerecord": ("state_machine",),
    "strip_attributes": ("strip_attributes",),
    "validates_email_format_of": ("validates_email_format_of",),
    "validates_timeliness": ("validates_datetime", "validates_date", "validates_time"),
    "will_paginate": ("per_page",),
}
"""Gem -> calls in class bodies that it adds."""

PURPOSES: Mapping[str, frozenset[str]] = {
    purpose: frozenset(gems.split())
    for purpose, gems in {
        "HTTP clients": "curb excon faraday http httparty httpclient httpx patron rest-client typhoeus",
        "background jobs": "delayed_job delayed_job_active_record good_job que queue_classic resque sidekiq solid_queue"
        " sucker_punch",
        "pagination": "kaminari pagy will_paginate",
        "authentication": "authlogic clearance devise rodauth-rails sorcery",
        "authorization": "action_policy cancancan pundit",
        "file uploads": "carrierwave paperclip refile shrine",
        "state machines": "aasm state_machines state_machines-activerecord statesman workflow",
        "soft deletion": "acts_as_paranoid discard paranoia",
        "version history": "audited logidze paper_trail",
        "feature flags": "flipper rollout unleash",
        "error trackers": "airbrake appsignal bugsnag exception_notification honeybadger rollbar sentry-rails"
        " sentry-raven",
        "performance monitors": "ddtrace datadog elastic-apm newrelic_rpm scout_apm skylight",
        "PDF writers": "grover pdfkit prawn wicked_pdf",
        "template languages": "haml-rails hamlit slim slim-rails",
        "settings": "anyway_config chamber config dotenv-rails figaro global settingslogic",
        "schedulers": "clockwork good_job rufus-scheduler sidekiq-cron sidekiq-scheduler whenever",
        "serializers": "active_model_serializers alba blueprinter fast_jsonapi jsonapi-serializer panko_serializer",
        "Markdown parsers": "commonmarker kramdown redcarpet",
        "search": "elasticsearch-rails pg_search searchkick sunspot_rails thinking-sphinx",
        "test factories": "fabrication factory_bot_rails machinist",
        "JavaScript bundlers": "importmap-rails jsbundling-rails shakapacker vite_rails webpacker",
        "asset pipelines": "propshaft sprockets-rails",
        "trees": "ancestry awesome_nested_set closure_tree",
        "app servers": "falcon passenger puma thin unicorn",
    }.items()
}
"""Purpose -> gems of which an application needs one."""

NOT_FOR_PRODUCTION: Mapping[str, str] = {
    name: group
    for group, names in {
        "test": "capybara capybara-screenshot cucumber-rails cuprite database_cleaner database_cleaner-active_record"
        " launchy minitest-reporters mocha mock_redis rails-controller-testing rspec-rails rspec-retry rspec-sidekiq"
        " selenium-webdriver shoulda shoulda-matchers simplecov test-prof timecop vcr webdrivers webmock",
        "development": "annotate annotaterb better_errors binding_of_caller brakeman bullet bundler-audit"
        " erb_lint haml_lint guard guard-rspec i18n-tasks letter_opener listen lookbook packwerk "
        " rubocop rubocop-performance rubocop-rails rubocop-rails-omakase rubocop-rspec ruby-lsp solargraph spring"
        " spring-watcher-listen standard web-console",
        "development and test": "byebug debug pry-byebug",
    }.items()
    for name in names.split()
}
"""Gem -> the group it belongs to: tools that production has no use for, and of which some are a danger there."""

ACT_BY_THEMSELVES = frozenset(
    "activerecord-nulldb-adapter activerecord-trilogy-adapter adamantium autoprefixer-rails autotuner "
    "babosa barnes bcrypt benchmark bigdecimal bootsnap bundler capistrano cssbundling-rails csv daemons "
    "date ddtrace drb ed25519 ffi flamegraph foreman google-protobuf image_processing importmap-rails "
    "invalid_utf8_rejector io-console irb jemalloc jsbundling-rails json kamal libv8-node logger memory_profiler "
    "mini_racer mutex_m mysql2 net-http net-imap net-pop net-smtp nio4r nokogiri observer oj ostruct passenger pg "
    "pitchfork propshaft psych ptools puma puma-daemon puma_worker_killer racc rack-timeout "
    "rails_12factor rake rb-readline rbnacl rdoc rexml sass-rails sassc sassc-rails scout_apm skylight "
    "solid_cable solid_cache solid_queue sprockets sprockets-rails sqlite3 stackprof stimulus-rails "
    "tailwindcss-rails terser thruster tilt trilogy turbo-rails turbolinks tzinfo-data uglifier unicorn "
    "unicorn-worker-killer uri wdm webpacker webrick zlib".split()
)
"""Gems that work without being named: drivers, servers, command line tools, compilers of assets, patches of classes."""

PLUG_IN = ("capistrano", "guard", "minitest", "pry", "rspec", "rubocop", "spring", "sprockets", "turbo")
"""What stands before a hyphen in names of gems that another tool loads."""
