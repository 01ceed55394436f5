#include "daemon/runtime/secret.hpp"

#include <sstream>

#include <doctest/doctest.h>

using namespace storyreel;

TEST_CASE("runtime::Secret prints as stars") {
  std::ostringstream out;
  out << Secret("ntn_123") << ' ' << Secret();
  CHECK(out.str() == "*** (none)");
}

TEST_CASE("runtime::Secret keeps its value through copies and moves") {
  Secret secret("ntn_123");
  const Secret copy = secret;
  Secret moved = std::move(secret);
  secret = copy;
  CHECK(secret.reveal() == "ntn_123");
  CHECK(moved.reveal() == "ntn_123");
  moved = Secret();
  CHECK(moved.empty());
}
