#include "config/keys.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "config/scalars.hpp"

namespace storyreel::config {
namespace {

using std::chrono::hours;

constexpr std::array<std::string_view, 1> kBuiltin = {"builtin"};
constexpr std::array<std::string_view, 3> kWriters = {"builtin", "openai", "anthropic"};
constexpr std::array<std::string_view, 5> kDrawers = {"builtin", "openai", "gemini", "leonardo",
                                                      "replicate"};
constexpr std::array<std::string_view, 4> kSpeakers = {"builtin", "openai", "elevenlabs",
                                                       "command"};
constexpr std::array<std::string_view, 4> kOtherWriters = {"none", "builtin", "openai",
                                                           "anthropic"};
constexpr std::array<std::string_view, 6> kOtherDrawers = {"none",   "builtin",  "openai",
                                                           "gemini", "leonardo", "replicate"};
constexpr std::array<std::string_view, 4> kOtherSpeakers = {"none", "builtin", "openai",
                                                            "elevenlabs"};
constexpr std::array<std::string_view, 3> kPlaces = {"notion", "local", "s3"};
constexpr int kMostCalls = 10'000'000;
constexpr int kMostAtOnce = 64;
constexpr int kMostPerMinute = 100'000;
constexpr std::array<std::string_view, 9> kPresets = {
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"};
constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

/// The member of one part of the settings.
template <auto Part, auto... Members>
auto& in(Draft& draft) {
  return ((draft.settings.*Part).*....*Members);
}

/// A member of the draft that is no setting.
template <auto Member>
auto& aside(Draft& draft) {
  return draft.*Member;
}

using S = Settings;

const Key kKeys[] = {
    {"notion", "token_file", Path{aside<&Draft::token_file>}},
    {"notion", "parent_page", PageId{in<&S::notion, &Notion::parent_page>}},
    {"notion", "base_url", Url{false, in<&S::notion, &Notion::base_url>}},
    {"notion", "requests_per_minute",
     Integer{0, 100'000, in<&S::notion, &Notion::requests_per_minute>}},
    {"notion", "poll_interval",
     Duration{milliseconds(100), hours(24), in<&S::notion, &Notion::poll_interval>}},
    {"notion", "settle", Duration{seconds(0), hours(24), in<&S::notion, &Notion::settle>}},
    {"notion", "index_lag", Duration{seconds(0), hours(1), in<&S::notion, &Notion::index_lag>}},
    {"state", "directory", Path{in<&S::state, &State::directory>}},
    {"state", "store_limit", Bytes{in<&S::state, &State::store_limit>}},
    {"http", "listen", Listen{in<&S::http, &Http::listen>}},
    {"render", "size", Size{in<&S::render, &Render::width>, in<&S::render, &Render::height>}},
    {"render", "fps", Integer{1, kMostFps, in<&S::render, &Render::fps>}},
    {"render", "preset", Choice{kPresets, in<&S::render, &Render::preset>}},
    {"render", "crf", Integer{kBestCrf, kWorstCrf, in<&S::render, &Render::crf>}},
    {"render", "subtitles", SubtitleChoice{in<&S::render, &Render::subtitles>}},
    {"render", "crossfade",
     Duration{milliseconds(0), kMostCrossfade, in<&S::render, &Render::crossfade>}},
    {"render", "threads", Integer{0, 256, in<&S::render, &Render::threads>}},
    {"media", "hosting", Words{in<&S::media, &Media::hosting>, kPlaces}},
    {"media", "public_url", Url{true, in<&S::media, &Media::public_url>}},
    {"s3", "endpoint", Url{true, in<&S::s3, &S3::endpoint>}},
    {"s3", "region", Name{false, in<&S::s3, &S3::region>}},
    {"s3", "bucket", Name{false, in<&S::s3, &S3::bucket>}},
    {"s3", "prefix", Name{true, in<&S::s3, &S3::prefix>}},
    {"s3", "bucket_in", Either{"path", "host", in<&S::s3, &S3::host_style>}},
    {"s3", "access_key", Word{in<&S::s3, &S3::access_key>}},
    {"s3", "key_file", Path{aside<&Draft::s3_key_file>}},
    {"s3", "links", Either{"public", "presigned", in<&S::s3, &S3::presigned>}},
    {"s3", "public_url", Url{true, in<&S::s3, &S3::public_url>}},
    {"source", "program", Word{in<&S::source, &Source::program>}},
    {"source", "cookies_file", Path{in<&S::source, &Source::cookies_file>}},
    {"source", "hosts", Words{in<&S::source, &Source::hosts>}},
    {"source", "pause", Duration{seconds(0), hours(1), in<&S::source, &Source::pause>}},
    {"script", "provider", Choice{kWriters, in<&S::script, &Script::provider>}},
    {"script", "transcripts", Either{"verbatim", "retold", in<&S::script, &Script::retell>}},
    {"script", "base_url", Url{true, in<&S::script, &Script::service, &Service::base_url>}},
    {"script", "model", Word{in<&S::script, &Script::service, &Service::model>}},
    {"script", "key_file", Path{aside<&Draft::script_key_file>}},
    {"script", "at_once",
     Integer{1, kMostAtOnce, in<&S::script, &Script::service, &Service::at_once>}},
    {"script", "requests_per_minute",
     Integer{0, kMostPerMinute, in<&S::script, &Script::service, &Service::requests_per_minute>}},
    {"script", "price_in", Price{in<&S::script, &Script::price_in>}},
    {"script", "price_out", Price{in<&S::script, &Script::price_out>}},
    {"image", "provider", Choice{kDrawers, in<&S::image, &Image::provider>}},
    {"image", "base_url", Url{true, in<&S::image, &Image::service, &Service::base_url>}},
    {"image", "model", Word{in<&S::image, &Image::service, &Service::model>}},
    {"image", "key_file", Path{aside<&Draft::image_key_file>}},
    {"image", "at_once",
     Integer{1, kMostAtOnce, in<&S::image, &Image::service, &Service::at_once>}},
    {"image", "requests_per_minute",
     Integer{0, kMostPerMinute, in<&S::image, &Image::service, &Service::requests_per_minute>}},
    {"image", "price", Price{in<&S::image, &Image::price>}},
    {"voice", "provider", Choice{kSpeakers, in<&S::voice, &Voice::provider>}},
    {"voice", "words_per_minute", Integer{80, 450, in<&S::voice, &Voice::words_per_minute>}},
    {"voice", "notes", Either{"silent", "spoken", in<&S::voice, &Voice::notes>}},
    {"voice", "base_url", Url{true, in<&S::voice, &Voice::service, &Service::base_url>}},
    {"voice", "model", Word{in<&S::voice, &Voice::service, &Service::model>}},
    {"voice", "key_file", Path{aside<&Draft::voice_key_file>}},
    {"voice", "at_once",
     Integer{1, kMostAtOnce, in<&S::voice, &Voice::service, &Service::at_once>}},
    {"voice", "requests_per_minute",
     Integer{0, kMostPerMinute, in<&S::voice, &Voice::service, &Service::requests_per_minute>}},
    {"voice", "voice", Word{in<&S::voice, &Voice::voice>}},
    {"voice", "command", Words{in<&S::voice, &Voice::command>}},
    {"voice", "price", Price{in<&S::voice, &Voice::price>}},
    {"script_fallback", "provider",
     Choice{kOtherWriters, in<&S::script_fallback, &Script::provider>}},
    {"script_fallback", "base_url",
     Url{true, in<&S::script_fallback, &Script::service, &Service::base_url>}},
    {"script_fallback", "model", Word{in<&S::script_fallback, &Script::service, &Service::model>}},
    {"script_fallback", "key_file", Path{aside<&Draft::script_fallback_key_file>}},
    {"script_fallback", "price_in", Price{in<&S::script_fallback, &Script::price_in>}},
    {"script_fallback", "price_out", Price{in<&S::script_fallback, &Script::price_out>}},
    {"image_fallback", "provider", Choice{kOtherDrawers, in<&S::image_fallback, &Image::provider>}},
    {"image_fallback", "base_url",
     Url{true, in<&S::image_fallback, &Image::service, &Service::base_url>}},
    {"image_fallback", "model", Word{in<&S::image_fallback, &Image::service, &Service::model>}},
    {"image_fallback", "key_file", Path{aside<&Draft::image_fallback_key_file>}},
    {"image_fallback", "price", Price{in<&S::image_fallback, &Image::price>}},
    {"voice_fallback", "provider",
     Choice{kOtherSpeakers, in<&S::voice_fallback, &Voice::provider>}},
    {"voice_fallback", "base_url",
     Url{true, in<&S::voice_fallback, &Voice::service, &Service::base_url>}},
    {"voice_fallback", "model", Word{in<&S::voice_fallback, &Voice::service, &Service::model>}},
    {"voice_fallback", "key_file", Path{aside<&Draft::voice_fallback_key_file>}},
    {"voice_fallback", "voice", Word{in<&S::voice_fallback, &Voice::voice>}},
    {"voice_fallback", "price", Price{in<&S::voice_fallback, &Voice::price>}},
    {"music", "provider", Choice{kBuiltin, aside<&Draft::music_provider>}},
    {"music", "bed", Path{in<&S::music, &Music::bed>}},
    {"limits", "sentences", Integer{1, 10'000, in<&S::limits, &Limits::sentences>}},
    {"limits", "calls_per_video", Integer{0, kMostCalls, in<&S::limits, &Limits::calls_per_video>}},
    {"limits", "calls_per_day", Integer{0, kMostCalls, in<&S::limits, &Limits::calls_per_day>}},
    {"limits", "dollars_per_video", Dollars{in<&S::limits, &Limits::dollars_per_video>}},
    {"limits", "dollars_per_day", Dollars{in<&S::limits, &Limits::dollars_per_day>}},
    {"limits", "allow_hosts", Words{in<&S::limits, &Limits::allow_hosts>}},
    {"log", "level", Choice{kLevels, in<&S::log, &Log::level>}},
};

std::string dotted(const Key& key) {
  return std::string(key.table) + "." + std::string(key.name);
}

/// How far a misspelling is from a key: whole, or the right name under another table.
std::size_t distance(const Key& key, std::string_view table, std::string_view name) {
  if (name.empty()) return edit_distance(key.table, table);
  const auto whole = edit_distance(dotted(key), std::string(table) + "." + std::string(name));
  return std::min(whole, edit_distance(key.name, name) + 1);
}

/// More than a third of a word wrong is another word.
bool is_near(std::size_t distance, std::string_view word) {
  return distance <= std::max<std::size_t>(1, (word.size() + 2) / 3);
}

}  // namespace

std::span<const std::string_view> presets() {
  return kPresets;
}

std::span<const Key> keys() {
  return kKeys;
}

std::string nearest(std::string_view table, std::string_view name) {
  const auto* found = std::ranges::min_element(
      kKeys, {}, [&](const Key& key) { return distance(key, table, name); });
  if (!is_near(distance(*found, table, name), name.empty() ? table : name)) return "";
  return name.empty() ? std::string(found->table) : dotted(*found);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> above(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row{i};
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row.push_back(std::min(
          {above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)}));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = std::exchange(above, std::move(row));
  }
  return above.back();
}

}  // namespace storyreel::config
