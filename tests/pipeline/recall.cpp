#include "pipeline/recall.hpp"

#include <atomic>
#include <string>

#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "pipeline/preview.hpp"
#include "pipeline/providers/service.hpp"
#include "tests/pipeline/workshop.hpp"
#include "tests/support/stand.hpp"

namespace storyreel::pipeline {
namespace {

/// Where pictures stand.
struct Gallery {
  Gallery() : picture(*from_base64(test::kPixel)), body(picture) {}

  std::string url() const { return stand.url("/kept.png?signature=secret"); }

  Task<ServerReply> answer() {
    ++asked;
    co_return ServerReply{
        .status = status, .headers = {{"Content-Type", "image/png"}}, .body = body};
  }

  std::string picture;
  std::string body;
  int status = 200;
  std::atomic<int> asked = 0;
  test::Stand stand{[this](ServerRequest) { return answer(); }};
};

/// A studio of three rows, all of them written, whose first showed a picture when it was found
/// again.
struct Found : Workshop {
  Found() {
    settings.limits.allow_hosts = {gallery.stand.host()};
    add(kBody);
    work();
    note(words(), gallery.url());
  }

  std::string row() { return look().items.front().id; }

  std::string words() {
    const auto snapshot = look();
    return snapshot.items.front().text + "\n" + snapshot.fill(row(), property::kPrompt)->value();
  }

  void note(const std::string& key, const std::string& address) {
    write([&, item = row()](cache::Database& database) {
      cache::jobs::save(database, {.owner_id = item,
                                   .stage = std::string(cache::kShownPicture),
                                   .key = key,
                                   .provider_job = address,
                                   .started_at = now()});
      cache::videos::touch(database, id);
    });
  }

  /// Says again where it is, and that now is the time.
  void place() {
    auto again = *job();
    again.provider_job = gallery.url();
    again.started_at = now();
    again.next.reset();
    again.error.clear();
    write([&](cache::Database& database) {
      cache::jobs::save(database, again);
      cache::videos::touch(database, id);
    });
  }

  std::optional<cache::Job> job() {
    const auto snapshot = look();
    const auto* found = snapshot.job(row(), cache::kShownPicture);
    return found ? std::optional(*found) : std::nullopt;
  }

  /// The file of the picture that the first row has; empty: none.
  std::string picture() {
    for (const auto& candidate : candidates())
      if (candidate.item_id == row() && candidate.kind == "picture" && candidate.selected)
        return read_file(store().path(artifacts().at(candidate.artifact)), 1u << 20);
    return "";
  }

  Gallery gallery;
};

}  // namespace

TEST_CASE("pipeline::recall takes back what a row shows, and makes what the others lack") {
  Found studio;
  studio.approve();
  studio.work();
  CHECK(studio.picture() == studio.gallery.picture);
  CHECK(studio.images->calls == 2);
  CHECK_FALSE(studio.job());
  CHECK(studio.look().video.status == cache::VideoStatus::complete);
  CHECK(studio.log().contains("picture taken back from Notion"));
  CHECK_FALSE(studio.log().contains("secret"));
  // It was somebody's money, whoever makes pictures from now on.
  studio.images->name = "another";
  studio.work();
  CHECK(studio.picture() == studio.gallery.picture);
}

TEST_CASE("pipeline::recall has nothing made while nobody knows where the picture is") {
  Found studio;
  studio.note(studio.words(), "");
  studio.approve();
  studio.work();
  CHECK(studio.images->calls == 2);
  CHECK(studio.picture().empty());
  CHECK(studio.gallery.asked == 0);
  const auto rules = rules_of(studio.settings, studio.providers(), "");
  const auto planned = studio.write([&](cache::Database& database) {
    return preview(database, studio.id, studio.store(), rules);
  });
  CHECK_FALSE(planned->missing.contains(Stage::illustrate));
}

TEST_CASE("pipeline::recall follows no address that has ended") {
  Found studio;
  auto old = *studio.job();
  old.started_at = now() - std::chrono::hours(1);
  studio.write([&](cache::Database& database) { cache::jobs::save(database, old); });
  studio.approve();
  studio.work();
  CHECK(studio.gallery.asked == 0);
  CHECK(studio.images->calls == 2);
  CHECK(studio.look().items.front().status == cache::ItemStatus::image_generated);
}

TEST_CASE("pipeline::recall wants no picture of another text") {
  Found studio;
  studio.note("Somebody spoke.\nA drawing.", studio.gallery.url());
  studio.approve();
  studio.work();
  CHECK(studio.gallery.asked == 0);
  CHECK(studio.images->calls == 3);
  CHECK_FALSE(studio.job());
}

TEST_CASE("pipeline::recall asks once more where a picture is gone, and then has it made") {
  Found studio;
  studio.approve();
  SUBCASE("not there any more") {
    studio.gallery.status = 403;
  }
  SUBCASE("no picture") {
    studio.gallery.body = "hello";
  }
  studio.work();
  REQUIRE(studio.job());
  CHECK(studio.job()->provider_job.empty());
  CHECK(studio.images->calls == 2);
  studio.place();
  studio.work();
  CHECK_FALSE(studio.job());
  CHECK(studio.images->calls == 3);
  CHECK(studio.log().contains("the picture that the row shows can't be had"));
}

TEST_CASE("pipeline::recall buys nothing where it may pass, or its user can help") {
  Found studio;
  SUBCASE("the place is busy") {
    studio.gallery.status = 503;
    studio.approve();
    studio.work();
    CHECK(studio.job()->next);
    // It may be so for longer than the address lasts.
    CHECK(studio.job()->provider_job.empty());
  }
  SUBCASE("the place is not for everybody") {
    studio.note(studio.words(), "http://127.0.0.2:1/kept.png");
    studio.approve();
    studio.work();
    CHECK_FALSE(studio.job()->next);
    CHECK(studio.look().video.status == cache::VideoStatus::failed);
  }
  CHECK(studio.images->calls == 2);
  CHECK(studio.look().items.front().status == cache::ItemStatus::pending);
  CHECK(
      studio.look().items.front().error.starts_with("The picture could not be made: the row "
                                                    "shows one, which can't be had: "));
}

}  // namespace storyreel::pipeline
