#include "daemon/commands/dry_run.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iostream>

#include <SQLiteCpp/Backup.h>

#include "cache/repository.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/service.hpp"
#include "notion/client.hpp"
#include "notion/push_load.hpp"
#include "notion/sync.hpp"
#include "pipeline/preview.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;
using cache::Database;
using pipeline::Preview;
using pipeline::Stage;

/// What is worth a word, in the order of its making.
struct Made {
  Stage stage;
  std::string_view one;
};
constexpr std::array kMade{
    Made{Stage::illustrate, "picture"}, Made{Stage::speak, "voice"}, Made{Stage::body, "clip"},
    Made{Stage::join, "crossfade"},     Made{Stage::film, "film"},
};

/// What Notion does not show yet, beside what is still to be made.
struct Written {
  bool database = false;
  std::size_t rows = 0;
  std::size_t trashed = 0;
  std::size_t pages = 0;
};

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// "3 pictures, 3 voices"; empty parts are left out.
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string some(std::size_t count, std::string_view one) {
  return count == 0 ? "" : counted(count, one);
}

std::string text_of(const Preview& video) {
  return listed({video.reads ? "what stands at its URL" : "",
                 video.composes ? "its script, by the text provider" : "",
                 some(video.sentences, "sentence") + (video.sentences > 0 ? " of its script" : ""),
                 some(video.prompts, "prompt"),
                 video.describes ? "title, description and keywords" : ""});
}

std::string made_of(const Preview& video) {
  std::vector<std::string> parts;
  for (const auto& made : kMade) {
    const auto found = video.missing.find(made.stage);
    if (found != video.missing.end())
      parts.push_back(counted(static_cast<std::size_t>(found->second), made.one));
  }
  return listed(parts);
}

std::string bought_of(const Preview& video, const config::Settings& settings) {
  const auto& bought = video.bought;
  const auto characters = static_cast<std::size_t>(bought.characters);
  auto text = listed(
      {some(static_cast<std::size_t>(bought.pictures), "picture") +
           (bought.pictures > 0 ? " of " + settings.image.provider : ""),
       some(characters, "character") + (characters > 0 ? " of " + settings.voice.provider : "")});
  if (!text.empty())
    text += bought.dollars ? fmt::format(", about ${:.2f}", *bought.dollars)
                           : ", for a price that is not known";
  // How long a text is shows when it is written.
  const bool writes = video.composes || video.prompts > 0 || video.describes;
  if (writes && settings.script.provider != "builtin")
    text += fmt::format("{}the text of {}, for what it comes to", text.empty() ? "" : "; and ",
                        settings.script.provider);
  return text;
}

std::string written_of(const Written& written) {
  return listed({written.database ? "a database" : "", some(written.rows, "new row"),
                 written.trashed > 0 ? some(written.trashed, "row") + " to the trash" : "",
                 written.pages > 0 ? some(written.pages, "page") + " that differ" +
                                         (written.pages == 1 ? "s" : "")
                                   : ""});
}

void print(std::string_view what, const std::string& text) {
  if (!text.empty()) std::cout << fmt::format("  {:<6} {}\n", what, text);
}

Written written(Database& database, const std::string& video_id) {
  const auto load = notion::load_push(database, video_id);
  if (!load) return {};
  Written result{.pages = load->differing.size()};
  for (const auto& item : load->items) {
    const bool placed = !item.page_id.empty();
    result.rows += item.state == cache::ItemState::live && !item.text.empty() && !placed ? 1 : 0;
    result.trashed += item.state == cache::ItemState::dropped && placed ? 1 : 0;
  }
  result.database = !load->base && result.rows > 0;
  return result;
}

struct Told {
  Preview video;
  Written written;
};

/// A copy of the record; empty where there is none yet.
void copy_record(const fs::path& from, const fs::path& to) {
  if (!fs::exists(from)) return;
  SQLite::Database source(from.string(), SQLite::OPEN_READONLY);
  SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Backup(copy, source).executeStep();
}

Task<> read_notion(Executor loop, cache::Cache& cache, StatusLog& log, config::Notion settings) {
  HttpClient http(loop);
  notion::Client client(loop, http, settings);
  client.only_read();
  co_await notion::Sweep(client, cache, log, settings).everything();
  co_await notion::Pull(client, cache, log, settings).pass();
}

Task<std::vector<Told>> look(cache::Cache& cache, const pipeline::Store& store,
                             const pipeline::Rules& rules) {
  struct Look {
    const pipeline::Store* store;
    pipeline::Rules rules;
    std::vector<Told> operator()(Database& database) const {
      std::vector<Told> all;
      for (const auto& video : cache::videos::all(database))
        if (auto found = pipeline::preview(database, video.id, *store, rules))
          all.push_back({std::move(*found), written(database, video.id)});
      return all;
    }
  };
  co_return co_await cache.write(Look{&store, rules});
}

void tell(const std::vector<Told>& all, const config::Settings& settings) {
  std::size_t quiet = 0;
  for (const auto& [video, written] : all) {
    const auto text = text_of(video);
    const auto made = made_of(video);
    const auto shown = written_of(written);
    if ((text + made + shown + video.error).empty()) {
      ++quiet;
      continue;
    }
    std::cout << (video.title.empty() ? "Untitled" : video.title) << '\n';
    print("error", video.error);
    print("text", text);
    print("make", made.empty() || video.approved ? made : made + ", once it is approved");
    print("buy", bought_of(video, settings));
    print("limit", video.limit);
    print("write", shown);
  }
  std::cout << counted(quiet, "video") << " with nothing to do\n";
}

Task<int> run(Executor loop, config::Settings settings) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  copy_record(settings.state.directory / "storyreel.db", file);
  cache::Cache cache(loop, file);
  if (!co_await cache.read(cache::bases::videos)) {
    std::cout << "there is no studio yet: storyreel would make its databases\n";
    co_return 0;
  }
  StatusLog log(folder.path() / "status.log", false);
  if (const int holder = StateLock::holder(settings.state.directory))
    std::cout << "process " << holder << " is running; this is its record\n";
  else
    co_await read_notion(loop, cache, log, settings.notion);
  Offload offload(1);
  const auto providers = pipeline::make_providers(loop, settings, offload);
  const pipeline::Store store(settings.state.directory / "artifacts");
  const auto rules = pipeline::rules_of(settings, providers, "http://localhost/media");
  tell(co_await look(cache, store, rules), settings);
  co_return 0;
}

}  // namespace

int dry_run(const config::Settings& settings) {
  return run_main([&](Executor loop) { return run(loop, settings); }, 1);
}

}  // namespace storyreel::commands
