#include "pipeline/evict.hpp"

#include <algorithm>

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/stages/write.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::int64_t kSize = 1000;

/// A studio's store with files of one size each.
struct Shop {
  TemporaryFolder folder;
  cache::Database database{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
  Store store{folder.path()};
  Rules rules{.recipe = {.image = "image",
                         .voice = [](const std::string&) { return "voice"; },
                         .render = {}},
              .text = "text"};

  Shop() {
    cache::migrate(database);
    store.open();
  }

  /// Made `age` minutes ago.
  cache::Artifact make(const std::string& key, const std::string& kind, int age = 0) {
    const auto file = store.temporary("bin");
    write_file(file, std::string(kSize, 'x'));
    auto artifact = store.commit(key, kind, file);
    artifact.made_at = now() - std::chrono::minutes(age);
    cache::artifacts::save(database, artifact);
    return artifact;
  }

  std::vector<std::string> left() {
    std::vector<std::string> keys;
    for (const auto& artifact : cache::artifacts::all(database)) {
      CHECK(std::filesystem::exists(store.path(artifact)));
      keys.push_back(artifact.key);
    }
    return keys;
  }

  Evicted evict(std::int64_t files) { return evict_studio(database, store, files * kSize, rules); }

  /// A video of one sentence; the targets of its film.
  std::vector<Target> add_video(cache::VideoStatus status) {
    cache::Video video;
    video.id = "video";
    video.status = status;
    cache::videos::save(database, video);
    cache::Item item;
    item.id = "item";
    item.video_id = "video";
    item.kind = "sentence";
    item.text = "It waits.";
    cache::items::save(database, item);
    cache::fills::save(database, {.owner_id = "item",
                                  .property = std::string(property::kPrompt),
                                  .ours = "a lamp",
                                  .inputs = "",
                                  .wrote = "a lamp",
                                  .theirs = {}});
    const auto snapshot = *load_snapshot(database, "video");
    const auto language = wanted_writing(snapshot, rules.settle, now()).known_language;
    return targets(narrated(snapshot.video, sentences_of(snapshot), language, rules.recipe));
  }
};

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("pipeline::evict_studio removes parts that were used longest ago, until the rest fits") {
  Shop shop;
  shop.make("aa", "body", 30);
  shop.make("bb", "sound", 50);
  shop.make("cc", "join", 10);
  shop.make("dd", "body", 90);
  cache::artifacts::used(shop.database, {"dd"}, now());
  const auto done = shop.evict(2);
  CHECK(done.files == 2);
  CHECK(done.bytes == 2 * kSize);
  CHECK(done.left == 2 * kSize);
  CHECK(shop.left() == Keys{"cc", "dd"});
}

TEST_CASE(
    "pipeline::evict_studio keeps what was paid for, what people have a link to, and all within "
    "the limit") {
  Shop shop;
  for (const auto* kind : {"picture", "voice", "picture", "voice"})
    shop.make("keep " + std::to_string(shop.left().size()), kind, 100);
  shop.add_video(cache::VideoStatus::complete);
  auto video = *cache::videos::find(shop.database, "video");
  video.film = "keep film";
  cache::videos::save(shop.database, video);
  shop.make("keep film", "film", 100);
  shop.make(companion_key("keep film", "recipe"), "recipe", 100);
  shop.make("zz", "body");
  const auto all = shop.left();
  CHECK(shop.evict(7).files == 0);
  CHECK(evict_studio(shop.database, shop.store, 0, shop.rules).files == 0);
  CHECK(shop.left() == all);
  const auto done = shop.evict(1);
  CHECK(done.files == 1);
  CHECK(done.left == 6 * kSize);
  CHECK(std::ranges::count(shop.left(), "zz") == 0);
}

TEST_CASE("pipeline::evict_studio lets films go that others took the place of") {
  Shop shop;
  shop.make("old", "film", 100);
  shop.make(companion_key("old", "recipe"), "recipe", 90);
  shop.make("sheet", "sheet", 80);
  CHECK(shop.evict(1).files == 2);
  CHECK(shop.left() == Keys{"sheet"});
}

TEST_CASE("pipeline::evict_studio keeps the parts of a film that is still to be made") {
  Shop shop;
  const auto film = shop.add_video(cache::VideoStatus::generating);
  const auto body = std::ranges::find(film, Stage::body, &Target::stage);
  REQUIRE(body != film.end());
  shop.make(body->key, "body", 60);
  shop.make("old", "body", 10);
  CHECK(shop.evict(1).files == 1);
  CHECK(shop.left() == Keys{body->key});
  auto video = *cache::videos::find(shop.database, "video");
  video.status = cache::VideoStatus::complete;
  cache::videos::save(shop.database, video);
  shop.make("new", "body");
  CHECK(shop.evict(1).files == 1);
  CHECK(shop.left() == Keys{"new"});
}

}  // namespace storyreel::pipeline
