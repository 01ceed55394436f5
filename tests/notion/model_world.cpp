#include "tests/notion/model_world.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "notion/bindings.hpp"
#include "notion/parse.hpp"
#include "notion/value.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

// Small films, and no waiting: what a process waits for is for tests of its own.
config::Settings settings_for(workspace::Workspace& workspace) {
  config::Settings settings;
  settings.notion.token = Secret(workspace.integration_token());
  settings.notion.parent_page = workspace.studio_page();
  settings.notion.base_url = workspace.url();
  settings.notion.requests_per_minute = 0;
  settings.notion.settle = seconds(0);
  settings.notion.index_lag = milliseconds(300);
  settings.render.width = 64;
  settings.render.height = 36;
  settings.render.fps = 10;
  settings.render.preset = "ultrafast";
  return settings;
}

json::array names(const std::string& text) {
  json::array options;
  for (const auto& name : notion::lines(text)) options.push_back({{"name", name}});
  return options;
}

json::array files(const std::string& text) {
  json::array all;
  for (const auto& url : notion::lines(text)) {
    all.push_back({{"type", "external"}, {"name", "file"}, {"external", {{"url", url}}}});
  }
  return all;
}

}  // namespace

json::value typed(std::string_view type, const std::string& text) {
  const json::value none = nullptr;
  if (type == "title" || type == "rich_text") return json::object{{type, rich_text(text)}};
  if (type == "checkbox") return json::object{{type, text == "true"}};
  if (type == "multi_select") return json::object{{type, names(text)}};
  if (type == "files") return json::object{{type, files(text)}};
  if (text.empty()) return json::object{{type, none}};
  if (type == "number") return json::object{{type, *notion::to_number(text)}};
  if (type == "select") return json::object{{type, {{"name", text}}}};
  if (type == "date") return json::object{{type, {{"start", text}}}};
  return json::object{{type, text}};
}

Shelf::Shelf() : store(folder.path()) {
  store.open();
}

/// What a process has in memory.
struct World::Daemon {
  Daemon(boost::asio::io_context& loop, const std::filesystem::path& folder, Shelf& shelf,
         const config::Settings& settings)
      : http(loop.get_executor()),
        log(folder / "status.log", false),
        cache(loop.get_executor(), folder / "storyreel.db"),
        client(loop.get_executor(), http, settings.notion),
        providers(pipeline::make_providers(loop.get_executor(), settings, shelf.offload)),
        puller(client, cache, log, settings.notion),
        pusher(client, cache, log, settings.notion,
               {.reader = shelf.reader, .folder = shelf.folder.path()}),
        worker(loop.get_executor(), cache, shelf.offload, shelf.store, providers, log, settings,
               "http://127.0.0.1:1/media", [] {}) {}

  HttpClient http;
  StatusLog log;
  cache::Cache cache;
  notion::Client client;
  pipeline::Providers providers;
  notion::Pull puller;
  notion::Push pusher;
  pipeline::Work worker;
};

World::World(Shelf& shelf)
    : shelf_(shelf),
      workspace_(folder_.path() / "workspace"),
      person_(workspace_->url(), workspace_->person_token()),
      settings_(settings_for(*workspace_)) {
  restart();
  auto& daemon = *daemon_;
  run(loop_, notion::init(daemon.client, daemon.cache, settings_.notion));
  run(loop_, daemon.cache.write([&](cache::Database& database) {
    for (const auto& artifact : shelf_.artifacts) cache::artifacts::save(database, artifact);
  }));
  videos_ = read(&cache::bases::videos)->source_id;
  ids(videos_);
}

World::~World() {
  shelf_.artifacts = read(&cache::artifacts::all);
}

cache::Cache& World::cache() {
  return daemon_->cache;
}

void World::restart() {
  daemon_.reset();
  daemon_ = std::make_unique<Daemon>(loop_, folder_.path(), shelf_, settings_);
}

std::optional<Pass> World::pass(Loop loop) {
  auto& daemon = *daemon_;
  try {
    if (loop == Loop::pull) return run(loop_, daemon.puller.pass());
    if (loop == Loop::work) return run(loop_, daemon.worker.pass());
    return run(loop_, daemon.pusher.pass());
  } catch (const Error& error) {
    failure_ = error.what();
  }
  return std::nullopt;
}

json::value World::call(std::string method, std::string path, json::value body) {
  return person_.call(std::move(method), std::move(path), std::move(body));
}

notion::Page World::page(const std::string& id) {
  return notion::parse_page(json::serialize(call("GET", "/v1/pages/" + id)));
}

