#include "daemon/media.hpp"

#include <string>

#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/support/loop.hpp"

namespace storyreel {
namespace {

Task<std::string> some_metrics() {
  co_return "storyreel_studio 1\n";
}

/// A listener's handler over one published picture.
struct Bench {
  Bench() {
    store.open();
    test::run(loop, publish());
  }

  Task<> publish() {
    const auto file = store.temporary("jpg");
    write_file(file, "picture");
    const auto artifact = store.commit(std::string(64, 'a'), "picture", file);
    co_await cache.write([artifact](cache::Database& database) {
      cache::artifacts::save(database, artifact);
      cache::publications::save(database, {"0123456789abcdef.jpg", artifact.key, now()});
    });
  }

  ServerReply ask(std::string method, std::string path) {
    ServerRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    return test::run(loop, media.answer(std::move(request)));
  }

  TemporaryFolder folder;
  boost::asio::io_context loop{1};
  cache::Cache cache{loop.get_executor(), folder.path() / "storyreel.db"};
  pipeline::Store store{folder.path() / "artifacts"};
  bool ready = false;
  std::vector<std::string> reasons;
  Media media{cache,
              store,
              {.health = [this] { return Health{.ready = ready, .reasons = reasons}; },
               .metrics = &some_metrics}};
};

std::string header(const ServerReply& reply, std::string_view name) {
  for (const auto& [known, value] : reply.headers) {
    if (known == name) return value;
  }
  return "";
}

TEST_CASE("daemon::Media serves what is published, for good") {
  Bench bench;
  const auto reply = bench.ask("GET", "/media/0123456789abcdef.jpg");
  CHECK(reply.status == 200);
  REQUIRE(reply.file);
  CHECK(read_file(*reply.file, 100) == "picture");
  CHECK(header(reply, "Content-Type") == "image/jpeg");
  CHECK(header(reply, "Cache-Control").find("immutable") != std::string::npos);
}

TEST_CASE("daemon::Media serves nothing else") {
  Bench bench;
  const std::string key(64, 'a');
  for (const std::string& path :
       {std::string("/"), std::string("/media/"), std::string("/media/unknown.jpg"),
        std::string("/media/../storyreel.db"), std::string("/media/aa/") + key + ".jpg",
        "/media/" + key + ".jpg", "/media/" + std::string(500, 'x') + ".jpg",
        std::string("/media/.jpg"), std::string("/media/jpg."), std::string("/media/a.b.jpg"),
        std::string("/media/a") + '\0' + ".jpg", std::string("/media/é.jpg")}) {
    CAPTURE(path);
    const auto reply = bench.ask("GET", path);
    CHECK(reply.status == 404);
    CHECK_FALSE(reply.file);
  }
  CHECK(bench.ask("POST", "/media/0123456789abcdef.jpg").status == 405);
}

TEST_CASE("daemon::Media says on /healthz whether the first pass is done") {
  Bench bench;
  CHECK(bench.ask("GET", "/healthz").status == 503);
  bench.ready = true;
  CHECK(bench.ask("GET", "/healthz").status == 200);
  CHECK(bench.ask("GET", "/healthz").body == "ok\n");
}

TEST_CASE("daemon::Media gives the reasons on /healthz, and numbers on /metrics") {
  Bench bench;
  bench.ready = true;
  bench.reasons = {"reading Notion fails: no way"};
  CHECK(bench.ask("GET", "/healthz").body == "working\nreading Notion fails: no way\n");
  const auto metrics = bench.ask("GET", "/metrics");
  CHECK(metrics.body == "storyreel_studio 1\n");
  CHECK(header(metrics, "Content-Type").find("version=0.0.4") != std::string::npos);
  CHECK(bench.ask("GET", "/metrics/").status == 404);
}

}  // namespace
}  // namespace storyreel
