#include "notion/verdict.hpp"

#include <doctest/doctest.h>

using namespace storyreel::notion;

TEST_CASE("notion::judge knows what may be sent again") {
  struct Case {
    int status;
    Verdict read, write;
  };
  const Case cases[]{
      {200, Verdict::good, Verdict::good},      {400, Verdict::failed, Verdict::failed},
      {401, Verdict::failed, Verdict::failed},  {403, Verdict::failed, Verdict::failed},
      {404, Verdict::failed, Verdict::failed},  {409, Verdict::again, Verdict::again},
      {413, Verdict::failed, Verdict::failed},  {429, Verdict::again, Verdict::again},
      {500, Verdict::again, Verdict::doubtful}, {502, Verdict::again, Verdict::doubtful},
      {503, Verdict::again, Verdict::doubtful}, {504, Verdict::again, Verdict::doubtful},
      {529, Verdict::again, Verdict::again},    {408, Verdict::again, Verdict::doubtful},
      {520, Verdict::again, Verdict::doubtful}, {524, Verdict::again, Verdict::doubtful},
  };
  for (const auto& one : cases) {
    CAPTURE(one.status);
    CHECK(judge({.status = one.status, .write = false}) == one.read);
    CHECK(judge({.status = one.status, .write = true}) == one.write);
  }
  CHECK(judge({.status = 429, .reason = "public_api_request_blocked"}) == Verdict::failed);
}
