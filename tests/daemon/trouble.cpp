#include "daemon/trouble.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel {
namespace {

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_CASE("daemon::Trouble says a failure once, a new one again, and when it is over") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "status.log";
  StatusLog log(file, false);
  Trouble trouble(log, "reading Notion");
  const auto refused = std::make_exception_ptr(Error("connection refused"));
  trouble.failed(refused);
  trouble.failed(refused);
  trouble.failed(std::make_exception_ptr(Error("timed out")));
  trouble.well();
  trouble.well();
  const auto text = read_file(file, 1u << 16);
  CHECK(times(text, "connection refused") == 1);
  CHECK(times(text, "timed out") == 1);
  CHECK(times(text, "works again") == 1);
}

TEST_CASE("daemon::Trouble::failed waits longer each time, up to a minute") {
  StatusLog log({}, false);
  Trouble trouble(log, "making");
  const auto error = std::make_exception_ptr(Error("no"));
  const auto first = trouble.failed(error);
  for (int i = 0; i < 20; ++i) trouble.failed(error);
  CHECK(first <= milliseconds(500));
  CHECK(trouble.failed(error) >= seconds(30));
  CHECK(trouble.failed(error) <= seconds(60));
}

}  // namespace
}  // namespace storyreel
