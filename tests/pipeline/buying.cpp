#include <map>
#include <string>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/providers/remote_image.hpp"
#include "pipeline/work.hpp"
#include "tests/pipeline/workshop.hpp"
#include "tests/support/series.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::pipeline {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
namespace json = boost::json;
using cache::Database;
using cache::Purchase;

constexpr auto kPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

/// A service of the kind that takes a job. It keeps its own books.
struct Painter {
  explicit Painter(std::uint64_t seed) : dice(seed) {
    vendor.answer_by([this](ServerRequest request) { return answer(std::move(request)); });
  }

  Task<ServerReply> answer(ServerRequest request) {
    ++seen;
    const milliseconds slow(dice.below(6));
    if (request.method == "POST") {
      const auto job = "job" + std::to_string(++jobs);
      // Made and charged from here on, whether anybody hears of it or not.
      co_await sleep_for(slow);
      co_return shown(job, "starting");
    }
    co_await sleep_for(slow);
    if (request.path.starts_with("/out/"))
      co_return ServerReply{.headers = {{"Content-Type", "image/png"}},
                            .body = *from_base64(kPicture)};
    co_return shown(request.path.substr(request.path.rfind('/') + 1),
                    dice.chance(0.5) ? "processing" : "succeeded");
  }

  ServerReply shown(const std::string& job, const std::string& status) const {
    json::object body{{"id", job}, {"status", status}};
    if (status == "succeeded") body["output"] = vendor.url("/out/" + job + ".png");
    return {.headers = {{"Content-Type", "application/json"}}, .body = json::serialize(body)};
  }

  /// Ends a little after it was asked so many times more.
  Task<> asked(int times, milliseconds longer) {
    for (const int end = seen + times; seen < end;) co_await sleep_for(milliseconds(1));
    co_await sleep_for(longer);
  }

  test::Dice dice;
  int seen = 0;  ///< requests
  int jobs = 0;
  test::Vendor vendor;
};

config::Settings small() {
  config::Settings settings;
  settings.render.width = 64;
  settings.render.height = 64;
  settings.render.preset = "ultrafast";
  settings.render.crossfade = milliseconds(0);
  settings.notion.settle = seconds(0);
  settings.limits.calls_per_video = 0;
  settings.limits.dollars_per_video = 0;
  settings.limits.dollars_per_day = 0;
  return settings;
}

/// A studio whose process ends and begins again at will.
struct Studio {
  template <class F>
  auto write(F change) {
    cache::Cache cache(loop.get_executor(), file());
    return test::run(loop, cache.write(std::move(change)));
  }

  std::filesystem::path file() const { return folder.path() / "storyreel.db"; }

  explicit Studio(std::uint64_t seed) : painter(seed) {
    store.open();
    cache::Video video;
    video.id = "v";
    video.page_id = "page";
    video.title = "A film";
    video.body = "The sea was calm.";
    video.approved = true;
    write([&](Database& database) { cache::videos::save(database, video); });
  }

  Providers providers() {
    auto made = make_providers(painter.vendor.loop(), settings, offload);
    made.image = make_remote_image({.service = {painter.vendor.http(),
                                                facts("replicate", "picture"),
                                                {.base_url = painter.vendor.url()}},
                                    .dialect = make_replicate_image(),
                                    .fetcher = &fetcher,
                                    .price = 0.25,
                                    .look_every = milliseconds(1)});
    return made;
  }

  /// A process that lives until the painter was asked so many times, or it has nothing to do.
  void live(int requests, milliseconds longer) {
    auto who = providers();
    cache::Cache cache(painter.vendor.loop(), file());
    StatusLog log(folder.path() / "status.log", false);
    Work work(painter.vendor.loop(), cache, offload, store, who, log, settings, "http://host/media",
              [] {});
    work.grace(milliseconds(0));
    painter.vendor.run(live(&cache, &work, painter.asked(requests, longer)));
  }

  static Task<bool> live(cache::Cache* cache, Work* work, Task<> end) {
    co_await (pass_until_rest(*cache, *work, "v") || std::move(end));
    co_return true;
  }

  /// The user asks for another picture. Errors of the one before are over.
  void another() {
    write([](Database& database) {
      for (auto item : cache::items::of_video(database, "v")) {
        ++item.take;
        item.error = "";
        cache::items::save(database, item);
        cache::jobs::remove_of_owner(database, item.id);
      }
      cache::videos::touch(database, "v");
    });
  }

  /// Whether the picture that was asked for last stands, or can't be had.
  bool rests() {
    return write([this](Database& database) {
      const auto items = cache::items::of_video(database, "v");
      if (items.empty()) return false;
      if (items[0].error.contains("charged twice")) return true;
      return !items[0].picture_link.empty() &&
             std::exchange(seen_link, items[0].picture_link) != items[0].picture_link;
    });
  }

  std::vector<Purchase> book() {
    return write([](Database& database) { return cache::ledger::of_video(database, "v"); });
  }

  std::string seen_link;
  Painter painter;
  boost::asio::io_context loop;
  TemporaryFolder folder;
  config::Settings settings = small();
  Offload offload{2};
  Store store{folder.path() / "artifacts"};
  Fetcher fetcher{painter.vendor.loop(), std::vector<std::string>{"127.0.0.1"}};
};

}  // namespace

TEST_CASE("pipeline::Work buys nothing twice that could be looked up, however often it is killed") {
  const auto seed = test::seed_or(7);
  CAPTURE(seed);
  test::Dice dice(seed);
  Studio studio(seed);
  const int kills = test::soaking() ? 2'000 : 200;
  int takes = 0;
  for (int kill = 0; kill < kills; ++kill) {
    studio.live(1 + static_cast<int>(dice.below(4)), milliseconds(dice.below(5)));
    if (!studio.rests()) continue;
    ++takes;
    studio.another();
  }
  studio.live(1'000'000, seconds(0));
  CHECK(takes > kills / 10);

  std::map<std::string, std::map<std::string, int>> states;
  std::map<std::string, int> jobs;
  int doubtful = 0;
  for (const auto& purchase : studio.book()) {
    ++states[purchase.key][purchase.state];
    if (purchase.provider_job.empty())
      ++doubtful;
    else
      CHECK(++jobs[purchase.provider_job] == 1);
  }
  for (const auto& [key, count] : states) {
    const auto of = [&](const char* state) { return count.contains(state) ? count.at(state) : 0; };
    CHECK(of("paid") <= 1);
    CHECK(of("open") == 0);
    CHECK(of("doubtful") + of("told") <= 2);
  }
  CHECK(doubtful > 0);
  // The painter's own books: every job of which we know no id is one of those in doubt.
  CHECK(studio.painter.jobs - static_cast<int>(jobs.size()) <= doubtful);
  MESSAGE(kills << " kills, " << takes << " takes, " << studio.painter.jobs << " pictures made, "
                << jobs.size() << " known, " << doubtful << " in doubt");
}

}  // namespace storyreel::pipeline
