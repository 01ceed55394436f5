#include "tests/support/large_studio.hpp"

#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include "cache/repository.hpp"
#include "config/load.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/offload.hpp"
#include "notion/bindings.hpp"
#include "notion/observe.hpp"
#include "notion/parse.hpp"
#include "notion/requests.hpp"
#include "notion/show.hpp"
#include "notion/subject.hpp"
#include "notion/view_body.hpp"
#include "pipeline/outcome.hpp"
#include "pipeline/standing.hpp"
#include "pipeline/text/text.hpp"
#include "pipeline/work.hpp"
#include "tests/support/front_door.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/quick_text.hpp"
#include "tests/support/stock_media.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;
using pipeline::Stage;

config::Settings checked(config::Settings settings) {
  if (settings.media.public_url.empty()) throw Error("a large studio needs media.public_url");
  return settings;
}

pipeline::Providers providers_of(Executor loop, const config::Settings& settings,
                                 Offload& offload) {
  auto providers = pipeline::make_providers(loop, settings, offload);
  providers.text = make_quick_text(providers.text->identity());
  return providers;
}

/// Makes one video after the other.
class Maker {
 public:
  Maker(config::Settings settings, const std::filesystem::path& workspace)
      : settings_(checked(std::move(settings))),
        notion_(workspace, settings_.notion.base_url),
        cache_((settings_.state.directory / "storyreel.db").string(), SQLite::OPEN_READWRITE),
        providers_(providers_of(loop_.get_executor(), settings_, offload_)),
        store_(settings_.state.directory / "artifacts"),
        media_(settings_, providers_, offload_, loop_),
        rules_(pipeline::rules_of(settings_, providers_, settings_.media.public_url)) {
    cache_.exec("PRAGMA synchronous = OFF");
    const auto videos = cache::bases::videos(cache_);
    if (!videos) throw Error("a large studio needs storyreel init first");
    videos_ = *videos;
  }

  void make(std::size_t videos, std::size_t sentences);

 private:
  void make_video(std::size_t number, const std::string& script);
  std::string observe(std::size_t number, const std::string& script);
  void write_text(const std::string& id);
  void make_artifacts(const std::string& id);
  void keep(const std::string& key, std::string_view kind, std::size_t at, std::size_t count);
  cache::Base make_details(const cache::Video& video);
  void make_rows(const cache::Base& base);
  void show(const std::string& id);
  void mirror(const cache::Base& base, const notion::Page& page, const std::string& owner);
  void make_views(const cache::Base& base);
  void rest(cache::Base base);
  pipeline::Advance advance(const std::string& id);

  config::Settings settings_;
  FrontDoor notion_;
  SQLite::Database cache_;
  boost::asio::io_context loop_;
  Offload offload_{1};
  pipeline::Providers providers_;
  pipeline::Store store_;
  StockMedia media_;
  pipeline::Rules rules_;
  cache::Base videos_;
};

pipeline::Advance Maker::advance(const std::string& id) {
  return *pipeline::advance(cache_, id, store_, rules_, {}, {});
}

/// A person's page as pull would see it.
std::string Maker::observe(std::size_t number, const std::string& script) {
  json::array children;
  for (auto& block : notion::paragraphs(script)) children.push_back(std::move(block));
  const auto title = fmt::format("Video {}", number);
  const json::object body{
      {"parent", {{"type", "data_source_id"}, {"data_source_id", videos_.source_id}}},
      {"properties",
       {{"Title", {{"title", notion::rich_text(title)}}},
        {"Script Approved", {{"checkbox", true}}}}},
      {"children", std::move(children)}};
  const auto page = notion::parse_page(notion_.person("POST", "/v1/pages", body));
  notion::observe_video(cache_, videos_, page, {.asked_at = now()});
  notion::observe_body(cache_, page.id, script, "", now());
  auto video = *cache::videos::find_by_page(cache_, page.id);
  video.changed_at = video.created_at = notion_.time;
  cache::videos::save(cache_, video);
  return video.id;
}

void Maker::write_text(const std::string& id) {
  const auto snapshot = pipeline::load_snapshot(cache_, id);
  auto wanted = pipeline::wanted_writing(*snapshot, rules_.settle, now());
  pipeline::save_fills(
      cache_, id,
      run(loop_, pipeline::write(*providers_.text, std::move(wanted), pipeline::closed_till())));
}

void Maker::keep(const std::string& key, std::string_view kind, std::size_t at, std::size_t count) {
  cache::Artifact artifact;
  artifact.key = key;
  artifact.kind = kind;
  media_.add(artifact, at, count);
  cache::artifacts::save(cache_, artifact);
}

void Maker::make_artifacts(const std::string& id) {
  const auto snapshot = *pipeline::load_snapshot(cache_, id);
  const auto language = snapshot.fill(id, pipeline::property::kLanguage)->value();
  const auto sentences = pipeline::sentences_of(snapshot);
  const auto film = pipeline::narrated(snapshot.video, sentences, language, rules_.recipe);
  for (const auto& target : pipeline::targets(film)) {
    keep(target.key, words(target.stage).artifact, target.at, sentences.size());
    if (target.stage != Stage::film) continue;
    for (const auto& companion : pipeline::companions(film))
      keep(pipeline::companion_key(target.key, companion.kind), companion.kind, 0, 0);
  }
}

