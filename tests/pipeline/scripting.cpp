#include "pipeline/scripting.hpp"

#include <algorithm>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/work.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/site.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using cache::Database;
using cache::Video;
using cache::VideoStatus;
using Texts = std::vector<std::string>;

constexpr auto kHost = "127.0.0.1:1";
constexpr auto kUrl = "http://127.0.0.1:1/talk";
constexpr auto kCaptions =
    "WEBVTT\n\n00:01.000 --> 00:03.000\nThe lamp is lit. Ships pass.\n\n"
    "00:05.000 --> 00:07.000\nThe sun is up.\n";

/// Writes scripts as well, and counts them.
class Author final : public TextProvider {
 public:
  explicit Author(Offload& offload) : builtin_(make_builtin_text(offload)) {}
  std::string identity() const override { return "author"; }
  Task<Description> describe(std::string title, std::vector<std::string> sentences,
                             std::string language, Till& till) override {
    return builtin_->describe(std::move(title), std::move(sentences), std::move(language), till);
  }
  Task<Texts> prompts(std::string title, Texts sentences, std::vector<std::size_t> wanted,
                      std::string language, Till& till) override {
    return builtin_->prompts(std::move(title), std::move(sentences), std::move(wanted),
                             std::move(language), till);
  }
  bool writes_scripts() const override { return true; }
  Task<std::string> script(ScriptOrder order, Till&) override {
    ++written;
    if (order.title == "Forbidden")
      throw ProviderError(ProviderError::Class::refused, "author declined.");
    co_return "# Retold\n\nOf " + order.title + ".\n\n" +
        (order.transcript.empty() ? "All." : order.transcript);
  }

  int written = 0;

 private:
  std::unique_ptr<TextProvider> builtin_;
};

/// A studio without Notion, and a program that stands for yt-dlp.
class Studio {
 public:
  Studio() {
    store_.open();
    settings.notion.settle = 0s;
    settings.source = {.program = test::make_program(
                           folder_.path(), test::description_of("a1", "A talk", 7), kCaptions),
                       .cookies_file = {},
                       .hosts = {kHost},
                       .pause = 0s};
  }

  void author() {
    providers();
    auto author = std::make_unique<Author>(offload_);
    writer = author.get();
    providers_->text = std::move(author);
  }

  void add(Video video) {
    video.id = id;
    video.page_id = "page";
    write([&](Database& database) { cache::videos::save(database, video); });
  }

  void change(const std::function<void(Video&)>& edit) {
    auto video = look().video;
    edit(video);
    write([&](Database& database) { cache::videos::save(database, video); });
  }

  Snapshot look() {
    return *await(cache_.read([&](Database& database) { return load_snapshot(database, id); }));
  }

  /// What stands after passes that end when nothing is to be done.
  Snapshot work() {
    Work work(loop_.get_executor(), cache_, offload_, store_, providers(), log_, settings,
              "http://host/media", [] {});
    for (int pass = 0; pass < 10 && await(work.pass()).changed; ++pass) {
    }
    return look();
  }

  Texts rows() {
    Texts texts;
    for (const auto& item : look().items)
      if (item.state == cache::ItemState::live) texts.push_back(item.section + ": " + item.text);
    return texts;
  }

  void fail(const std::string& errors) { write_file(folder_.path() / "errors", errors); }
  void describe(const std::string& json) { write_file(folder_.path() / "description.json", json); }
  void caption(const std::string& vtt) { write_file(folder_.path() / "captions.vtt", vtt); }

  /// How often the program ran.
  std::ptrdiff_t asked() const {
    const auto file = folder_.path() / "asked";
    return fs::exists(file) ? std::ranges::count(read_file(file, 1 << 20), '\n') : 0;
  }

  const std::string id = "00000000-0000-4000-8000-000000000001";
  config::Settings settings;
  Author* writer = nullptr;

 private:
  template <class T>
  T await(Task<T> task) {
    return test::run(loop_, std::move(task));
  }
  template <class F>
  void write(F change) {
    await(cache_.write(std::move(change)));
  }
  Providers& providers() {
    if (!providers_) providers_ = make_providers(loop_.get_executor(), settings, offload_);
    return *providers_;
  }

  TemporaryFolder folder_;
  boost::asio::io_context loop_;
  cache::Cache cache_{loop_.get_executor(), folder_.path() / "storyreel.db"};
  Offload offload_{2};
  Store store_{folder_.path() / "artifacts"};
  StatusLog log_{folder_.path() / "status.log", false};
  std::optional<Providers> providers_;
};

}  // namespace

TEST_CASE("pipeline::Scripting reads the video at a URL into the row and its sentences") {
  Studio studio;
  studio.add({.url = kUrl});
  const auto video = studio.work().video;
  CHECK(video.title == "A talk");
  CHECK(video.site_id == "a1");
  CHECK(video.channel == "Keepers");
  CHECK(video.duration == 61.2);
  CHECK(video.views == 7);
  CHECK(video.published == "2026-01-02");
  CHECK(video.error.empty());
  CHECK(studio.rows() ==
        Texts{"Dusk: The lamp is lit.", "Dusk: Ships pass.", "Dawn: The sun is up."});
  CHECK(studio.look().fill(studio.id, property::kCover)->ours == "http://127.0.0.1:1/cover.jpg");
  CHECK(studio.asked() == 2);
  SUBCASE("once") {
    studio.work();
    CHECK(studio.asked() == 2);
  }
  SUBCASE("and another one when the URL changes") {
    studio.caption("WEBVTT\n\n00:01.000 --> 00:03.000\nThe lamp is lit. Rain falls.\n");
    studio.describe(test::description_of("b2", "Another", 1));
    studio.change([](Video& changed) { changed.url = std::string(kUrl) + "?2"; });
    CHECK(studio.work().video.site_id == "b2");
    CHECK(studio.look().video.title == "A talk");
    CHECK(studio.rows() == Texts{"Dusk: The lamp is lit.", "Dusk: Rain falls."});
  }
}

