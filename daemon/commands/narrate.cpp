#include <fmt/format.h>
#include <numeric>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/film.hpp"
#include "daemon/commands/film_files.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/script.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/offload.hpp"
#include "pipeline/rules.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> texts_of(const Script& script) {
  std::vector<std::string> texts;
  for (const auto& line : script.lines) texts.push_back(line.text);
  return texts;
}

/// The folder's files, one for each sentence; none when no folder is named.
std::vector<fs::path> given_files(const fs::path& folder, FileKind kind, const Script& script,
                                  const fs::path& out) {
  if (folder.empty()) return {};
  auto files = files_of(folder, kind, out);
  require_output(out, files);
  require_pairs(texts_of(script), "sentences", names_of(files),
                kind == FileKind::sound ? "voices" : "pictures");
  return files;
}

/// What would be drawn, where no pictures are given.
Task<std::vector<pipeline::Sentence>> sentences_of(const Script& script, bool drawn,
                                                   pipeline::TextProvider& writer) {
  const auto texts = texts_of(script);
  std::vector<std::string> prompts(texts.size());
  if (drawn) {
    std::vector<std::size_t> all(texts.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    prompts =
        co_await writer.prompts(script.title, texts, all, script.language, pipeline::closed_till());
  }
  std::vector<pipeline::Sentence> sentences;
  for (std::size_t i = 0; i < texts.size(); ++i)
    sentences.push_back(
        {.item = fmt::format("sentence {}", i + 1), .text = texts[i], .prompt = prompts[i]});
  co_return sentences;
}

/// Puts the given files in the place of what would be made.
void give(pipeline::FilmOrder& order, const std::vector<fs::path>& files,
          const std::vector<std::string>& keys, std::string pipeline::Shot::* member) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    order.given[keys[i]] = {files[i], ""};
    order.timeline.shots[i].*member = keys[i];
  }
}

Task<pipeline::FilmOrder> film_of(const Arguments& arguments, const config::Settings& settings,
                                  pipeline::Providers& providers, Offload& offload) {
  require_output(arguments.out, {*arguments.script, settings.music.bed});
  const auto script = read_script(*arguments.script, arguments.language);
  const auto pictures = given_files(arguments.pictures, FileKind::picture, script, arguments.out);
  const auto voices = given_files(arguments.voices, FileKind::sound, script, arguments.out);
  auto sentences = co_await sentences_of(script, pictures.empty(), *providers.text);
  auto rules = pipeline::rules_of(settings, providers, "");
  cache::Video video;
  video.id = "film";
  video.title = script.title;
  pipeline::FilmOrder order{
      .timeline = pipeline::narrated(video, sentences, script.language, rules.recipe),
      .sentences = std::move(sentences),
      .given = std::move(rules.given)};
  for (std::size_t i = 0; i < script.lines.size(); ++i)
    order.timeline.shots[i].chapter = script.lines[i].chapter;
  give(order, pictures, co_await keys_of(offload, pictures), &pipeline::Shot::picture);
  give(order, voices, co_await keys_of(offload, voices), &pipeline::Shot::sound);
  co_return order;
}

Task<int> make(Executor loop, Arguments arguments) {
  const auto settings = film_settings(arguments);
  Offload offload(film_threads(settings));
  auto providers = pipeline::make_providers(loop, settings, offload);
  auto order = co_await film_of(arguments, settings, providers, offload);
  co_return co_await make_alone(loop, arguments, settings, providers, offload, std::move(order));
}

}  // namespace

int narrate(const Arguments& arguments) {
  return run_main([&](Executor loop) { return make(loop, arguments); }, kInterrupted);
}

}  // namespace storyreel::commands
