#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "cache/backup.hpp"
#include "cache/repository.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "notion/bindings.hpp"
#include "notion/client.hpp"
#include "pipeline/store.hpp"

namespace storyreel::commands {
namespace {

constexpr std::size_t kMostNamed = 10;

/// What one part of the check came to.
struct Part {
  std::string name;
  std::string well;                 ///< what is in order
  std::vector<std::string> faults;  ///< a line each
};

bool conclude(const Part& part) {
  std::cout << (part.faults.empty() ? "ok      " : "failed  ") << part.name << ": " << part.well
            << '\n';
  for (std::size_t at = 0; at < std::min(part.faults.size(), kMostNamed); ++at)
    std::cout << "        " << part.faults[at] << '\n';
  if (part.faults.size() > kMostNamed)
    std::cout << "        … and " << part.faults.size() - kMostNamed << " more\n";
  return part.faults.empty();
}

Part check_record(cache::Database& database) {
  auto faults = cache::faults(database);
  const std::string well = faults.empty() ? "sound" : "damaged: restore a backup";
  return {.name = "record", .well = well, .faults = std::move(faults)};
}

/// What is wrong with a file; empty: nothing.
std::string fault_of(const cache::Artifact& artifact, const pipeline::Store& store) {
  try {
    if (store.sound(artifact, true)) return "";
  } catch (const Error& error) {
    return error.what();
  }
  return fmt::format("{} ({}) is gone or damaged: it is made again where it is needed",
                     store.path(artifact).string(), artifact.kind);
}

// Every file is read whole.
Part check_artifacts(cache::Database& database, const pipeline::Store& store) {
  Part part{.name = "artifacts", .well = {}, .faults = {}};
  const auto all = cache::artifacts::all(database);
  for (const auto& artifact : all) {
    auto fault = fault_of(artifact, store);
    if (!fault.empty()) part.faults.push_back(std::move(fault));
  }
  part.well = fmt::format("{} of {} files are sound", all.size() - part.faults.size(), all.size());
  return part;
}

/// The rows of one database as they were seen last.
struct Mirror {
  cache::Base base;
  std::map<std::string, cache::Page> pages;
};

std::vector<Mirror> mirrors(cache::Database& database) {
  std::vector<Mirror> all;
  for (auto& base : cache::bases::all(database)) {
    Mirror mirror{.base = std::move(base), .pages = {}};
    for (auto& page : cache::pages::of_base(database, mirror.base.source_id))
      if (!page.in_trash) mirror.pages.emplace(page.page_id, std::move(page));
    all.push_back(std::move(mirror));
  }
  return all;
}

void compare(const Mirror& mirror, const notion::Rows& rows, Part& part) {
  const auto complain = [&](const std::string& page, const char* what) {
    part.faults.push_back(fmt::format("{}: row {} {}", mirror.base.title, page, what));
  };
  auto missing = mirror.pages;
  for (const auto& row : rows.pages) {
    const auto known = mirror.pages.find(row.id);
    missing.erase(row.id);
    if (known == mirror.pages.end()) {
      complain(row.id, "is not known yet");
    } else if (auto values = known->second.values;
               (notion::take_values(values, row, mirror.base), values != known->second.values)) {
      complain(row.id, "differs");
    }
  }
  if (!rows.complete) return;
  for (const auto& [id, page] : missing) complain(id, "is not in Notion");
}

Task<Part> check_mirror(Executor loop, config::Settings settings, std::vector<Mirror> mirrors) {
  Part part{.name = "mirror", .well = {}, .faults = {}};
  HttpClient http(loop);
  notion::Client client(loop, http, settings.notion);
  std::size_t rows = 0;
  for (const auto& mirror : mirrors) {
    std::exception_ptr error;
    try {
      const auto shown =
          co_await client.rows(mirror.base.source_id, {}, notion::Priority::interactive);
      rows += shown.pages.size();
      compare(mirror, shown, part);
    } catch (...) {
      error = std::current_exception();
    }
    if (error && is_cancelled(error)) std::rethrow_exception(error);
    if (error) part.faults.push_back(mirror.base.title + ": " + describe(error));
  }
  part.well = fmt::format("{} rows of {} databases compared with Notion{}", rows, mirrors.size(),
                          part.faults.empty() ? "" : "; the next pass reads what differs");
  co_return part;
}

Task<int> verify_all(Executor loop, config::Settings settings) {
  const auto record = database(settings);
  const pipeline::Store store(settings.state.directory / "artifacts");
  bool well = conclude(check_record(*record));
  well &= conclude(check_artifacts(*record, store));
  well &= conclude(co_await check_mirror(loop, settings, mirrors(*record)));
  co_return well ? 0 : 1;
}

}  // namespace

int verify(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  return run_main([&](Executor loop) { return verify_all(loop, settings); }, 1);
}

}  // namespace storyreel::commands
