#include <algorithm>
#include <iostream>
#include <optional>

#include "cache/repository.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/film.hpp"
#include "daemon/commands/film_files.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/standing.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;
using pipeline::FilmOrder;

constexpr std::uintmax_t kMostRecipe = 64u << 20;

/// As the daemon plans: with the language that the video's text would be written in.
FilmOrder order_of(cache::Database& database, const cache::Video& video,
                   const config::Settings& settings, const pipeline::Providers& providers) {
  const auto snapshot = *pipeline::load_snapshot(database, video.id);
  auto rules = pipeline::rules_of(settings, providers, "");
  const auto language = pipeline::wanted_writing(snapshot, seconds(0), now()).known_language;
  auto sentences = pipeline::sentences_of(snapshot);
  return {.timeline = pipeline::narrated(video, sentences, language, rules.recipe),
          .sentences = std::move(sentences),
          .given = std::move(rules.given)};
}

/// The given files that a recipe names, where they were and as they were. Throws Error with a line
/// for each that is not.
pipeline::Inputs find_given(const std::vector<pipeline::GivenFile>& files,
                            const std::stop_token& stop) {
  pipeline::Inputs given;
  std::string wrong;
  for (const auto& file : files) {
    const bool is_there = fs::is_regular_file(file.path);
    if (is_there && pipeline::given_key(file.path, stop) == file.key)
      given[file.key] = {file.path, ""};
    else
      wrong += (wrong.empty() ? "" : "\n") + file.path +
               (is_there ? ": it is not the file that the film was made of: its content changed"
                         : ": it is missing");
  }
  if (!wrong.empty()) throw Error(wrong);
  return given;
}

FilmOrder order_of(pipeline::Timeline timeline, const config::Settings& settings,
                   const pipeline::Providers& providers) {
  std::vector<pipeline::Sentence> sentences(timeline.shots.size());
  return {.timeline = std::move(timeline),
          .sentences = std::move(sentences),
          .given = pipeline::rules_of(settings, providers, "").given};
}

std::optional<pipeline::Timeline> recipe_of(const std::string& text) {
  if (!text.ends_with(".json") || !fs::is_regular_file(text)) return std::nullopt;
  return pipeline::timeline_from_json(read_file(text, kMostRecipe));
}

/// A film of narrate's or album's, from the files it was made of.
Task<int> render_alone(Executor loop, Arguments arguments, pipeline::Timeline timeline) {
  const auto settings = film_settings(arguments);
  Offload offload(film_threads(settings));
  auto providers = pipeline::make_providers(loop, settings, offload);
  FilmOrder order{.timeline = std::move(timeline), .sentences = {}, .given = {}};
  order.sentences.resize(order.timeline.shots.size());
  order.given = co_await offload.run(
      [files = *order.timeline.given](std::stop_token stop) { return find_given(files, stop); });
  std::vector<fs::path> files;
  for (const auto& [key, input] : order.given) files.push_back(input.file);
  require_output(arguments.out, files);
  co_return co_await make_alone(loop, arguments, settings, providers, offload, std::move(order),
                                Sources::kept);
}

/// Pictures and voices are the daemon's to make, and may cost money.
void require_sources(const FilmOrder& order, const pipeline::Shelf& shelf) {
  const auto all = pipeline::targets(order.timeline);
  if (all.empty() || all.back().stage != pipeline::Stage::film)
    throw Error("\"" + one_line(order.timeline.title, 60) +
                "\" is not ready to be rendered: its sentences or prompts are not all there.");
  for (const auto& target : all)
    if ((target.stage == pipeline::Stage::illustrate || target.stage == pipeline::Stage::speak) &&
        !order.given.contains(target.key) && !shelf.find(target.key))
      throw Error(std::string(pipeline::words(target.stage).noun) + " of sentence " +
                  std::to_string(target.at + 1) +
                  " is not there yet: approve the video and let the daemon make it.");
  const auto& music = order.timeline.music;
  if (!music.empty() && !order.given.contains(music))
    throw Error("The music of this film is not the piece that music.bed names.");
  for (std::size_t i = 0; i < order.timeline.shots.size(); ++i)
    if (const auto& shot = order.timeline.shots[i];
        shot.source == pipeline::Source::track && !shelf.find(shot.sound))
      throw Error("The track of part " + std::to_string(i + 1) +
                  " is not in this studio: make an album by storyreel album.");
}

/// What the cache has not, the studio may have: it is read, and nothing in it is changed.
pipeline::Shelf over_studio(pipeline::Shelf shelf, cache::Database& database,
                            const pipeline::Store& studio) {
  shelf.find = [&database, &studio, kept = std::move(shelf.find)](
                   const std::string& key) -> std::optional<cache::Artifact> {
    if (auto found = kept(key)) return found;
    auto artifact = cache::artifacts::find(database, key);
    if (!artifact || !studio.sound(*artifact, false)) return std::nullopt;
    return artifact;
  };
  return shelf;
}

Task<int> render_film(Executor loop, Arguments arguments) {
  require_output(arguments.out, {});
  auto recipe = recipe_of(arguments.video);
  if (recipe && recipe->given)
    co_return co_await render_alone(loop, std::move(arguments), std::move(*recipe));
  const auto settings = settings_without_secrets(arguments);
  const auto opened = database(settings);
  Offload offload(film_threads(settings));
  auto providers = pipeline::make_providers(loop, settings, offload);
  auto order = recipe ? order_of(std::move(*recipe), settings, providers)
                      : order_of(*opened, one_video(*opened, arguments.video), settings, providers);
  const auto out = fs::absolute(arguments.out);
  const pipeline::Store studio(settings.state.directory / "artifacts");
  const FilmCache cache(arguments.cache, &studio);
  auto shelf = over_studio(cache.shelf(), *opened, studio);
  require_sources(order, shelf);
  const auto film = order.timeline;
  co_await make_and_deliver(loop, providers, offload, cache, std::move(shelf), std::move(order),
                            out);
  cache.keep_within(settings.state.store_limit, film);
  std::cout << "the film of " << one_line(film.title, 60) << " is " << out.string() << '\n';
  co_return 0;
}

}  // namespace

int render(const Arguments& arguments) {
  return run_main([&](Executor loop) { return render_film(loop, arguments); }, kInterrupted);
}

}  // namespace storyreel::commands
