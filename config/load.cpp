#include "config/load.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
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

  /// Where the file with a table's secret was named.
  const toml::source_region& line_of(std::string_view table) const {
    static const toml::source_region kNowhere{};
    const auto found = secret_lines_.find(table);
    return found == secret_lines_.end() ? kNowhere : found->second;
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
    if (key.name == "token_file" || key.name == "key_file")
      secret_lines_.emplace(key.table, name.source());
  }

  const fs::path& file_;
  Draft draft_;
  std::map<std::string_view, toml::source_region> secret_lines_;
};

void read_secrets(Draft& draft, const Parser& parser, const fs::path& file) {
  auto& settings = draft.settings;
  const auto take = [&](std::string_view table, Secret& secret, auto find) {
    try {
      secret = find();
    } catch (const Error& error) {
      fail(file, parser.line_of(table), error.what());
    }
  };
  take("notion", settings.notion.token, [&] { return find_token(draft.token_file); });
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
       })
    take(one.table, one.key, [&] { return find_key(one.table, one.file); });
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
  return std::move(draft.settings);
}

}  // namespace storyreel::config
