#include "pipeline/sources/video_info.hpp"

#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 2> kFormats{"json3", "vtt"};  // the better first
constexpr std::string_view kOriginal = "-orig";
constexpr std::string_view kNoTitle = "<Untitled Chapter";  // yt-dlp's, of what has none
constexpr std::size_t kMostTitle = 500;
constexpr std::size_t kMostName = 200;
constexpr std::size_t kMostUrl = 2'000;
constexpr std::size_t kMostChapters = 1'000;
constexpr std::size_t kDate = 8;  // digits: "20261121"

const json::value* member(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found && !found->is_null() ? found : nullptr;
}

std::string text(const json::object& object, std::string_view name, std::size_t most = kMostName) {
  const auto* found = member(object, name);
  return found && found->is_string() ? one_line(std::string(found->get_string()), most) : "";
}

std::optional<double> number(const json::object& object, std::string_view name) {
  const auto* found = member(object, name);
  if (!found || !found->is_number()) return std::nullopt;
  const auto value = found->to_number<double>();
  constexpr double kMost = 1e15;
  return value >= 0 && value <= kMost ? std::optional(value) : std::nullopt;
}

std::string day(const std::string& digits) {
  const bool is_date = digits.size() == kDate &&
                       std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_date) return "";
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6);
}

std::string first_of(std::initializer_list<std::string> texts) {
  for (const auto& one : texts)
    if (!one.empty()) return one;
  return "";
}

std::vector<Chapter> chapters_of(const json::object& video) {
  std::vector<Chapter> chapters;
  const auto* list = member(video, "chapters");
  if (!list || !list->is_array()) return chapters;
  for (const auto& one : list->get_array()) {
    if (!one.is_object() || chapters.size() == kMostChapters) continue;
    const auto start = number(one.get_object(), "start_time");
    const auto title = text(one.get_object(), "title");
    if (!start || title.empty() || title.starts_with(kNoTitle)) continue;
    chapters.push_back(
        {std::chrono::round<milliseconds>(std::chrono::duration<double>(*start)), title});
  }
  return chapters;
}

/// The captions of one language in a format that can be read.
std::optional<Captions> readable(std::string_view language, const json::value& formats) {
  if (!formats.is_array()) return std::nullopt;
  for (const auto wanted : kFormats)
    for (const auto& one : formats.get_array()) {
      if (!one.is_object() || text(one.get_object(), "ext") != wanted) continue;
      const auto* url = member(one.get_object(), "url");
      if (!url || !url->is_string()) continue;
      return Captions{std::string(language), std::string(wanted), std::string(url->get_string())};
    }
  return std::nullopt;
}

/// Captions by language.
std::vector<Captions> captions_in(const json::object& video, std::string_view name) {
  std::vector<Captions> all;
  const auto* languages = member(video, name);
  if (!languages || !languages->is_object()) return all;
  for (const auto& [language, formats] : languages->get_object())
    if (auto one = readable(language, formats)) all.push_back(std::move(*one));
  return all;
}

/// Of those in `language`; of the same language elsewhere, where there are none.
const Captions* spoken(const std::vector<Captions>& all, const std::string& language) {
  if (language.empty()) return nullptr;
  const auto exact = std::ranges::find(all, language, &Captions::language);
  if (exact != all.end()) return &*exact;
  const auto near = std::ranges::find_if(all, [&](const Captions& one) {
    return primary_language(one.language) == primary_language(language);
  });
  return near == all.end() ? nullptr : &*near;
}

/// Captions that were heard in the video itself are told from their translations by their names.
std::string own_language(const json::object& video, const std::vector<Captions>& automatic) {
  for (const auto& one : automatic)
    if (one.language.ends_with(kOriginal))
      return one.language.substr(0, one.language.size() - kOriginal.size());
  return text(video, "language");
}

std::optional<Captions> best_captions(const json::object& video) {
  const auto by_people = captions_in(video, "subtitles");
  const auto automatic = captions_in(video, "automatic_captions");
  const auto language = own_language(video, automatic);
  for (const auto* found : {spoken(by_people, language),
                            language.empty() ? nullptr : spoken(automatic, language + "-orig"),
                            spoken(automatic, language)})
    if (found) return *found;
  if (!by_people.empty()) return by_people.front();
  return automatic.size() == 1 ? std::optional(automatic.front()) : std::nullopt;
}

Live live_of(const json::object& video) {
  const auto status = text(video, "live_status");
  if (status == "is_upcoming") return Live::upcoming;
  const auto* live = member(video, "is_live");
  const bool now = live && live->is_bool() && live->get_bool();
  return now || status == "is_live" || status == "post_live" ? Live::now : Live::no;
}

bool is_playable(const json::object& video) {
  const auto* formats = member(video, "formats");
  const bool some = formats && formats->is_array() && !formats->get_array().empty();
  return some || !text(video, "url").empty();
}

VideoInfo read(const json::object& video) {
  const auto views = number(video, "view_count");
  return {
      .id = text(video, "id"),
      .title = first_of({text(video, "title", kMostTitle), text(video, "fulltitle")}),
      .channel = first_of({text(video, "channel"), text(video, "uploader")}),
      .published = first_of({day(text(video, "upload_date")), day(text(video, "release_date"))}),
      .thumbnail = text(video, "thumbnail", kMostUrl),
      .duration = number(video, "duration"),
      .views = views ? std::optional(static_cast<std::int64_t>(*views)) : std::nullopt,
      .chapters = chapters_of(video),
      .captions = best_captions(video),
      .live = live_of(video),
      .playable = is_playable(video)};
}

}  // namespace

std::expected<VideoInfo, std::string> read_video_info(const std::string& description) {
  json::error_code error;
  const auto value = is_utf8(description) ? json::parse(description, error) : json::value();
  if (error || !value.is_object())
    return std::unexpected("yt-dlp wrote no description of the video.");
  const auto& video = value.get_object();
  const auto type = text(video, "_type");
  if (type == "playlist" || type == "multi_video")
    return std::unexpected(
        "The URL is that of a playlist: give each of its videos a row of its own.");
  return read(video);
}

}  // namespace storyreel::pipeline