std::vector<notion::Page> World::rows(const std::string& source_id) {
  const auto path = "/v1/data_sources/" + source_id + "/query";
  auto list = notion::parse_pages(json::serialize(call("POST", path, {{"page_size", 100}})));
  if (list.has_more) throw std::runtime_error("the model's databases are small");
  return std::move(list.results);
}

const std::map<std::string, std::string>& World::ids(const std::string& source_id) {
  auto& known = ids_[source_id];
  if (!known.empty()) return known;
  const auto source =
      notion::parse_source(json::serialize(call("GET", "/v1/data_sources/" + source_id)));
  for (const auto& property : source.properties) known[property.name] = property.id;
  return known;
}

cache::Values World::shown(const notion::Page& page) {
  cache::Values values;
  for (const auto& [name, id] : ids(page.parent_id)) {
    const auto found = std::ranges::find_if(
        page.properties, [&](const auto& property) { return property.second.id == id; });
    if (found != page.properties.end()) values[name] = our_words(found->second);
  }
  values[std::string(notion::kCover)] = page.properties.at(std::string(notion::kCover)).text;
  return values;
}

void World::set(const notion::Page& page, const std::string& property, const std::string& text) {
  if (property == notion::kCover) return set_cover(page.id, text);
  const auto& id = ids(page.parent_id).at(property);
  const auto found =
      std::ranges::find_if(page.properties, [&](const auto& each) { return each.second.id == id; });
  const json::object values{{id, value(page.parent_id, found->second.type, text)}};
  call("PATCH", "/v1/pages/" + page.id, json::object{{"properties", values}});
}

json::value World::value(const std::string& source_id, std::string_view type,
                         const std::string& text) {
  const auto renamed = options_.find(source_id + text);
  if (type != "select" || renamed == options_.end()) return typed(type, text);
  return json::object{{type, {{"id", renamed->second.id}}}};
}

std::string World::our_words(const notion::Property& property) const {
  if (property.type != "select" || property.options.empty()) return property.text;
  const auto renamed = std::ranges::find_if(options_, [&](const auto& option) {
    return option.second.id == property.options.front().id;
  });
  return renamed == options_.end() ? property.text : renamed->second.name;
}

void World::rename_option(const std::string& source_id, const std::string& property, std::size_t at,
                          const std::string& name) {
  const auto source =
      notion::parse_source(json::serialize(call("GET", "/v1/data_sources/" + source_id)));
  const auto& id = ids(source_id).at(property);
  const auto bound = std::ranges::find(source.properties, id, &notion::SourceProperty::id);
  const auto& option = bound->options[at % bound->options.size()];
  const bool known =
      std::ranges::any_of(options_, [&](const auto& each) { return each.second.id == option.id; });
  if (!known) options_[source_id + option.name] = option;
  const json::object renaming{
      {"data_source_id", source_id}, {"option_id", option.id}, {"name", name}};
  call("POST", "/_control/options", renaming);
}

void World::set_cover(const std::string& page_id, const std::string& url) {
  const json::value cover = url.empty()
                                ? json::value(nullptr)
                                : json::value{{"type", "external"}, {"external", {{"url", url}}}};
  call("PATCH", "/v1/pages/" + page_id, json::object{{"cover", cover}});
}

void World::trash(const std::string& page_id, bool in_trash) {
  call("PATCH", "/v1/pages/" + page_id, json::object{{"in_trash", in_trash}});
}

void World::share(const std::string& page_id, bool shared) {
  call("POST", "/_control/shares", json::object{{"page_id", page_id}, {"shared", shared}});
}

void World::add_property(const std::string& source_id, const std::string& name) {
  const json::object property{{name, {{"rich_text", json::object()}}}};
  const auto source =
      call("PATCH", "/v1/data_sources/" + source_id, json::object{{"properties", property}});
  ids_[source_id][name] = std::string(source.at("properties").at(name).at("id").as_string());
}

void World::move_clock(seconds ahead) {
  ahead_ += ahead;
  call("POST", "/_control/clock", json::object{{"offset_seconds", ahead_.count()}});
}

std::vector<json::value> World::children(const std::string& page_id) {
  return person_.children(page_id);
}

std::vector<notion::Database> World::databases(const std::string& page_id) {
  std::vector<notion::Database> found;
  for (const auto& block : children(page_id)) {
    if (block.at("type") != "child_database" || block.at("in_trash").as_bool()) continue;
    const auto id = std::string(block.at("id").as_string());
    found.push_back(notion::parse_database(json::serialize(call("GET", "/v1/databases/" + id))));
  }
  return found;
}

std::string World::log() const {
  return read_file(folder_.path() / "status.log", 16u << 20);
}

}  // namespace storyreel::test
