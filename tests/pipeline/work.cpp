#include "pipeline/work.hpp"

#include <algorithm>
#include <map>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/render/timeline.hpp"
#include "pipeline/standing.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using cache::Database;
using cache::VideoStatus;

/// Counts what it is asked for, and refuses prompts that hold `forbidden`.
class CountingImage : public ImageProvider {
 public:
  explicit CountingImage(Offload& offload) : real_(make_builtin_image(offload)) {}
  std::string identity() const override { return real_->identity(); }
  Task<Picture> draw(PictureRequest request, Till& till) override {
    ++calls;
    if (price) co_await buy(request, till);
    if (!forbidden.empty() && request.caption.find(forbidden) != std::string::npos)
      throw ProviderError(ProviderError::Class::refused, "the prompt was refused.");
    co_return co_await real_->draw(std::move(request), till);
  }

  std::optional<Tariff> tariff() const override { return price; }

  int calls = 0;
  std::string forbidden;
  std::optional<Tariff> price;  ///< what it takes
  bool lost = false;            ///< whether its answers get lost

 private:
  Task<> buy(PictureRequest request, Till& till) {
    co_await till.open({.provider = "painter",
                        .model = "m",
                        .key = request.prompt + std::to_string(request.take),
                        .price = price->dollars});
    if (lost) {
      co_await till.doubtful();
      throw ProviderError(ProviderError::Class::again, "the answer was lost.", seconds(0));
    }
    co_await till.paid({.units = 1, .unit = "pictures", .price = price->dollars, .answer = {}});
  }

  std::unique_ptr<ImageProvider> real_;
};

config::Settings small_settings() {
  config::Settings settings;
  settings.render.width = 160;
  settings.render.height = 90;
  settings.render.preset = "ultrafast";
  settings.notion.settle = seconds(0);
  return settings;
}

/// A studio without Notion: rows get pages as push would give them.
class Studio {
 public:
  Studio() {
    store_.open();
    auto image = std::make_unique<CountingImage>(offload_);
    images = image.get();
    providers_ = make_providers(loop_.get_executor(), settings, offload_);
    providers_.image = std::move(image);
  }

  template <class F>
  auto write(F change) {
    return await(cache_.write(std::move(change)));
  }

  void add(const std::string& body) {
    write([&](Database& database) {
      cache::Video video;
      video.id = id;
      video.page_id = "page";
      video.title = "A film";
      video.body = body;
      cache::videos::save(database, video);
    });
  }

  void change(const std::function<void(cache::Video&)>& edit) {
    write([&](Database& database) {
      auto video = *cache::videos::find(database, id);
      edit(video);
      cache::videos::save(database, video);
    });
  }

  void change_item(std::size_t at, const std::function<void(cache::Item&)>& edit) {
    write([&](Database& database) {
      auto item = cache::items::of_video(database, id).at(at);
      edit(item);
      cache::items::save(database, item);
      cache::videos::touch(database, id);
    });
  }

  /// One pass of the one loop that lives as long as the studio.
  Pass pass() {
    if (!work_)
      work_.emplace(loop_.get_executor(), cache_, offload_, store_, providers_, log_, settings,
                    "http://host/media", [] {});
    return await(work_->pass());
  }

  /// Passes until nothing changes; between them, new rows get their pages. Everything is looked at
  /// anew, as after a restart.
  void work() {
    Work work(loop_.get_executor(), cache_, offload_, store_, providers_, log_, settings,
              "http://host/media", [] {});
    for (int pass = 0; pass < 20; ++pass) {
      const bool changed = await(work.pass()).changed;
      if (!place_rows() && !changed) return;
    }
    FAIL("the studio does not come to rest");
  }

  Snapshot look() {
    return *await(cache_.read([&](Database& database) { return load_snapshot(database, id); }));
  }

  std::vector<cache::Candidate> candidates() {
    return await(
        cache_.read([&](Database& database) { return cache::candidates::of_video(database, id); }));
  }

  std::map<std::string, cache::Artifact> artifacts() {
    std::map<std::string, cache::Artifact> result;
    for (auto& one : await(cache_.read(&cache::artifacts::all))) result[one.key] = one;
    return result;
  }