TEST_CASE("pipeline::Scripting looks at the views again after a day") {
  Studio studio;
  studio.add({.title = "Mine", .url = kUrl});
  studio.work();
  const auto age = [&](std::chrono::hours hours) {
    studio.change([&](Video& video) { video.read_at = now() - hours; });
  };
  age(23h);
  studio.work();
  CHECK(studio.asked() == 2);
  studio.describe(test::description_of("a1", "A talk", 8'000'000'000));
  age(25h);
  const auto video = studio.work().video;
  CHECK(video.views == 8'000'000'000);
  CHECK(video.title == "Mine");
  CHECK(studio.asked() == 3);
  SUBCASE("and lets stand what it has when that fails") {
    studio.fail("ERROR: [youtube] a1: Private video");
    age(25h);
    const auto after = studio.work();
    CHECK(after.video.views == 8'000'000'000);
    CHECK(after.video.error.empty());
    CHECK(after.video.read_at > now() - 1min);
    CHECK(studio.asked() == 4);
  }
}

TEST_CASE("pipeline::Scripting tells on the row why a video can't be read") {
  Studio studio;
  SUBCASE("private") {
    studio.fail("ERROR: [youtube] a1: Private video. Sign in");
    studio.add({.url = kUrl});
    const auto video = studio.work().video;
    CHECK(video.status == VideoStatus::failed);
    CHECK(video.error ==
          "The video is private. Write the script into this page, or give another URL. Set Status "
          "to New to try again.");
    CHECK(studio.asked() == 1);
    studio.change([](Video& changed) { changed.body = "My own words."; });
    CHECK(studio.work().video.error.starts_with("The video is private."));
    CHECK(studio.rows() == Texts{": My own words."});
    CHECK(studio.asked() == 1);
  }
  SUBCASE("asked too often: later, and nobody else's before") {
    studio.fail("ERROR: [youtube] a1: Sign in to confirm you’re not a bot");
    studio.add({.url = kUrl});
    const auto video = studio.work().video;
    CHECK(video.status == VideoStatus::ingesting);
    CHECK(video.error.contains("Next try at"));
  }
  SUBCASE("not YouTube") {
    studio.add({.url = "http://127.0.0.1:2/a"});
    CHECK(studio.work().video.error.contains("127.0.0.1, which is not YouTube"));
    CHECK(studio.asked() == 0);
  }
  SUBCASE("without captions") {
    studio.describe(R"({"id": "a1", "title": "A talk", "formats": [{"url": "u"}]})");
    studio.add({.url = kUrl});
    const auto video = studio.work().video;
    CHECK(video.error.starts_with("The video has no captions"));
    CHECK(video.title == "A talk");
  }
}

TEST_CASE("pipeline::Scripting has a script written where there is none") {
  Studio studio;
  SUBCASE("not by builtin, which says so") {
    studio.add({.title = "Lamps"});
    const auto video = studio.work().video;
    CHECK(video.status == VideoStatus::failed);
    CHECK(video.error.contains("can't write one from a title"));
  }
  SUBCASE("from a title, once") {
    studio.author();
    studio.add({.title = "Lamps"});
    CHECK(studio.work().video.error.empty());
    CHECK(studio.rows() == Texts{"Retold: Of Lamps.", "Retold: All."});
    studio.change([](Video& video) { video.title = "Old lamps"; });
    studio.work();
    CHECK(studio.writer->written == 1);
    SUBCASE("until the page has one") {
      studio.change([](Video& video) { video.body = "Mine."; });
      studio.work();
      CHECK(studio.rows() == Texts{": Mine."});
    }
  }
  SUBCASE("not before the video at the URL was read, nor of its transcript unless told to") {
    studio.author();
    studio.add({.title = "Lamps", .url = kUrl});
    studio.work();
    CHECK(studio.rows().front() == "Dusk: The lamp is lit.");
    CHECK(studio.writer->written == 0);
  }
  SUBCASE("of a transcript that is to be retold") {
    studio.settings.script.retell = true;
    studio.author();
    studio.add({.title = "Lamps", .url = kUrl});
    studio.work();
    CHECK(studio.rows() == Texts{"Retold: Of Lamps.", "Dusk: The lamp is lit.", "Dusk: Ships pass.",
                                 "Dawn: The sun is up."});
  }
  SUBCASE("and says why not, until the title is another") {
    studio.author();
    studio.add({.title = "Forbidden"});
    CHECK(studio.work().video.error.starts_with("The script could not be made: author declined."));
    CHECK(studio.look().video.status == VideoStatus::failed);
    studio.work();
    CHECK(studio.writer->written == 1);
    studio.change([](Video& video) { video.title = "Lamps"; });
    CHECK(studio.work().video.error.empty());
    CHECK(studio.writer->written == 2);
  }
}

TEST_CASE("pipeline::Scripting lets a note be seen and not heard") {
  Studio studio;
  studio.settings.voice.notes = false;
  studio.settings.render = {.width = 64, .height = 36, .fps = 24, .preset = "ultrafast"};
  studio.add({.title = "Lamps",
              .approved = true,
              .body = "[A map of the coast] One ship came.\n\n"
                      "[A long look at the sea]"});
  const auto video = studio.work().video;
  INFO(video.error);
  CHECK_FALSE(video.film.empty());
  CHECK(studio.rows() ==
        Texts{": [A map of the coast] One ship came.", ": [A long look at the sea]"});
}

}  // namespace storyreel::pipeline
