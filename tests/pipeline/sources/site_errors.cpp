#include "pipeline/sources/site_errors.hpp"

#include <array>

#include <doctest/doctest.h>

// What yt-dlp writes for these: the reasons that YouTube gives, as they are quoted in yt-dlp's own
// issues (#10499 "not a bot", #7349 age) and tests (yt_dlp/extractor/youtube.py).
namespace storyreel::pipeline {

TEST_CASE("pipeline::site_error tells what each error means") {
  using Class = ProviderError::Class;
  struct Case {
    const char* errors;
    Class kind;
    bool slow_down;
    const char* words;
  };
  constexpr std::array kCases{
      Case{"ERROR: [youtube] x: Sign in to confirm you’re not a bot. This helps protect our "
           "community. Learn more",
           Class::later, true, "robot"},
      Case{"ERROR: [youtube] x: Sign in to confirm you're not a bot", Class::later, true, "robot"},
      Case{"ERROR: unable to download video subtitles for 'en': HTTP Error 429: Too Many Requests",
           Class::later, true, "asked less"},
      Case{"ERROR: [youtube] x: Private video. Sign in if you've been granted access to this video",
           Class::refused, false, "is private"},
      Case{"ERROR: [youtube] x: Sign in to confirm your age. This video may be inappropriate for "
           "some users.",
           Class::refused, false, "adults"},
      Case{"ERROR: [youtube] x: Join this channel to get access to members-only content",
           Class::refused, false, "members"},
      Case{"ERROR: [youtube] x: This live event will begin in 3 hours.", Class::later, false,
           "live"},
      Case{"ERROR: [youtube] x: Premieres in 5 days", Class::later, false, "live"},
      Case{"ERROR: [youtube] x: Video unavailable. The uploader has not made this video available "
           "in your country",
           Class::refused, false, "country"},
      Case{"ERROR: [youtube] x: Video unavailable. This video has been removed by the uploader",
           Class::refused, false, "removed"},
      Case{"ERROR: [youtube] x: Video unavailable", Class::refused, false, "not available"},
      Case{"WARNING: [generic] Falling back on generic information extractor\n"
           "ERROR: Unsupported URL: http://127.0.0.1/a",
           Class::refused, false, "no video at this URL"},
      Case{"ERROR: [generic] None: Unable to download webpage: HTTP Error 404: Not Found",
           Class::refused, false, "nothing at this URL"},
      Case{"ERROR: [youtube] x: Unable to download API page: <urlopen error [Errno -3]",
           Class::again, false, "can't be reached"},
  };
  for (const auto& one : kCases) {
    CAPTURE(one.errors);
    const auto found = site_error(one.errors);
    CHECK(found.known);
    CHECK(found.error.kind == one.kind);
    CHECK(found.slow_down == one.slow_down);
    CHECK(std::string(found.error.what()).contains(one.words));
  }
}

TEST_CASE("pipeline::site_error quotes what it does not know, on one line") {
  CHECK_FALSE(site_error("WARNING: Requested format is not available\n\n").known);
  const auto found = site_error(
      "WARNING: this video is private, so they say\n"
      "ERROR: [youtube] x: Some\x1b thing; please report this issue on  https://…");
  CHECK_FALSE(found.known);
  CHECK(found.error.kind == ProviderError::Class::again);
  CHECK(std::string(found.error.what()) ==
        "yt-dlp could not read the video: ERROR: [youtube] x: Some thing. A newer yt-dlp may "
        "(source.program).");
}

}  // namespace storyreel::pipeline
