#include "daemon/commands/film.hpp"

#include <cstdlib>
#include <iostream>
#include <set>
#include <thread>

#include <SQLiteCpp/Transaction.h>

#include "cache/cache.hpp"
#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "config/load.hpp"
#include "config/scalars.hpp"
#include "daemon/commands/film_board.hpp"
#include "daemon/commands/film_files.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/service.hpp"
#include "pipeline/evict.hpp"
#include "pipeline/rules.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;

/// $XDG_CACHE_HOME/storyreel, or what stands for it.
fs::path default_cache() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
    return fs::path(cache) / "storyreel";
  if (const char* home = std::getenv("HOME"); home && *home)
    return fs::path(home) / ".cache" / "storyreel";
  throw UsageError("say with --cache where parts of films are kept: there is no home folder");
}

pipeline::Shelf shelf(cache::Database& database, const pipeline::Store& store) {
  return {
      .find = [&database, &store](const std::string& key) -> std::optional<cache::Artifact> {
        auto artifact = cache::artifacts::find(database, key);
        if (!artifact || !store.sound(*artifact, false)) return std::nullopt;
        return artifact;
      },
      .use =
          [&database](const std::vector<std::string>& keys) {
            SQLite::Transaction transaction(database);
            cache::artifacts::used(database, keys, now());
            transaction.commit();
          },
      .keep =
          [&database](const std::vector<cache::Artifact>& made) {
            SQLite::Transaction transaction(database);
            for (const auto& artifact : made) cache::artifacts::save(database, artifact);
            transaction.commit();
          },
      .forget = [&database](const std::string& key) { cache::artifacts::remove(database, key); }};
}

std::set<std::string> parts_of(const pipeline::Timeline& timeline) {
  std::set<std::string> keys;
  for (const auto& target : pipeline::targets(timeline)) {
    keys.insert(target.key);
    if (target.stage != pipeline::Stage::film) continue;
    for (const auto& companion : pipeline::companions(timeline))
      keys.insert(pipeline::companion_key(target.key, companion.kind));
  }
  return keys;
}

/// Everything here can be made again; what this film is made of stays.
void keep_within(std::int64_t limit, cache::Database& database, const pipeline::Store& store,
                 const std::set<std::string>& parts) {
  SQLite::Transaction transaction(database);
  pipeline::evict(database, store, limit,
                  [&](const cache::Artifact& artifact) { return !parts.contains(artifact.key); });
  transaction.commit();
}

/// Only the daemon, which keeps a ledger, buys.
void make_here(config::Settings& settings) {
  const auto words_per_minute = settings.voice.words_per_minute;
  settings.script = {};
  settings.image = {};
  if (settings.voice.provider == "command") return;
  settings.voice = {};
  settings.voice.words_per_minute = words_per_minute;
}

std::vector<pipeline::GivenFile> places_of(const pipeline::Inputs& given) {
  std::vector<pipeline::GivenFile> places;
  for (const auto& [key, input] : given)
    places.push_back({.key = key, .path = fs::absolute(input.file).lexically_normal().string()});
  return places;
}

/// What was drawn and spoken for the first film still has to be there.
void require_sources(const pipeline::FilmOrder& order, const pipeline::Shelf& shelf,
                     const fs::path& folder) {
  for (const auto& target : pipeline::targets(order.timeline)) {
    const bool is_source =
        target.stage == pipeline::Stage::illustrate || target.stage == pipeline::Stage::speak;
    if (is_source && !order.given.contains(target.key) && !shelf.find(target.key))
      throw Error(std::string(pipeline::words(target.stage).noun) + " of sentence " +
                  std::to_string(target.at + 1) + " is not in " + folder.string() +
                  " any more: make the film of its script by storyreel narrate.");
  }
}

/// A studio's own folder is not for films made beside it.
void require_own(const fs::path& folder) {
  if (fs::exists(folder / "storyreel.db"))
    throw UsageError(folder.string() + " is a studio's: name another folder with --cache");
}

}  // namespace

config::Settings film_settings(const Arguments& arguments) {
  auto settings = arguments.config ? config::load(*arguments.config) : config::Settings{};
  auto& render = settings.render;
  if (arguments.size) std::tie(render.width, render.height) = *arguments.size;
  if (arguments.fps) render.fps = *arguments.fps;
  if (arguments.crf) render.crf = *arguments.crf;
  if (arguments.preset) render.preset = *arguments.preset;
  if (arguments.subtitles) render.subtitles = *arguments.subtitles;
  if (arguments.crossfade) render.crossfade = *arguments.crossfade;
  if (!arguments.music.empty()) settings.music.bed = arguments.music;
  make_here(settings);
  return settings;
}

int film_threads(const config::Settings& settings) {
  if (settings.render.threads > 0) return settings.render.threads;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

Task<std::vector<std::string>> keys_of(Offload& offload, std::vector<fs::path> files) {
  std::vector<std::string> keys;
  for (auto& file : files)
    keys.push_back(co_await offload.run(
        [file = std::move(file)](std::stop_token) { return pipeline::given_key(file); }));
  co_return keys;
}

Task<int> make_alone(Executor loop, Arguments arguments, config::Settings settings,
                     pipeline::Providers& providers, Offload& offload, pipeline::FilmOrder order,
                     Sources sources) {
  const auto folder = arguments.cache.empty() ? default_cache() : arguments.cache;
  require_own(folder);
  const StateLock lock(folder, "films");
  const auto database = cache::open_alone(folder / "films.db");
  const pipeline::Store store(folder / "artifacts");
  store.open();
  const auto parts = parts_of(order.timeline);
  auto shelf = commands::shelf(*database, store);
  if (sources == Sources::kept) require_sources(order, shelf, folder);
  order.timeline.given = places_of(order.given);
  const auto recipe = pipeline::to_json(order.timeline);
  ProgressBoard board(std::cout, on_terminal());
  const auto made = co_await pipeline::make_film(loop, providers, offload, store, std::move(shelf),
                                                 std::move(order), FilmBoard(board));
  deliver(made, store, fs::absolute(arguments.out));
  write_recipe(recipe, fs::absolute(arguments.out));
  keep_within(settings.state.store_limit, *database, store, parts);
  std::cout << "the film is " << arguments.out.string() << '\n';
  co_return 0;
}

}  // namespace storyreel::commands
