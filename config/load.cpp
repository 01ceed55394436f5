#include "config/load.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <map>
#include <string>

#include <toml++/toml.h>

#include "config/keys.hpp"
#include "config/token.hpp"
#include "config/values.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::config {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 1u << 20;

[[noreturn]] void fail(const fs::path& file, const toml::source_region& where,
                       const std::string& what) {
  const auto line = where.begin.line > 0 ? fmt::format(":{}", where.begin.line) : "";
  throw UsageError(fmt::format("{}{}: {}", file.string(), line, what));
}

std::string table_names() {
  std::vector<std::string> names;
  for (const auto& key : keys()) {
    auto name = fmt::format("[{}]", key.table);
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return fmt::format("{}", fmt::join(names, " "));
}

std::string key_names(std::string_view table) {
  std::vector<std::string_view> names;
  for (const auto& key : keys()) {
    if (key.table == table) names.push_back(key.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string unknown_table(std::string_view name) {
  const auto meant = nearest(name, "");
  if (!meant.empty()) return fmt::format("[{}] is no table; did you mean [{}]?", name, meant);
  return fmt::format("[{}] is no table; there are {}", name, table_names());
}

std::string unknown_key(std::string_view table, std::string_view name) {
  const auto meant = nearest(table, name);
  if (!meant.empty()) return fmt::format("{}.{} is no key; did you mean {}?", table, name, meant);
  return fmt::format("{}.{} is no key; [{}] has {}", table, name, table, key_names(table));
}

std::string stray_key(std::string_view name) {
  const auto meant = nearest("", name);
  if (!meant.empty()) {
    return fmt::format("{} stands outside its table; did you mean {}?", name, meant);
  }
  return fmt::format("{} stands outside a table; there are {}", name, table_names());
}

/// Reads the tables of one file into a draft.
class Parser {
 public:
  explicit Parser(const fs::path& file) : file_(file) {}

  Draft read(std::string_view text) {
    const auto document = parse(text);
    for (const auto& [name, node] : document) {
      const auto shown = one_line(name.str(), 60);
      if (!node.is_table() && !known(name.str())) fail(file_, name.source(), stray_key(shown));
      if (!known(name.str())) fail(file_, name.source(), unknown_table(shown));
      if (!node.is_table()) {
        fail(file_, name.source(), fmt::format("{0} is a table; write [{0}]", shown));
      }
      read_table(name.str(), *node.as_table());
    }
    return std::move(draft_);
  }

  /// Where a key stands, by "table.key".
  const toml::source_region& line_of(std::string_view key) const {
    static const toml::source_region kNowhere{};
    const auto found = lines_.find(key);
    return found == lines_.end() ? kNowhere : found->second;
  }

 private:
  toml::table parse(std::string_view text) {
    try {
      return toml::parse(text);
    } catch (const toml::parse_error& error) {
      fail(file_, error.source(), std::string(error.description()));
    }
  }

  static bool known(std::string_view table) {
    return std::ranges::any_of(keys(), [&](const Key& key) { return key.table == table; });
  }

  void read_table(std::string_view table, const toml::table& values) {
    for (const auto& [name, value] : values) {
      const auto found = std::ranges::find_if(
          keys(), [&](const Key& key) { return key.table == table && key.name == name.str(); });
      if (found == keys().end()) {
        fail(file_, name.source(), unknown_key(table, one_line(name.str(), 60)));
      }
      read_key(*found, name, value);
    }
  }

  void read_key(const Key& key, const toml::key& name, const toml::node& value) {
    const auto wrong = read_value(key.rule, value, fs::absolute(file_).parent_path(), draft_);
    if (!wrong.empty()) {
      fail(file_, name.source(), fmt::format("{}.{} {}", key.table, key.name, wrong));
    }
    lines_.emplace(fmt::format("{}.{}", key.table, key.name), name.source());
  }

  const fs::path& file_;
  Draft draft_;
  std::map<std::string, toml::source_region, std::less<>> lines_;
};

void read_secrets(Draft& draft, const Parser& parser, const fs::path& file) {
  auto& settings = draft.settings;
  const auto take = [&](const std::string& key, Secret& secret, auto find) {
    try {
      secret = find();
    } catch (const Error& error) {
      fail(file, parser.line_of(key), error.what());
    }
  };
  take("notion.token_file", settings.notion.token, [&] { return find_token(draft.token_file); });
  struct Keyed {
    const char* table;
    Secret& key;
    const fs::path& file;
  };
  for (const auto& one : {
           Keyed{"script", settings.script.service.key, draft.script_key_file},
           Keyed{"image", settings.image.service.key, draft.image_key_file},
           Keyed{"voice", settings.voice.service.key, draft.voice_key_file},
           Keyed{"script_fallback", settings.script_fallback.service.key,
                 draft.script_fallback_key_file},
           Keyed{"image_fallback", settings.image_fallback.service.key,
                 draft.image_fallback_key_file},
           Keyed{"voice_fallback", settings.voice_fallback.service.key,
                 draft.voice_fallback_key_file},
           Keyed{"s3", settings.s3.secret_key, draft.s3_key_file},
       })
    take(fmt::format("{}.key_file", one.table), one.key,
         [&] { return find_key(one.table, one.file); });
}

// Generated Image URL and Render are links: somebody has to serve them, and only one can.
std::string wrong_hosting(const std::vector<std::string>& places) {
  for (const auto& place : places)
    if (std::ranges::count(places, place) > 1) return fmt::format("names \"{}\" twice", place);
  const auto links = std::ranges::count_if(
      places, [](const std::string& place) { return place == "local" || place == "s3"; });
  if (links == 1) return "";
  return links == 0 ? "names nobody who gives links; add \"local\", or \"s3\""
                    : "names both \"local\" and \"s3\"; links lead to one place: leave one out";
}

/// The first thing that a store needs and is not told.
std::string_view missing(const S3& s3, Secrets secrets) {
  if (s3.endpoint.empty()) return "endpoint";
  if (s3.bucket.empty()) return "bucket";
  if (s3.region.empty()) return "region";
  if (s3.access_key.empty()) return "access_key";
  return secrets == Secrets::read && s3.secret_key.empty() ? "key_file" : "";
}

void check_hosting(const Settings& settings, Secrets secrets, const Parser& parser,
                   const fs::path& file) {
  const auto& where = parser.line_of("media.hosting");
  const auto wrong = wrong_hosting(settings.media.hosting);
  if (!wrong.empty()) fail(file, where, "media.hosting " + wrong);
  if (!settings.media.stores()) return;
  if (const auto name = missing(settings.s3, secrets); !name.empty())
    fail(file, where, fmt::format("media.hosting names \"s3\", which needs s3.{0}: set it", name));
  if (settings.s3.presigned && !settings.s3.public_url.empty())
    fail(file, parser.line_of("s3.public_url"),
         "s3.public_url goes with s3.links = \"public\" only: presigned links name the endpoint");
}

}  // namespace

Settings load(const fs::path& file, Secrets secrets) {
  try {
    return parse(read_file(file, kMostBytes), file, secrets);
  } catch (const UsageError&) {
    throw;
  } catch (const Error& error) {
    throw UsageError(fmt::format("configuration: {}", error.what()));
  }
}

Settings parse(std::string_view text, const fs::path& file, Secrets secrets) {
  Parser parser(file);
  auto draft = parser.read(text);
  draft.settings.file = file;
  if (secrets == Secrets::read) read_secrets(draft, parser, file);
  check_hosting(draft.settings, secrets, parser, file);
  return std::move(draft.settings);
}

}  // namespace storyreel::config