cache::Base Maker::make_details(const cache::Video& video) {
  const auto& binding = notion::details_binding();
  json::object schema;
  for (const auto& bound : binding.properties)
    if (notion::is_property(bound.type))
      schema[bound.name] = notion::property_schema(bound.type, bound.detail);
  cache::Base base;
  base.binding = binding.name;
  base.video_id = video.id;
  base.title = base.wrote_title = notion::details_title(video);
  const json::object body{{"parent", {{"type", "page_id"}, {"page_id", video.page_id}}},
                          {"title", notion::rich_text(base.title)},
                          {"is_inline", true},
                          {"initial_data_source", {{"properties", std::move(schema)}}}};
  const auto database = notion::parse_database(notion_.bot("POST", "/v1/databases", body));
  base.database_id = database.id;
  base.url = database.url;
  base.source_id = database.sources.at(0).id;
  base.property_ids = notion::ids_of(
      notion::parse_source(notion_.bot("GET", "/v1/data_sources/" + base.source_id)), binding, {});
  cache::bases::save(cache_, base);
  return base;
}

/// What push notes of a page of its own.
void Maker::mirror(const cache::Base& base, const notion::Page& page, const std::string& owner) {
  auto shown = cache::pages::find(cache_, page.id).value_or(cache::Page{});
  shown.page_id = page.id;
  shown.source_id = base.source_id;
  shown.created_time = page.created_time;
  shown.created_by = page.created_by;
  shown.last_edited_time = page.last_edited_time;
  shown.last_edited_by = page.last_edited_by;
  shown.values = notion::values_of(page, base);
  shown.seen_at = notion_.time;
  cache::pages::save(cache_, shown);
  for (auto& fill : cache::fills::of_owner(cache_, owner)) {
    fill.wrote = shown.values.at(fill.property);
    cache::fills::save(cache_, fill);
  }
}

void Maker::make_rows(const cache::Base& base) {
  for (auto& item : cache::items::of_video(cache_, base.video_id)) {
    const auto values = beginnings(notion::details_binding(), notion::subject_of(cache_, item));
    const json::object body{
        {"parent", {{"type", "data_source_id"}, {"data_source_id", base.source_id}}},
        {"properties", notion::properties(values, base.property_ids)}};
    const auto page = notion::parse_page(notion_.bot("POST", "/v1/pages", body));
    item.page_id = page.id;
    cache::items::save(cache_, item);
    mirror(base, page, item.id);
  }
}

/// The video's own page shows what the record says.
void Maker::show(const std::string& id) {
  const auto video = *cache::videos::find(cache_, id);
  const auto subject = notion::subject_of(cache_, video);
  const auto before = *cache::pages::find(cache_, video.page_id);
  const auto differing = differences(notion::videos_binding(), subject, before.values);
  const auto body = notion::page_body(differing, videos_.property_ids);
  mirror(videos_, notion::parse_page(notion_.bot("PATCH", "/v1/pages/" + video.page_id, body)), id);
}

void Maker::make_views(const cache::Base& base) {
  for (const auto& view : notion::binding_of(base).views) {
    if (view.given) {
      const auto all =
          notion::parse_views(notion_.bot("GET", "/v1/views?database_id=" + base.database_id));
      notion_.bot("PATCH", "/v1/views/" + all.results.at(0).id, notion::order_body(view, base));
    } else {
      notion_.bot("POST", "/v1/views", notion::view_body(view, base, std::string(view.equals)));
    }
    cache::views::save(cache_, base.source_id, view.name);
  }
}

/// As after a sweep that found nothing new.
void Maker::rest(cache::Base base) {
  base.watermark = notion_.time - notion_.time.time_since_epoch() % std::chrono::minutes(1);
  base.swept_at = notion_.time;
  cache::bases::save(cache_, base);
}

void Maker::make_video(std::size_t number, const std::string& script) {
  const auto id = observe(number, script);
  pipeline::save_passages(cache_, id, script, pipeline::passages(script, "en"));
  write_text(id);
  make_artifacts(id);
  advance(id);
  const auto base = make_details(*cache::videos::find(cache_, id));
  make_rows(base);
  make_views(base);
  rest(base);
  const auto video = advance(id).after.video;
  if (video.status != cache::VideoStatus::complete)
    throw Error("a made video is not complete: " + video.error);
  show(id);
  cache::videos::set_pushed(cache_, id, cache::videos::find(cache_, id)->revision);
}

void Maker::make(std::size_t videos, std::size_t sentences) {
  const auto first = now() - std::chrono::days(1) - std::chrono::minutes(videos);
  for (std::size_t number = 1; number <= videos; ++number) {
    notion_.time = first + std::chrono::minutes(number);
    SQLite::Transaction transaction(cache_);
    make_video(number, some_script(number, sentences));
    rest(videos_);
    transaction.commit();
  }
}

}  // namespace

void make_finished_videos(const std::filesystem::path& config,
                          const std::filesystem::path& workspace, std::size_t videos,
                          std::size_t sentences) {
  Maker(config::load(config), workspace).make(videos, sentences);
}

}  // namespace storyreel::test
