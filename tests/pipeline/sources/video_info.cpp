#include "pipeline/sources/video_info.hpp"

#include <array>

#include <doctest/doctest.h>

// The fields are those of yt-dlp's info dictionary, as README.md of github.com/yt-dlp/yt-dlp lists
// them under "OUTPUT TEMPLATE", and yt_dlp/extractor/common.py describes them.
namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;

VideoInfo read(const std::string& json) {
  const auto video = read_video_info(json);
  REQUIRE(video);
  return *video;
}

/// The captions chosen of these.
std::string chosen(const std::string& fields) {
  const auto captions = read("{\"id\": \"x\", " + fields + "}").captions;
  return captions ? captions->language + " " + captions->format + " " + captions->url : "";
}

}  // namespace

TEST_CASE("pipeline::read_video_info reads what is known") {
  const auto video = read(R"json({
      "_type": "video", "id": "aqz-KE-bpKQ", "title": "A\nlamp", "channel": "Keepers",
      "uploader": "Other", "upload_date": "20141110", "duration": 634.5, "view_count": 12345678901,
      "thumbnail": "https://i.ytimg.com/vi/x/0.jpg", "live_status": "not_live",
      "formats": [{"url": "u"}], "chapters": [
        {"start_time": 0.0, "end_time": 5.5, "title": "<Untitled Chapter 1>"},
        {"start_time": 5.5, "end_time": 9, "title": "The storm"}]})json");
  CHECK(video.id == "aqz-KE-bpKQ");
  CHECK(video.title == "A lamp");
  CHECK(video.channel == "Keepers");
  CHECK(video.published == "2014-11-10");
  CHECK(video.duration == 634.5);
  CHECK(video.views == 12'345'678'901);
  CHECK(video.thumbnail == "https://i.ytimg.com/vi/x/0.jpg");
  CHECK(video.chapters == std::vector<Chapter>{{5500ms, "The storm"}});
  CHECK(video.live == Live::no);
  CHECK(video.playable);
  CHECK_FALSE(video.captions);
}

TEST_CASE("pipeline::read_video_info takes what is missing or odd for unknown") {
  const auto video = read(R"({"id": 7, "title": null, "duration": "long", "view_count": -1,
      "upload_date": "soon", "chapters": [1, {"title": "No start"}], "subtitles": [], "formats": 1})");
  CHECK(video.id.empty());
  CHECK(video.title.empty());
  CHECK_FALSE(video.duration);
  CHECK_FALSE(video.views);
  CHECK(video.published.empty());
  CHECK(video.chapters.empty());
  CHECK_FALSE(video.playable);
  for (const auto* bad : {"", "null", "[]", "{", "\xff", "{\"id\": \"\xff\"}"})
    CHECK_FALSE(read_video_info(bad));
}

TEST_CASE("pipeline::read_video_info knows what is live, and playlists") {
  CHECK(read(R"({"live_status": "is_live"})").live == Live::now);
  CHECK(read(R"({"is_live": true})").live == Live::now);
  CHECK(read(R"({"live_status": "post_live"})").live == Live::now);
  CHECK(read(R"({"live_status": "is_upcoming"})").live == Live::upcoming);
  CHECK(read(R"({"live_status": "was_live"})").live == Live::no);
  const auto list = read_video_info(R"({"_type": "playlist", "entries": []})");
  REQUIRE_FALSE(list);
  CHECK(list.error().contains("playlist"));
}

TEST_CASE("pipeline::read_video_info chooses the captions that are most the video's own") {
  struct Case {
    const char* what;
    const char* fields;
    const char* chosen;
  };
  const std::array cases{
      Case{"by people before automatic ones, json3 before VTT",
           R"("language": "en",
              "subtitles": {"de": [{"ext": "vtt", "url": "d"}],
                            "en": [{"ext": "vtt", "url": "v"}, {"ext": "json3", "url": "j"}]},
              "automatic_captions": {"en": [{"ext": "json3", "url": "a"}]})",
           "en json3 j"},
      Case{"of the same language elsewhere", R"("language": "en",
              "subtitles": {"de": [{"ext": "vtt", "url": "d"}],
                            "en-GB": [{"ext": "vtt", "url": "v"}]})",
           "en-GB vtt v"},
      Case{"automatic ones in its own language before a translation by people",
           R"("subtitles": {"de": [{"ext": "vtt", "url": "d"}]},
              "automatic_captions": {"de": [{"ext": "json3", "url": "t"}],
                                     "en": [{"ext": "json3", "url": "a"}],
                                     "en-orig": [{"ext": "json3", "url": "o"}]})",
           "en-orig json3 o"},
      Case{"a translation by people before an automatic one",
           R"("language": "nl", "subtitles": {"de": [{"ext": "vtt", "url": "d"}]},
              "automatic_captions": {"fr": [{"ext": "vtt", "url": "t"}]})",
           "de vtt d"},
      Case{"no automatic translation", R"("language": "nl", "automatic_captions": {
              "fr": [{"ext": "vtt", "url": "t"}], "de": [{"ext": "vtt", "url": "t"}]})",
           ""},
      Case{"no chat, and no format that can't be read",
           R"("subtitles": {"live_chat": [{"ext": "json", "url": "c"}],
                            "en": [{"ext": "ttml", "url": "t"}]})",
           ""},
  };
  for (const auto& one : cases) {
    CAPTURE(one.what);
    CHECK(chosen(one.fields) == one.chosen);
  }
}

}  // namespace storyreel::pipeline
