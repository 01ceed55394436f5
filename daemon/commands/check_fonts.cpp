#include <array>
#include <fmt/format.h>
#include <set>
#include <string_view>

#include <SQLiteCpp/Statement.h>
#include <unicode/uloc.h>

#include "cache/cache.hpp"
#include "daemon/commands/checks.hpp"
#include "daemon/runtime/child.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

constexpr ChildLimits kQuick{.timeout = seconds(10)};

/// A script, a letter that no font for it lacks, and Debian's package with one.
struct Script {
  std::string_view code;  ///< ISO 15924
  std::string_view name;
  char32_t letter;
  std::string_view package;
};

constexpr std::string_view kDejaVu = "fonts-dejavu-core";
constexpr std::string_view kNoto = "fonts-noto-core";
constexpr std::string_view kCjk = "fonts-noto-cjk";
constexpr std::string_view kEmoji = "Zsye";
constexpr std::string_view kAlways = "Latn";

constexpr std::array kScripts{
    Script{"Latn", "Latin", U'a', kDejaVu},
    Script{"Grek", "Greek", U'α', kDejaVu},
    Script{"Cyrl", "Cyrillic", U'а', kDejaVu},
    Script{"Armn", "Armenian", U'ա', kDejaVu},
    Script{"Geor", "Georgian", U'ა', kDejaVu},
    Script{"Arab", "Arabic", U'ا', kDejaVu},
    Script{"Hebr", "Hebrew", U'א', kNoto},
    Script{"Thai", "Thai", U'ก', kNoto},
    Script{"Laoo", "Lao", U'ກ', kNoto},
    Script{"Khmr", "Khmer", U'ក', kNoto},
    Script{"Mymr", "Burmese", U'က', kNoto},
    Script{"Deva", "Devanagari", U'अ', kNoto},
    Script{"Beng", "Bengali", U'অ', kNoto},
    Script{"Guru", "Gurmukhi", U'ਅ', kNoto},
    Script{"Gujr", "Gujarati", U'અ', kNoto},
    Script{"Taml", "Tamil", U'அ', kNoto},
    Script{"Telu", "Telugu", U'అ', kNoto},
    Script{"Knda", "Kannada", U'ಅ', kNoto},
    Script{"Mlym", "Malayalam", U'അ', kNoto},
    Script{"Sinh", "Sinhala", U'අ', kNoto},
    Script{"Ethi", "Ethiopic", U'አ', kNoto},
    Script{"Hans", "Chinese, simplified", U'国', kCjk},
    Script{"Hant", "Chinese, traditional", U'國', kCjk},
    Script{"Jpan", "Japanese", U'あ', kCjk},
    Script{"Kore", "Korean", U'한', kCjk},
    Script{kEmoji, "emoji", U'😀', "fonts-noto-color-emoji"},
};

/// That of a language: "Hant" of "zh-TW"; empty where nobody knows.
std::string script_of(const std::string& language) {
  std::array<char, ULOC_FULLNAME_CAPACITY> locale{};
  std::array<char, ULOC_FULLNAME_CAPACITY> whole{};
  std::array<char, ULOC_SCRIPT_CAPACITY> script{};
  UErrorCode status = U_ZERO_ERROR;
  uloc_forLanguageTag(language.c_str(), locale.data(), ULOC_FULLNAME_CAPACITY, nullptr, &status);
  uloc_addLikelySubtags(locale.data(), whole.data(), ULOC_FULLNAME_CAPACITY, &status);
  uloc_getScript(whole.data(), script.data(), ULOC_SCRIPT_CAPACITY, &status);
  return U_SUCCESS(status) ? std::string(script.data()) : std::string();
}

/// What the videos are in that are not in the trash.
std::vector<std::string> languages(cache::Database& database) {
  SQLite::Statement query(database, R"(
    SELECT DISTINCT coalesce(fills.theirs, fills.ours) FROM videos
    JOIN fills ON fills.owner_id = videos.id AND fills.property = 'Language'
    WHERE videos.trashed = 0 ORDER BY 1)");
  std::vector<std::string> found;
  while (query.executeStep()) found.push_back(query.getColumn(0).getString());
  return found;
}

std::set<std::string> scripts_in_use(const std::filesystem::path& record) {
  std::set<std::string> scripts{std::string(kAlways), std::string(kEmoji)};
  if (!std::filesystem::exists(record)) return scripts;
  try {
    const auto database = cache::open_read_only(record);
    for (const auto& language : languages(*database)) scripts.insert(script_of(language));
  } catch (const std::exception&) {
    // What is wrong with the record is told by the check of it.
  }
  return scripts;
}

Finding check(const Script& script) {
  const auto what = fmt::format("font for {}", script.name);
  const auto letter = fmt::format(":charset={:x}", static_cast<std::uint32_t>(script.letter));
  try {
    const auto listed = run_child({"fc-list", letter, "family"}, "", kQuick, {});
    if (!listed.output.empty()) return {Verdict::ok, what, "there", {}};
  } catch (const Error& error) {
    return {Verdict::warning, what, error.what(), "install the package fontconfig"};
  }
  return {Verdict::warning, what, "missing: such text shows as boxes",
          fmt::format("install the package {}", script.package)};
}

}  // namespace

std::vector<Finding> check_fonts(const std::filesystem::path& record) {
  std::vector<Finding> findings;
  const auto used = scripts_in_use(record);
  for (const auto& script : kScripts)
    if (used.contains(std::string(script.code))) findings.push_back(check(script));
  return findings;
}

}  // namespace storyreel::commands
