#include "daemon/runtime/stars.hpp"

#include <doctest/doctest.h>

using namespace storyreel;

TEST_CASE("runtime::starred hides secrets wherever they stand, and no short words") {
  const std::vector<Secret> hidden{Secret("sk-0123456789"), Secret("short"), Secret(),
                                   Secret("********")};
  CHECK(starred("sk-0123456789", hidden) == "***");
  CHECK(starred("a sk-0123456789 b sk-0123456789sk-0123456789", hidden) == "a *** b ******");
  CHECK(starred("short words stay", hidden) == "short words stay");
  CHECK(starred("", hidden) == "");
  CHECK(starred("nothing", {}) == "nothing");
}
