#include "pipeline/scripting.hpp"

#include <chrono>
#include <fmt/format.h>

#include "cache/repository.hpp"
#include "pipeline/outcome.hpp"
#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using Clock = std::chrono::steady_clock;

milliseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// The language that the script is written in: the user's, else that of what is there.
std::string language_of(const Snapshot& snapshot) {
  const auto* fill = snapshot.fill(snapshot.video.id, property::kLanguage);
  if (fill && fill->theirs) return *fill->theirs;
  const auto& video = snapshot.video;
  return detect_language(video.transcript.empty() ? video.title : video.transcript);
}

struct Read {
  std::exception_ptr failure;
  VideoInfo video;
};

Task<Read> attempt(YtDlp& program, std::string url) {
  Read result;
  try {
    result.video = co_await program.info(std::move(url));
  } catch (...) {
    result.failure = std::current_exception();
  }
  co_return result;
}

}  // namespace

Scripting::Scripting(cache::Cache& cache, Offload& offload, Providers& providers, StatusLog& log,
                     const config::Settings& settings, Books& books)
    : cache_(cache),
      offload_(offload),
      providers_(providers),
      log_(log),
      books_(books),
      rules_{.writes = providers.text->writes_scripts(), .retell = settings.script.retell},
      program_(offload, settings.source) {}

Task<> Scripting::take(cache::Video video) {
  const auto begin = Clock::now();
  const auto script = script_of(video, rules_);
  struct Save {
    std::string video, script;
    std::vector<Passage> passages;
    void operator()(Database& database) const { save_passages(database, video, script, passages); }
  };
  auto split = co_await offload_.run(
      [script](std::stop_token) { return passages(script, detect_language(script)); });
  const auto count = split.size();
  co_await cache_.write(Save{video.id, script, std::move(split)});
  log_.write({.video = video.title,
              .what = "script read: " + counted(count, "sentence"),
              .took = since(begin)});
}

Task<> Scripting::read(cache::Video video) {
  const auto begin = Clock::now();
  const bool again = video.read_url == video.url;
  auto found = co_await attempt(program_, video.url);
  if (found.failure && (!again || is_cancelled(found.failure)))
    std::rethrow_exception(found.failure);
  if (found.failure) {
    log_.write({.level = Level::warning,
                .video = video.title,
                .what = "its video could not be looked at again: " + describe(found.failure)});
    co_return co_await cache_.write(
        [video](Database& database) { save_reading_time(database, video.id, video.url); });
  }
  const auto transcript = again ? video.transcript : co_await program_.transcript(found.video);
  struct Save {
    std::string id, url, transcript;
    VideoInfo video;
    void operator()(Database& database) const {
      save_reading(database, id, url, video, transcript);
    }
  };
  co_await cache_.write(Save{video.id, video.url, transcript, found.video});
  const auto words = static_cast<std::size_t>(count_words(transcript));
  log_.write({.level = again ? Level::debug : Level::info,
              .video = video.title.empty() ? found.video.title : video.title,
              .what = words == 0 ? "video read, which has no captions"
                                 : "video read: a transcript of " + counted(words, "word"),
              .took = since(begin)});
}

Task<> Scripting::write(Snapshot snapshot) {
  const auto begin = Clock::now();
  const auto& video = snapshot.video;
  const auto till = make_counter(books_, {video.id, video.id, std::string(kScriptStage)});
  const auto* second = providers_.text_rests() ? providers_.text_fallback.get() : nullptr;
  auto& writer = second && second->writes_scripts() ? *providers_.text_fallback : *providers_.text;
  auto writing = writer.script(
      {.title = video.title, .transcript = video.transcript, .language = language_of(snapshot)},
      *till);
  auto script = co_await buying(std::move(writing), *till);
  const auto words = static_cast<std::size_t>(count_words(script));
  struct Save {
    std::string id, url, script;
    void operator()(Database& database) const { save_script(database, id, url, script); }
  };
  co_await cache_.write(Save{video.id, video.url, std::move(script)});
  log_.write({.video = video.title,
              .what = "script written: " + counted(words, "word"),
              .took = since(begin)});
}

}  // namespace storyreel::pipeline
