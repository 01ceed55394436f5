#include "notion/trouble.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

TEST_CASE("notion::Pull keeps a body's trouble apart from the details'") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  studio.fill_rows({"One"});
  studio.push();
  const json::object rule{{"kind", "404"}, {"method", "GET"}, {"path", "/v1/blocks"}};
  studio.control("faults", json::object{{"rules", json::array{rule}}});
  const auto troubled = [&] {
    const auto jobs = studio.read([id = studio.video().id](cache::Database& database) {
      return cache::jobs::of_video(database, id);
    });
    return std::ranges::any_of(jobs, [](const cache::Job& job) {
      return job.error.find("can't be read") != job.error.npos;
    });
  };
  studio.pull();
  CHECK(troubled());
  studio.person("DELETE", "/_control/faults");
  studio.pull();
  CHECK_FALSE(troubled());
}
