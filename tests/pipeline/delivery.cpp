#include <optional>
#include <string>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <doctest/doctest.h>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/providers/remote_voice.hpp"
#include "pipeline/work.hpp"
#include "tests/pipeline/workshop.hpp"
#include "tests/support/vendor.hpp"

// What becomes of a voice that was asked for, and of what came, when making stops in between.
namespace storyreel::pipeline {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
using cache::Database;

config::Settings small() {
  config::Settings settings;
  settings.render.width = 64;
  settings.render.height = 64;
  settings.render.preset = "ultrafast";
  settings.render.crossfade = milliseconds(0);
  settings.notion.settle = seconds(0);
  return settings;
}

/// A studio of one sentence, whose voice is bought from a service that takes its time.
struct Studio {
  explicit Studio(milliseconds slow) {
    store.open();
    vendor.answer_by([this, slow](ServerRequest) { return speak(slow); });
    cache::Video video;
    video.id = "v";
    video.page_id = "page";
    video.title = "A film";
    video.body = "The sea was calm.";
    video.approved = true;
    write([&](Database& database) { cache::videos::save(database, video); });
  }

  Task<ServerReply> speak(milliseconds slow) {
    ++asked;
    co_await sleep_for(slow);
    if (refusal) co_return *refusal;
    std::string samples(24'000, '\0');  // half a second
    for (std::size_t i = 0; i < samples.size(); i += 100) samples[i + 1] = 20;
    co_return ServerReply{.headers = {{"Content-Type", "audio/pcm"}}, .body = samples};
  }

  Providers providers() {
    auto result = make_providers(vendor.loop(), settings, offload);
    result.voice = make_remote_voice({.service = {vendor.http(),
                                                  facts("openai", "voice"),
                                                  {.base_url = vendor.url(), .key = Secret(kKey)}},
                                      .dialect = make_openai_voice(),
                                      .voice = "",
                                      .price = 15});
    return result;
  }

  template <class F>
  void write(F change) {
    vendor.run(committed(cache.write(std::move(change))));
  }
  static Task<bool> committed(Task<> change) {
    co_await std::move(change);
    co_return true;
  }

  /// Until nothing is to be done.
  void rest() { vendor.run(committed(passes())); }

  /// Until a little after the service was asked so often.
  void stop_when_asked(int times) { vendor.run(committed(until_asked(times))); }

  Task<> until_asked(int times) { co_await (passes() || asked_so_often(times)); }

  Task<> asked_so_often(int times) {
    while (asked < times) co_await sleep_for(milliseconds(5));
    co_await sleep_for(milliseconds(50));
  }

  Task<> passes() { return pass_until_rest(cache, work, "v"); }

  /// A person clears the error.
  void try_again() {
    write([](Database& database) {
      for (auto item : cache::items::of_video(database, "v")) {
        item.error = "";
        cache::items::save(database, item);
        cache::jobs::remove_of_owner(database, item.id);
      }
      cache::videos::touch(database, "v");
    });
  }

  std::vector<cache::Purchase> book() {
    std::vector<cache::Purchase> found;
    write([&](Database& database) { found = cache::ledger::of_video(database, "v"); });
    return found;
  }

  std::string error_of_row() {
    std::string error;
    write([&](Database& database) { error = cache::items::of_video(database, "v").at(0).error; });
    return error;
  }

  bool has_voice() {
    bool found = false;
    write([&](Database& database) {
      for (const auto& artifact : cache::artifacts::all(database))
        found |= artifact.kind == "voice" && store.sound(artifact, true);
    });
    return found;
  }

  bool has_deliveries() const {
    return !std::filesystem::is_empty(folder.path() / "artifacts" / "bought");
  }

  static constexpr auto kKey = "sk-planted-0123456789";
  int asked = 0;
  std::optional<ServerReply> refusal;  ///< what it answers instead
  test::Vendor vendor;
  TemporaryFolder folder;
  config::Settings settings = small();
  Offload offload{2};
  Store store{folder.path() / "artifacts"};
  cache::Cache cache{vendor.loop(), folder.path() / "storyreel.db"};
  StatusLog log{folder.path() / "status.log", false};
  Providers made = providers();
  Work work{vendor.loop(), cache, offload, store, made, log, settings, "http://host/media", [] {}};
};

}  // namespace

TEST_CASE("pipeline::Work lets what is being bought come to its end when it is stopped") {
  Studio studio(milliseconds(500));
  studio.stop_when_asked(1);
  REQUIRE(studio.book().size() == 1);
  CHECK(studio.book()[0].state == "paid");
  studio.rest();
  CHECK(studio.asked == 1);
  CHECK(studio.book().size() == 1);
  CHECK(studio.has_voice());
  CHECK_FALSE(studio.has_deliveries());
}

TEST_CASE("pipeline::Work keeps what was bought though it could not be recorded") {
  Studio studio(milliseconds(0));
  studio.write([](Database& database) {
    database.exec(
        "CREATE TRIGGER full BEFORE INSERT ON artifacts WHEN new.kind = 'voice' "
        "BEGIN SELECT RAISE(ABORT, 'no'); END");
  });
  studio.rest();
  CHECK_FALSE(studio.has_voice());
  CHECK(studio.has_deliveries());
  studio.write([](Database& database) { database.exec("DROP TRIGGER full"); });
  studio.try_again();
  studio.rest();
  CHECK(studio.asked == 1);
  REQUIRE(studio.book().size() == 1);
  CHECK(studio.book()[0].state == "paid");
  CHECK(studio.has_voice());
  CHECK_FALSE(studio.has_deliveries());
}

TEST_CASE("pipeline::Work writes no key of a service on the row that its error belongs to") {
  Studio studio(milliseconds(0));
  studio.refusal = ServerReply{
      .status = 401,
      .headers = {{"Content-Type", "application/json"}},
      .body =
          R"({"error": {"code": "invalid_api_key", "message": "Bad key: sk-planted-0123456789"}})"};
  studio.rest();
  CHECK(studio.error_of_row().contains("Bad key: ***"));
  CHECK_FALSE(studio.error_of_row().contains("planted"));
  CHECK_FALSE(read_file(studio.folder.path() / "status.log", 1u << 20).contains("planted"));
  CHECK(studio.book().empty());
}

TEST_CASE("pipeline::Work books what was open when making broke off, and goes on") {
  Studio studio(milliseconds(200));
  studio.work.grace(milliseconds(0));
  studio.stop_when_asked(1);
  REQUIRE(studio.book().size() == 1);
  CHECK(studio.book()[0].state == "open");
  studio.rest();
  REQUIRE(studio.book().size() == 2);
  CHECK(studio.book()[0].state == "doubtful");
  CHECK(studio.book()[1].state == "paid");
  CHECK(studio.has_voice());
  CHECK(read_file(studio.folder.path() / "status.log", 1 << 20)
            .contains("1 call that cost were under way when making broke off"));
}

}  // namespace storyreel::pipeline
