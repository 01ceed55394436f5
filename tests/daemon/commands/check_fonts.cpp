#include <doctest/doctest.h>

#include "cache/cache.hpp"
#include "cache/repository.hpp"
#include "daemon/commands/checks.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::commands {
namespace {

using Names = std::vector<std::string>;

Names names(const std::vector<Finding>& findings) {
  Names result;
  for (const auto& finding : findings) {
    result.push_back(finding.what);
    // Which fonts this machine has, the test can't know.
    if (finding.verdict == Verdict::warning)
      CHECK(finding.remedy.starts_with("install the package fon"));
    else
      CHECK(finding.verdict == Verdict::ok);
  }
  return result;
}

void add(cache::Database& database, const std::string& id, const std::string& language,
         std::optional<std::string> theirs, bool trashed) {
  cache::Video video;
  video.id = id;
  video.trashed = trashed;
  cache::videos::save(database, video);
  cache::fills::save(database, {.owner_id = id,
                                .property = "Language",
                                .ours = language,
                                .inputs = {},
                                .wrote = {},
                                .theirs = std::move(theirs)});
}

}  // namespace

TEST_CASE("daemon::check_fonts looks for what any film may need where there is no record") {
  CHECK(names(check_fonts("/nowhere/storyreel.db")) == Names{"font for Latin", "font for emoji"});
}

TEST_CASE("daemon::check_fonts looks for the scripts of the languages in the record") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  {
    const auto database = cache::open_alone(file);
    add(*database, "1", "en", {}, false);
    add(*database, "2", "pt-BR", {}, false);
    add(*database, "3", "en", "zh-TW", false);
    add(*database, "4", "ta", {}, false);
    add(*database, "5", "th", {}, true);
    add(*database, "6", "no language", {}, false);
  }
  CHECK(names(check_fonts(file)) == Names{"font for Latin", "font for Tamil",
                                          "font for Chinese, traditional", "font for emoji"});
}

}  // namespace storyreel::commands