  /// How many artifacts of each kind are in `now` but not in `before`.
  static std::map<std::string, int> made(const std::map<std::string, cache::Artifact>& before,
                                         const std::map<std::string, cache::Artifact>& now) {
    std::map<std::string, int> result;
    for (const auto& [key, artifact] : now)
      if (!before.contains(key)) ++result[artifact.kind];
    return result;
  }

  fs::path file(const std::string& kind) {
    for (const auto& [key, artifact] : artifacts())
      if (artifact.kind == kind) return store_.path(artifact);
    return {};
  }

  cache::Spent spent() {
    return await(cache_.read(
        [&](Database& database) { return cache::ledger::of_video_in_all(database, id); }));
  }

  const std::string id = "00000000-0000-4000-8000-000000000001";
  config::Settings settings = small_settings();
  CountingImage* images = nullptr;

 private:
  template <class T>
  T await(Task<T> task) {
    return test::run(loop_, std::move(task));
  }

  bool place_rows() {
    return write([&](Database& database) {
      bool placed = false;
      for (auto item : cache::items::of_video(database, id)) {
        if (!item.page_id.empty()) continue;
        item.page_id = "page " + item.id;
        cache::items::save(database, item);
        cache::videos::touch(database, id);
        placed = true;
      }
      return placed;
    });
  }

  TemporaryFolder folder_;
  boost::asio::io_context loop_;
  cache::Cache cache_{loop_.get_executor(), folder_.path() / "storyreel.db"};
  Offload offload_{2};
  Store store_{folder_.path() / "artifacts"};
  StatusLog log_{folder_.path() / "status.log", false};
  Providers providers_;
  std::optional<Work> work_;
};

using Counts = std::map<std::string, int>;

const std::string kBody = "The sea was calm. A boat came in. Nobody spoke.";

void approve(cache::Video& video) {
  video.approved = true;
}

}  // namespace

TEST_CASE("pipeline::Work fills rows, waits for approval, then makes a film") {
  Studio studio;
  studio.add(kBody);
  studio.work();
  auto found = studio.look();
  CHECK(found.video.status == VideoStatus::awaiting_approval);
  REQUIRE(found.items.size() == 3);
  CHECK(found.items[1].text == "A boat came in.");
  for (const auto& item : found.items)
    CHECK_FALSE(found.fill(item.id, property::kPrompt)->ours.empty());
  CHECK(found.fill(studio.id, property::kLanguage)->ours == "en");
  for (const auto name : {property::kTitle, property::kDescription, property::kKeywords})
    CHECK_FALSE(found.fill(studio.id, name)->ours.empty());
  CHECK(studio.artifacts().empty());

  studio.change(approve);
  studio.work();
  found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.video.completed == 3);
  CHECK(found.video.error == "");
  CHECK(found.video.render.starts_with("http://host/media/"));
  for (const auto& item : found.items) CHECK(item.picture_link.starts_with("http://host/media/"));
  CHECK(Studio::made({}, studio.artifacts()) == Counts{{"picture", 3},
                                                       {"voice", 3},
                                                       {"sound", 3},
                                                       {"body", 3},
                                                       {"join", 2},
                                                       {"film", 1},
                                                       {"subtitles", 1},
                                                       {"captions", 1},
                                                       {"recipe", 1},
                                                       {"sheet", 1},
                                                       {"thumbnail", 1}});
  CHECK(render::verify_film(studio.file("film"), studio.settings.render).empty());

  SUBCASE("and makes nothing again") {
    const auto before = studio.artifacts();
    const auto revision = studio.look().video.revision;
    studio.work();
    CHECK(Studio::made(before, studio.artifacts()).empty());
    CHECK(studio.images->calls == 3);
    CHECK(studio.look().video.revision == revision);
  }
  SUBCASE("an edited text remakes its own and its two joins") {
    const auto before = studio.artifacts();
    const auto link = found.video.render;
    studio.change_item(1, [](cache::Item& item) { item.text = "A ship came in, slowly."; });
    studio.work();
    CHECK(Studio::made(before, studio.artifacts()) == Counts{{"picture", 1},
                                                             {"voice", 1},
                                                             {"sound", 1},
                                                             {"body", 1},
                                                             {"join", 2},
                                                             {"film", 1},
                                                             {"subtitles", 1},
                                                             {"captions", 1},
                                                             {"recipe", 1},
                                                             {"sheet", 1},
                                                             {"thumbnail", 1}});
    CHECK(studio.look().video.render != link);
  }
  SUBCASE("another take is another picture") {
    const auto before = studio.artifacts();
    studio.change_item(0, [](cache::Item& item) { ++item.take; });
    studio.work();
    CHECK(Studio::made(before, studio.artifacts()).at("picture") == 1);
    CHECK(studio.look().items[0].picture_link != found.items[0].picture_link);
  }
  SUBCASE("a picture damaged behind its back is made again, and nothing else") {
    const auto before = studio.artifacts();
    fs::resize_file(studio.file("picture"), 10);
    studio.work();
    CHECK(studio.images->calls == 4);
    CHECK(Studio::made(before, studio.artifacts()).empty());
    CHECK(fs::file_size(studio.file("picture")) > 10);
    CHECK(studio.look().video.status == VideoStatus::complete);
  }
  SUBCASE("a picture that can't be looked at is not taken for gone") {
    const auto before = studio.artifacts();
    const auto file = studio.file("picture");
    fs::remove(file);
    fs::create_symlink(file.filename(), file);  // to itself
    studio.work();
    CHECK(studio.images->calls == 3);
    CHECK(studio.artifacts() == before);
    CHECK(studio.look().video.status == VideoStatus::complete);
  }
}

