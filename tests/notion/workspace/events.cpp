#include "notion/workspace/events.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "tests/support/loop.hpp"

namespace storyreel::workspace {
namespace {

struct Listener {
  Listener() : events(loop.get_executor()), stream(*events.open()) { next(); }

  std::string next() { return test::run(loop, stream.next()); }

  boost::asio::io_context loop;
  Events events;
  ServerStream stream;
};

Change row(int number) {
  return {"row" + std::to_string(number), Kind::page, "source"};
}

}  // namespace

TEST_CASE("workspace::Events gathers what was written, each node once") {
  Listener listener;
  listener.events.tell(std::vector{row(1), row(2)});
  listener.events.tell(std::vector{row(1), Change{"v", Kind::view, "database"}});
  CHECK(listener.next() == R"(data: {"changes":[{"id":"row1","kind":"page","parent":"source"},)"
                           R"({"id":"row2","kind":"page","parent":"source"},)"
                           R"({"id":"v","kind":"view","parent":"database"}]})"
                           "\n\n");
}

TEST_CASE("workspace::Events tells every reader") {
  Listener listener;
  auto other = *listener.events.open();
  test::run(listener.loop, other.next());
  listener.events.tell(std::vector{row(1)});
  CHECK(listener.next() == test::run(listener.loop, other.next()));
}

TEST_CASE("workspace::Events tells a reader that was too slow that all may be new, then goes on") {
  Listener listener;
  for (int number = 0; number < 5000; ++number) listener.events.tell(std::vector{row(number)});
  CHECK(listener.next() == "data: {\"all\":true}\n\n");
  listener.events.tell(std::vector{row(1)});
  CHECK(listener.next().starts_with("data: {\"changes\":[{\"id\":\"row1\""));
}

TEST_CASE("workspace::Events refuses readers without bound, and takes new ones when some left") {
  boost::asio::io_context loop;
  Events events(loop.get_executor());
  std::vector<ServerStream> streams;
  while (auto stream = events.open()) {
    streams.push_back(std::move(*stream));
    REQUIRE(streams.size() < 1000);
  }
  CHECK(streams.size() > 10);
  streams.pop_back();
  CHECK(events.open());
}

}  // namespace storyreel::workspace
