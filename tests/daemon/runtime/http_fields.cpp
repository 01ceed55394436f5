#include "daemon/runtime/http_fields.hpp"

#include <doctest/doctest.h>

using namespace storyreel;

TEST_CASE("runtime::parse_range reads one range") {
  const struct {
    const char* header;
    std::uint64_t size;
    std::optional<ByteRange> range;
    bool refused;
  } cases[] = {
      {"", 100, {}, false},
      {"bytes=0-9", 100, ByteRange{0, 10}, false},
      {"bytes=90-", 100, ByteRange{90, 10}, false},
      {"bytes=90-1000", 100, ByteRange{90, 10}, false},
      {"bytes=-10", 100, ByteRange{90, 10}, false},
      {"bytes=-1000", 100, ByteRange{0, 100}, false},
      {"bytes=99-99", 100, ByteRange{99, 1}, false},
      {"bytes=100-", 100, {}, true},
      {"bytes=-0", 100, {}, true},
      {"bytes=0-", 0, {}, true},
      {"bytes=-5", 0, {}, true},
      {"bytes=9-0", 100, {}, false},
      {"bytes=-", 100, {}, false},
      {"bytes=0-1,5-6", 100, {}, false},
      {"bytes=a-b", 100, {}, false},
      {"bytes=0x1-2", 100, {}, false},
      {"bytes=--5", 100, {}, false},
      {"lines=0-1", 100, {}, false},
      {"bytes=0-18446744073709551615", 100, ByteRange{0, 100}, false},
      {"bytes=0-99999999999999999999", 100, {}, false},
  };
  for (const auto& [header, size, range, refused] : cases) {
    CAPTURE(header);
    const RangeAnswer answer = parse_range(header, size);
    CHECK((answer.range == range));
    CHECK(answer.refused == refused);
  }
}

TEST_CASE("runtime::matches_etag compares weakly in a list") {
  CHECK(matches_etag("\"a\"", "\"a\""));
  CHECK(matches_etag("\"x\", W/\"a\"", "\"a\""));
  CHECK(matches_etag("*", "\"a\""));
  CHECK_FALSE(matches_etag("", "\"a\""));
  CHECK_FALSE(matches_etag("\"ab\",,", "\"a\""));
}

TEST_CASE("runtime::decode_path decodes once and refuses tricks") {
  CHECK(decode_path("/") == "/");
  CHECK(decode_path("/a%2520b?%") == "/a%20b");
  CHECK(decode_path("/a..b/...") == "/a..b/...");
  for (const auto* bad : {"", "a", "*", "http://x/", "/%", "/%1", "/%g1", "/%00", "/%c0%ae", "/..",
                          "/../x", "/a/%2E%2e", "/%2e./x"}) {
    CAPTURE(bad);
    CHECK_FALSE(decode_path(bad));
  }
}

TEST_CASE("runtime::to_http_date writes the one form that is left") {
  CHECK(to_http_date(*from_iso("2026-11-21T08:30:12.999Z")) == "Sat, 21 Nov 2026 08:30:12 GMT");
}