TEST_CASE("pipeline::Work selects again what stood before an edit that is taken back") {
  Studio studio;
  studio.add(kBody);
  studio.change(approve);
  studio.work();
  const auto before = studio.candidates();
  CHECK(before.size() == 6);
  for (const auto* text :
       {"Two boats came in.", "A boat came in.", "Two boats came in.", "A boat came in."}) {
    studio.change_item(1, [&](cache::Item& item) { item.text = text; });
    studio.work();
  }
  const auto after = studio.candidates();
  CHECK(after.size() == 8);
  for (const auto& candidate : before) CHECK(std::ranges::count(after, candidate) == 1);
}

TEST_CASE("pipeline::Work lets the body flow into the rows until approval") {
  Studio studio;
  studio.add(kBody);
  studio.work();
  const auto before = studio.look();
  studio.change([](cache::Video& video) { video.body = "The sea was calm. Gulls cried."; });
  studio.work();
  auto after = studio.look();
  CHECK(after.items[0].id == before.items[0].id);
  CHECK(after.items[1].text == "Gulls cried.");
  CHECK(after.video.total == 2);

  studio.change([](cache::Video& video) {
    video.approved = true;
    video.body = "Something else.";
  });
  studio.work();
  after = studio.look();
  CHECK(after.video.total == 2);
  CHECK(after.video.error.find("edited after approval") != std::string::npos);
}

TEST_CASE("pipeline::Work reads a script that was approved before it was read") {
  Studio studio;
  studio.add(kBody);
  studio.change(approve);
  studio.work();
  CHECK(studio.look().video.status == VideoStatus::complete);
  CHECK(studio.look().video.total == 3);
}

TEST_CASE("pipeline::Work puts a refusal on its row and goes on with the others") {
  Studio studio;
  studio.images->forbidden = "boat";
  studio.add(kBody);
  studio.work();
  studio.change(approve);
  studio.work();
  auto found = studio.look();
  CHECK(found.video.status == VideoStatus::failed);
  CHECK(found.items[1].error.find("the prompt was refused.") != std::string::npos);
  CHECK(found.items[1].status == cache::ItemStatus::pending);
  CHECK(found.items[0].status == cache::ItemStatus::complete);
  CHECK(studio.images->calls == 3);

  studio.change_item(1, [](cache::Item& item) { item.text = "A ship came in."; });
  studio.work();
  found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.items[1].error.empty());
}

