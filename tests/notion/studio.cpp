#include "tests/notion/studio.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/hash.hpp"
#include "notion/bindings.hpp"
#include "notion/parse.hpp"
#include "notion/requests.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

workspace::Options options(const std::filesystem::path& data) {
  workspace::Options options;
  options.data = data;
  options.control = true;
  return options;
}

config::Notion settings_for(workspace::Workspace& workspace) {
  config::Notion settings;
  settings.token = Secret(workspace.integration_token());
  settings.parent_page = workspace.studio_page();
  settings.base_url = workspace.url();
  settings.requests_per_minute = 0;
  settings.settle = seconds(0);
  settings.index_lag = seconds(1);
  return settings;
}

}  // namespace

WorkspaceThread::WorkspaceThread(const std::filesystem::path& data)
    : workspace_(std::make_unique<workspace::Workspace>(loop_.get_executor(), options(data))),
      thread_([this] {
        boost::asio::co_spawn(loop_, workspace_->run(), [](std::exception_ptr) {});
        loop_.run();
      }) {}

WorkspaceThread::~WorkspaceThread() {
  loop_.stop();
  thread_.join();
}

Studio::Studio()
    : workspace(folder.path() / "workspace"),
      settings(settings_for(*workspace)),
      http(loop.get_executor()),
      log(folder.path() / "status.log", false),
      cache(loop.get_executor(), folder.path() / "storyreel.db"),
      client(loop.get_executor(), http, settings),
      puller(client, cache, log, settings),
      sweeper(client, cache, log, settings),
      pusher(client, cache, log, settings, shelf) {}

void Studio::init() {
  run(loop, notion::init(client, cache, settings));
}

void Studio::pull() {
  run(loop, puller.pass());
}

void Studio::age(std::chrono::minutes by) {
  write([by](cache::Database& database) {
    for (auto& video : cache::videos::all(database)) {
      video.changed_at -= by;
      cache::videos::save(database, video);
    }
    for (const auto& base : cache::bases::all(database)) {
      for (auto& page : cache::pages::of_base(database, base.source_id)) {
        page.seen_at -= by;
        cache::pages::save(database, page);
      }
    }
  });
}

void Studio::push() {
  const auto end = std::chrono::steady_clock::now() + seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    const auto pass = run(loop, pusher.pass());
    if (!pass.again_at) return;
    const auto rest = std::chrono::duration_cast<milliseconds>(*pass.again_at - now());
    if (rest.count() > 0) run(loop, sleep_for(rest));
  }
  throw std::runtime_error("push still holds something back");
}

json::object Studio::person(const std::string& method, const std::string& path,
                            const json::value& body) {
  HttpRequest request;
  request.method = method;
  request.url = workspace->url() + path;
  request.headers = {{"Authorization", "Bearer " + workspace->person_token()},
                     {"Notion-Version", std::string(notion::kVersion)},
                     {"Content-Type", "application/json"}};
  if (!body.is_null()) request.body = json::serialize(body);
  const auto reply = run(loop, http.send(request));
  if (reply.status >= 300) throw std::runtime_error(path + ": " + reply.body);
  return json::parse(reply.body).as_object();
}

void Studio::control(const std::string& path, const json::value& body) {
  person("POST", "/_control/" + path, body);
}

std::string Studio::add_page(const std::string& title, const std::string& body) {
  json::array children;
  for (auto& block : notion::paragraphs(body)) children.push_back(std::move(block));
  const auto base = *read(&cache::bases::videos);
  const json::object page{
      {"parent", {{"type", "data_source_id"}, {"data_source_id", base.source_id}}},
      {"properties", {{"Title", {{"title", notion::rich_text(title)}}}}},
      {"children", std::move(children)}};
  return std::string(person("POST", "/v1/pages", page).at("id").as_string());
}

void Studio::edit(const std::string& page_id, const json::object& properties) {
  person("PATCH", "/v1/pages/" + page_id, json::object{{"properties", properties}});
}

void Studio::trash(const std::string& page_id, bool in_trash) {
  person("PATCH", "/v1/pages/" + page_id, json::object{{"in_trash", in_trash}});
}

std::string Studio::shown(const std::string& page_id, const std::string& property) {
  const auto page = notion::parse_page(json::serialize(person("GET", "/v1/pages/" + page_id)));
  return page.properties.at(property).text;
}

cache::Video Studio::video() {
  return read(&cache::videos::all).at(0);
}

std::string Studio::trouble(std::string_view stage) {
  const auto jobs = read(
      [id = video().id](cache::Database& database) { return cache::jobs::of_video(database, id); });
  const auto found = std::ranges::find(jobs, stage, &cache::Job::stage);
  return found == jobs.end() ? "" : found->error;
}

std::vector<cache::Item> Studio::items() {
  return read([id = video().id](cache::Database& database) {
    return cache::items::of_video(database, id);
  });
}

void Studio::fill_rows(const std::vector<std::string>& sentences) {
  struct Fill {
    std::string video;
    std::vector<std::string> sentences;
    void operator()(cache::Database& database) const {
      double position = 0;
      for (const auto& sentence : sentences) {
        cache::Item item;
        item.id = new_uuid();
        item.video_id = video;
        item.position = ++position;
        item.text = item.source = sentence;
        item.words = 3;
        item.created_at = now();
        cache::items::save(database, item);
        cache::fills::save(database, {.owner_id = item.id,
                                      .property = "Image Prompt",
                                      .ours = "A picture of " + sentence,
                                      .inputs = "i"});
      }
      auto taken = *cache::videos::find(database, video);
      taken.taken_body = sha256(taken.body);
      cache::videos::save(database, taken);
      cache::videos::touch(database, video);
    }
  };
  write(Fill{video().id, sentences});
}

}  // namespace storyreel::test
