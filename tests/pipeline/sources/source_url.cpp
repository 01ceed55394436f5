#include "pipeline/sources/source_url.hpp"

#include <array>

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

constexpr auto kVideo = "https://www.youtube.com/watch?v=aqz-KE-bpKQ";

}  // namespace

TEST_CASE("pipeline::source_url finds the one video that a URL names") {
  constexpr std::array kSame{
      "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
      "http://youtube.com/watch?v=aqz-KE-bpKQ&t=30s",
      "https://m.youtube.com/watch?app=desktop&v=aqz-KE-bpKQ",
      "https://music.youtube.com/watch?v=aqz-KE-bpKQ&list=RDAMVM",
      "https://www.youtube.com/watch?list=PL1&index=2&v=aqz-KE-bpKQ#t=1",
      "https://youtu.be/aqz-KE-bpKQ?si=x",
      "https://YOUTU.BE/aqz-KE-bpKQ",
      "https://www.youtube.com/shorts/aqz-KE-bpKQ",
      "https://www.youtube.com/live/aqz-KE-bpKQ?feature=share",
      "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
  };
  for (const auto* url : kSame) {
    CAPTURE(url);
    CHECK(source_url(url, {}) == kVideo);
  }
}

TEST_CASE("pipeline::source_url says what else a URL is") {
  struct Case {
    const char* url;
    const char* words;
  };
  constexpr std::array kCases{
      Case{"https://www.youtube.com/playlist?list=PLx", "playlist"},
      Case{"https://www.youtube.com/watch?list=PLx", "playlist"},
      Case{"https://www.youtube.com/embed/videoseries?list=PLx", "playlist"},
      Case{"https://www.youtube.com/@BlenderFoundation", "channel"},
      Case{"https://www.youtube.com/channel/UCx/videos", "channel"},
      Case{"https://www.youtube.com/user/x", "channel"},
      Case{"https://www.youtube.com/clip/Ugx", "clip"},
      Case{"https://www.youtube.com/", "names no video"},
      Case{"https://www.youtube.com/watch?v=short", "names no video"},
      Case{"https://youtu.be/aqz-KE-bpKQ--too-long", "names no video"},
      Case{"https://youtu.be/", "names no video"},
      Case{"https://vimeo.com/1", "vimeo.com, which is not YouTube"},
      Case{"https://youtube.com.evil.example/watch?v=aqz-KE-bpKQ", "not YouTube"},
      Case{"https://evilyoutube.com/watch?v=aqz-KE-bpKQ", "not YouTube"},
      Case{"http://169.254.169.254/latest/meta-data", "not YouTube"},
      Case{"http://127.0.0.1:1/watch?v=aqz-KE-bpKQ", "not YouTube"},
      Case{"https://user:secret@youtube.com/watch?v=aqz-KE-bpKQ", "no web address"},
      Case{"file:///etc/passwd", "no web address"},
      Case{"--exec=rm", "no web address"},
      Case{"", "no web address"},
  };
  for (const auto& one : kCases) {
    INFO(std::string(one.url));
    const auto found = source_url(one.url, {});
    REQUIRE_FALSE(found);
    CHECK(found.error().contains(one.words));
  }
}

TEST_CASE("pipeline::source_url takes other hosts only by name") {
  CHECK(source_url("http://127.0.0.1:8000/a?b", {"127.0.0.1:8000"}) == "http://127.0.0.1:8000/a?b");
  CHECK_FALSE(source_url("http://127.0.0.1:8001/a", {"127.0.0.1:8000"}));
  CHECK(source_url("https://videos.example.org/a", {"videos.example.org"}) ==
        "https://videos.example.org/a");
}

}  // namespace storyreel::pipeline
