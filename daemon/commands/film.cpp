#include "daemon/commands/film.hpp"

#include <iostream>
#include <thread>

#include "config/load.hpp"
#include "config/scalars.hpp"
#include "daemon/commands/film_board.hpp"
#include "daemon/commands/film_files.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/rules.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;

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
    keys.push_back(co_await offload.run([file = std::move(file)](std::stop_token stop) {
      return pipeline::given_key(file, stop);
    }));
  co_return keys;
}

Task<> make_and_deliver(Executor loop, pipeline::Providers& providers, Offload& offload,
                        const FilmCache& cache, pipeline::Shelf shelf, pipeline::FilmOrder order,
                        fs::path out) {
  ProgressBoard board(std::cout, on_terminal());
  auto made = co_await pipeline::make_film(loop, providers, offload, cache.store(),
                                           std::move(shelf), std::move(order), FilmBoard(board));
  // To another disk it is copied.
  co_await offload.run([made = std::move(made), &cache, out](std::stop_token stop) {
    deliver(made, cache.store(), out, stop);
  });
}

Task<int> make_alone(Executor loop, Arguments arguments, config::Settings settings,
                     pipeline::Providers& providers, Offload& offload, pipeline::FilmOrder order,
                     Sources sources) {
  const auto out = fs::absolute(arguments.out);
  const FilmCache cache(arguments.cache);
  if (sources == Sources::kept) require_sources(order, cache.shelf(), cache.folder());
  order.timeline.given = places_of(order.given);
  const auto timeline = order.timeline;
  co_await make_and_deliver(loop, providers, offload, cache, cache.shelf(), std::move(order), out);
  write_recipe(pipeline::to_json(timeline), out);
  cache.keep_within(settings.state.store_limit, timeline);
  std::cout << "the film is " << arguments.out.string() << '\n';
  co_return 0;
}

}  // namespace storyreel::commands
