#include "daemon/runtime/time.hpp"

#include <doctest/doctest.h>

using namespace storyreel;

TEST_CASE("runtime::to_iso writes milliseconds in UTC") {
  CHECK(to_iso(Time{}) == "1970-01-01T00:00:00.000Z");
  CHECK(to_iso(Time{milliseconds{1'795'250'112'345}}) == "2026-11-21T08:35:12.345Z");
  CHECK(to_iso(Time{milliseconds{-1}}) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("runtime::from_iso reads every usual form") {
  const struct {
    const char* text;
    const char* same;
  } cases[] = {
      {"2026-11-21", "2026-11-21T00:00:00.000Z"},
      {"2026-11-21T08:30:12.345Z", "2026-11-21T08:30:12.345Z"},
      {"2026-11-21T08:30:12.3456789Z", "2026-11-21T08:30:12.345Z"},
      {"2026-11-21T08:30:12,3", "2026-11-21T08:30:12.300Z"},
      {"2026-11-21 08:30", "2026-11-21T08:30:00.000Z"},
      {"2026-11-21T08:30:12+02:00", "2026-11-21T06:30:12.000Z"},
      {"2026-01-01T00:30:00-0530", "2026-01-01T06:00:00.000Z"},
      {"2026-01-01T00:30:00+01", "2025-12-31T23:30:00.000Z"},
      {"2024-02-29", "2024-02-29T00:00:00.000Z"},
  };
  for (const auto& [text, same] : cases) {
    CAPTURE(text);
    const auto time = from_iso(text);
    REQUIRE(time);
    CHECK(to_iso(*time) == same);
  }
}

TEST_CASE("runtime::from_iso refuses everything else") {
  for (const auto* text :
       {"", "2026", "2026-13-01", "2026-02-30", "2025-02-29", "26-11-21", "2026-11-21T",
        " 2026-11-21", "2026-11-21T24:00", "2026-11-21T08:60", "2026-11-21T08:30:60",
        "2026-11-21T08:30:12.", "2026-11-21T08:30:12Zx", "2026-11-21T08:30:12+2",
        "2026-11-21T08:30:12+02:0", "2026-11-21T08:30:12+25:00", "2026-+1-21", "2026-11-21T-1:30",
        "2026-11-21x"}) {
    CAPTURE(text);
    CHECK_FALSE(from_iso(text));
  }
}
