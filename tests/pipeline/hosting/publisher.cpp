#include "pipeline/hosting/publisher.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/hosting/s3_place.hpp"
#include "pipeline/publish.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/s3_server.hpp"

namespace storyreel::pipeline {
namespace {

constexpr auto kLifetime = std::chrono::hours(7 * 24);

/// A record with a video, whose picture is published, and a bucket.
struct Bench {
  template <class F>
  auto write(F work) {
    return test::run(loop, cache.write(std::move(work)));
  }

  explicit Bench(bool presigned = false) : server(presigned) {
    rules.store = server.settings();
    write_file(folder.path() / "artifacts" / "p.jpg", "picture");
    write([](cache::Database& database) {
      cache::Video video;
      video.id = "v";
      video.title = "Film";
      cache::videos::save(database, video);
      cache::artifacts::save(database,
                             {.key = "p", .kind = "picture", .file = "p.jpg", .bytes = 7});
    });
  }

  /// What the video is given to show of its picture.
  std::optional<std::string> link() {
    return write([this](cache::Database& database) {
      return link_to(database, published(database, "p"), "v", rules);
    });
  }
  Pass pass() { return test::run(loop, publisher.pass()); }

  std::string trouble() {
    std::string said;
    for (const auto& job :
         write([](cache::Database& database) { return cache::jobs::of_video(database, "v"); }))
      said += job.error;
    return said;
  }
  std::int64_t revision() {
    return write(
        [](cache::Database& database) { return cache::videos::find(database, "v")->revision; });
  }
  std::string log() const { return read_file(folder.path() / "status.log", 1 << 20); }
  cache::Object object() {
    return write([](cache::Database& database) {
      return *cache::objects::find(database, published(database, "p").name);
    });
  }
  /// The link was signed so long ago.
  void age(std::chrono::hours by) {
    write([object = object(), by, s3 = server.settings()](cache::Database& database) {
      auto older = object;
      older.signed_at -= by;
      older.link = presigned_link(s3, older.name, older.signed_at);
      cache::objects::save(database, older);
    });
  }
  int get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    return test::run(loop, http.send(request)).status;
  }

  TemporaryFolder folder;
  test::S3Server server;
  boost::asio::io_context loop;
  cache::Cache cache{loop.get_executor(), folder.path() / "storyreel.db"};
  StatusLog status{folder.path() / "status.log", false};
  HttpClient http{loop.get_executor()};
  Offload reader{1};
  Publisher publisher{cache, status, http, reader, folder.path() / "artifacts", server.settings(),
                      true};
  Rules rules;
};

}  // namespace

TEST_CASE("pipeline::Publisher brings what is wanted, and its links are given out then") {
  Bench bench;
  CHECK_FALSE(bench.link());
  const auto before = bench.revision();
  CHECK(bench.pass().changed);
  CHECK(bench.revision() > before);
  const auto link = bench.link();
  REQUIRE(link);
  CHECK(link == public_link(bench.server.settings(), bench.object().name));
  CHECK(bench.get(*link) == 200);
  CHECK(bench.server.objects().at("studio/" + bench.object().name) == "picture");
  const auto asked = bench.server.asked().size();
  CHECK_FALSE(bench.pass().changed);
  CHECK(bench.server.asked().size() == asked);
  CHECK(bench.server.refused().empty());
}

TEST_CASE("pipeline::Publisher says once on the video what the store says, and takes it back") {
  Bench bench;
  bench.link();
  bench.server.fail("PUT", 403, 1);
  const auto pass = bench.pass();
  CHECK(pass.changed);
  REQUIRE(pass.again_at);
  CHECK(bench.trouble().contains("s3.access_key"));
  const auto said = bench.log().find("answered 403");
  REQUIRE(said != std::string::npos);
  CHECK(bench.log().find("answered 403", said + 1) == std::string::npos);
  // It rests before it asks again.
  const auto asked = bench.server.asked().size();
  CHECK(bench.pass().again_at == pass.again_at);
  CHECK(bench.server.asked().size() == asked);
  Publisher next(bench.cache, bench.status, bench.http, bench.reader,
                 bench.folder.path() / "artifacts", bench.server.settings(), true);
  test::run(bench.loop, next.pass());
  CHECK(bench.trouble() == "");
  CHECK(bench.link());
}

