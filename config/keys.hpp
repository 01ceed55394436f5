#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "config/settings.hpp"

/// The table that drives reading: every key, what its value may be and where it goes.
namespace storyreel::config {

/// What the file says, before secrets are looked up.
struct Draft {
  Settings settings;
  std::filesystem::path token_file;
  std::filesystem::path script_key_file;
  std::filesystem::path image_key_file;
  std::filesystem::path voice_key_file;
  std::filesystem::path script_fallback_key_file;
  std::filesystem::path image_fallback_key_file;
  std::filesystem::path voice_fallback_key_file;
  std::filesystem::path s3_key_file;
  std::string music_provider = "builtin";
};

// The kinds of values. `member` is where the value goes.

/// An id or URL of a Notion page; kept as an id with dashes.
struct PageId {
  std::string& (*member)(Draft&);
};

/// http or https, kept without a slash at the end.
struct Url {
  bool optional;  ///< empty is allowed
  std::string& (*member)(Draft&);
};

/// HOST:PORT, an IPv6 host in brackets.
struct Listen {
  std::string& (*member)(Draft&);
};

/// Relative to the file that says so.
struct Path {
  std::filesystem::path& (*member)(Draft&);
};

struct Integer {
  int least;
  int most;
  int& (*member)(Draft&);
};

/// Written with a unit: "500ms", "10s", "2m".
struct Duration {
  milliseconds least;
  milliseconds most;
  milliseconds& (*member)(Draft&);
};

/// A size on disk: "500MB", "20GB", "1TB" (powers of 1,024); 0 where nothing bounds it.
struct Bytes {
  std::int64_t& (*member)(Draft&);
};

/// "WIDTHxHEIGHT" in pixels, both even.
struct Size {
  int& (*width)(Draft&);
  int& (*height)(Draft&);
};

/// One of a few words.
struct Choice {
  std::span<const std::string_view> allowed;
  std::string& (*member)(Draft&);
};

/// An amount; 0 where nothing bounds it.
struct Dollars {
  double& (*member)(Draft&);
};

/// What something costs; what is not known is not said.
struct Price {
  std::optional<double>& (*member)(Draft&);
};

/// One of two words.
struct Either {
  std::string_view no;
  std::string_view yes;
  bool& (*member)(Draft&);
};

/// A name or anything else on one line.
struct Word {
  std::string& (*member)(Draft&);
};

/// A list of such; `allowed` empty: any.
struct Words {
  std::vector<std::string>& (*member)(Draft&);
  std::span<const std::string_view> allowed = {};
};

/// What stands in a URL as it is: letters, digits, '.', '-', '_', and '/' where `nested`.
struct Name {
  bool nested;
  std::string& (*member)(Draft&);
};

/// One of the words for how subtitles reach the film.
struct SubtitleChoice {
  Subtitles& (*member)(Draft&);
};

using Rule = std::variant<PageId, Url, Listen, Path, Integer, Duration, Bytes, Size, Choice,
                          Dollars, Price, Either, Word, Words, Name, SubtitleChoice>;

struct Key {
  std::string_view table;
  std::string_view name;
  Rule rule;
};

/// x264's presets, the fastest first.
std::span<const std::string_view> presets();

/// All keys, those of one table together.
std::span<const Key> keys();

/// What `name` in `table` was probably meant to be, as "table.name"; empty when nothing is near.
/// An empty `name` asks for tables.
std::string nearest(std::string_view table, std::string_view name);

/// How many letters must be added, removed, replaced or swapped to make one of the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace storyreel::config