TEST_CASE("pipeline::Work makes a film of sentences that are signs alone") {
  Studio studio;
  studio.add("Hello there.\n\n🎉\n\n…");
  studio.work();
  studio.change(approve);
  studio.work();
  CHECK(studio.look().video.error == "");
  CHECK(studio.look().video.status == VideoStatus::complete);
}

TEST_CASE("pipeline::Work comes to rest when a video is trashed or waits") {
  Studio studio;
  studio.add(kBody);
  studio.pass();
  CHECK(studio.pass().again_at);
  studio.change([](cache::Video& video) { video.trashed = true; });
  CHECK_FALSE(studio.pass().again_at);
}

TEST_CASE("pipeline::Work looks at everything again after a pass that broke off") {
  Studio studio;
  studio.add(kBody);
  studio.work();
  studio.change(approve);
  studio.write([](Database& database) { database.exec("ALTER TABLE artifacts RENAME TO gone"); });
  CHECK_THROWS(studio.pass());
  studio.write([](Database& database) { database.exec("ALTER TABLE gone RENAME TO artifacts"); });
  studio.pass();
  CHECK(studio.look().video.status == VideoStatus::complete);
}

TEST_CASE("pipeline::Work starts nothing while a video is paused") {
  Studio studio;
  studio.add(kBody);
  studio.work();
  studio.change([](cache::Video& video) { video.approved = video.paused = true; });
  studio.work();
  CHECK(studio.artifacts().empty());
  CHECK(studio.look().video.status == VideoStatus::paused);
}

TEST_CASE("pipeline::Work estimates before approval, and books what was bought") {
  Studio studio;
  studio.images->price = Tariff{0.04};
  studio.add(kBody);
  studio.work();
  auto found = studio.look().video;
  CHECK(found.estimated_cost.value_or(0) == doctest::Approx(0.12));
  CHECK_FALSE(found.cost);
  CHECK(studio.spent().calls == 0);

  studio.change(approve);
  studio.work();
  found = studio.look().video;
  CHECK(found.status == VideoStatus::complete);
  CHECK(found.cost.value_or(0) == doctest::Approx(0.12));
  CHECK(found.estimated_cost.value_or(0) == doctest::Approx(0.12));
  CHECK(studio.spent().calls == 3);
  studio.work();
  CHECK(studio.spent().calls == 3);
}

TEST_CASE("pipeline::Work never shows a price that nobody knows") {
  Studio studio;
  studio.images->price = Tariff{};
  studio.add(kBody);
  studio.work();
  CHECK_FALSE(studio.look().video.estimated_cost);
  studio.change(approve);
  studio.work();
  CHECK_FALSE(studio.look().video.cost);
  CHECK(studio.spent().unpriced == 3);
}

TEST_CASE("pipeline::Work waits at a limit, says so on the video, and goes on when it is raised") {
  Studio studio;
  studio.images->price = Tariff{0.04};
  studio.settings.limits.dollars_per_video = 0.1;
  studio.add(kBody);
  studio.work();
  studio.change(approve);
  studio.work();
  auto found = studio.look();
  CHECK(studio.spent().calls == 2);
  CHECK(found.video.status == VideoStatus::generating);
  CHECK(found.video.error.starts_with("limits.dollars_per_video is $0.10, and $0.08 are spent"));
  for (const auto& item : found.items) CHECK(item.error.empty());

  studio.settings.limits.dollars_per_video = 1;
  studio.work();
  found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.video.error.empty());
  CHECK(studio.spent().calls == 3);
}

TEST_CASE("pipeline::Work buys what was lost once more, then tells its row") {
  Studio studio;
  studio.images->price = Tariff{0.04};
  studio.images->lost = true;
  studio.add("The sea was calm.");
  studio.work();
  studio.change(approve);
  studio.work();
  const auto found = studio.look();
  CHECK(studio.spent().calls == 2);
  CHECK(studio.spent().doubtful == 2);
  REQUIRE(found.items.size() == 1);
  CHECK(found.items[0].error.contains("charged twice"));
  CHECK(found.video.status == VideoStatus::failed);
}

}  // namespace storyreel::pipeline