TEST_CASE("pipeline::Publisher brings the rest where one file is gone") {
  Bench bench;
  bench.link();
  bench.write([&](cache::Database& database) {
    cache::artifacts::save(database, {.key = "q", .kind = "picture", .file = "q.jpg", .bytes = 3});
    link_to(database, published(database, "q"), "v", bench.rules);
  });
  bench.pass();
  CHECK(bench.link());
  CHECK(bench.server.objects().size() == 1);
  CHECK(bench.trouble().contains("q.jpg"));
}

TEST_CASE("pipeline::Publisher is idle where nothing leads to a store") {
  Bench bench;
  bench.link();
  Publisher idle(bench.cache, bench.status, bench.http, bench.reader, bench.folder.path(), {},
                 false);
  CHECK_FALSE(test::run(bench.loop, idle.pass()).again_at);
  CHECK(bench.server.asked().empty());
}

TEST_CASE("pipeline::link_to renews a presigned link long before it ends, and not at every look") {
  Bench bench(true);
  bench.link();
  bench.pass();
  const auto link = bench.link();
  REQUIRE(link);
  CHECK(bench.get(*link) == 200);
  CHECK(bench.link() == link);
  bench.age(std::chrono::hours(4 * 24));
  const auto older = bench.link();
  CHECK(older != link);
  CHECK(bench.link() == older);
  bench.age(std::chrono::hours(2 * 24));
  const auto renewed_link = bench.link();
  CHECK(renewed_link != older);
  bench.server.set_clock(std::chrono::hours(6 * 24));
  CHECK(bench.get(*renewed_link) == 200);
  // Another key: what the old one signed ends with it.
  bench.rules.store->access_key = "AKIAANOTHER";
  CHECK(bench.link()->contains("AKIAANOTHER"));
}

TEST_CASE("pipeline::renewed renews what is still shown, and leaves other links alone") {
  Bench bench(true);
  bench.link();
  bench.pass();
  const auto link = *bench.link();
  const auto renew = [&](const std::string& shown) {
    return bench.write(
        [&](cache::Database& database) { return renewed(database, shown, bench.rules); });
  };
  CHECK(renew(link) == link);
  bench.age(kLifetime);
  const auto ended = bench.object().link;
  CHECK(renew(ended) != ended);
  CHECK(bench.get(renew(ended)) == 200);
  for (const std::string other : {"", "http://127.0.0.1:8480/media/a.jpg", "https://elsewhere/a"}) {
    CAPTURE(other);
    CHECK(renew(other) == other);
  }
}

TEST_CASE("pipeline::link_to wants an object anew where the store is another") {
  Bench bench;
  bench.link();
  bench.pass();
  CHECK(bench.link());
  bench.rules.store->prefix = "other/";
  CHECK_FALSE(bench.link());
  CHECK(bench.object().state == "wanted");
}

TEST_CASE("pipeline::shown_as names what is uploaded, and links what Notion refused") {
  Bench bench;
  const auto shown = [&] {
    return bench.write([&](cache::Database& database) {
      return shown_as(database, published(database, "p"), "v", bench.rules);
    });
  };
  CHECK(shown() == "");
  bench.pass();
  CHECK(shown() == *bench.link());
  bench.rules.uploads = true;
  const auto name = bench.object().name;
  CHECK(shown() == name);
  bench.write([name](cache::Database& database) {
    cache::uploads::save(database, {.name = name, .state = "refused"});
  });
  CHECK(shown() == *bench.link());
}

}  // namespace storyreel::pipeline
