#include "pipeline/summary.hpp"

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;
using cache::ItemStatus;
using cache::VideoStatus;

const Recipe kRecipe{.image = "i", .voice = [](const std::string&) { return "v"; }, .render = {}};

/// A video of two sentences that is filled and waits for approval.
struct Studio {
  Snapshot snapshot;
  Standing standing;

  Studio() {
    snapshot.video.id = "v";
    snapshot.video.title = "A film";
    snapshot.video.body = "One. Two.";
    snapshot.video.taken_body = "hash";
    for (const auto* id : {"a", "b"}) {
      cache::Item item;
      item.id = id;
      item.text = std::string("Text ") + id;
      item.page_id = std::string("page ") + id;
      snapshot.items.push_back(item);
      fill(id, property::kPrompt, "a prompt");
    }
    fill("v", property::kDescription, "about");
    standing.now = Time{1h};
    standing.settle = 20s;
    standing.most_sentences = 100;
  }

  void fill(const std::string& owner, std::string_view name, const std::string& text) {
    snapshot.fills[{owner, std::string(name)}] = {
        .owner_id = owner, .property = std::string(name), .ours = text};
  }

  void exist(Stage stage, std::size_t at) {
    for (const auto& one : standing.targets)
      if (one.stage == stage && one.at == at) standing.existing.insert(one.key);
  }

  void exist_all() {
    for (const auto& one : standing.targets) standing.existing.insert(one.key);
  }

  /// Plans, lets `change` play, and summarises.
  template <class F>
  const cache::Video& after(F change) {
    standing.sentences = sentences_of(snapshot);
    standing.targets = targets(narrated(snapshot.video, standing.sentences, "en", kRecipe));
    change(*this);
    summarise(snapshot, standing);
    return snapshot.video;
  }
  const cache::Video& now() {
    return after([](Studio&) {});
  }
};

}  // namespace

TEST_CASE("pipeline::summarise waits for approval when every row is filled") {
  Studio studio;
  CHECK(studio.now().status == VideoStatus::awaiting_approval);
  CHECK(studio.snapshot.video.total == 2);
  CHECK(studio.snapshot.video.completed == 0);
  SUBCASE("not before its rows stand in Notion") {
    studio.snapshot.items[1].page_id.clear();
    CHECK(studio.now().status == VideoStatus::scripting);
  }
  SUBCASE("but for rows without text, which are no sentences") {
    cache::Item item;
    item.id = "c";
    studio.snapshot.items.push_back(item);
    CHECK(studio.now().status == VideoStatus::awaiting_approval);
  }
  SUBCASE("not before the prompts are written") {
    studio.fill("b", property::kPrompt, "");
    CHECK(studio.now().status == VideoStatus::scripting);
  }
}

TEST_CASE("pipeline::summarise follows the work after approval") {
  Studio studio;
  studio.snapshot.video.approved = true;
  CHECK(studio.now().status == VideoStatus::generating);
  SUBCASE("a picture") {
    studio.after([](Studio& s) { s.exist(Stage::illustrate, 0); });
    CHECK(studio.snapshot.items[0].status == ItemStatus::image_generated);
    CHECK(studio.snapshot.items[1].status == ItemStatus::pending);
  }
  SUBCASE("a running step") {
    studio.after([](Studio& s) { s.standing.running.insert(s.standing.targets[0].key); });
    CHECK(studio.snapshot.items[0].status == ItemStatus::processing);
  }
  SUBCASE("all but the film") {
    const auto& video = studio.after([](Studio& s) {
      s.exist_all();
      s.standing.existing.erase(s.standing.targets.back().key);
    });
    CHECK(video.status == VideoStatus::rendering);
    CHECK(video.completed == 2);
    CHECK(video.progress < 1);
  }
  SUBCASE("the film") {
    const auto& video = studio.after([](Studio& s) { s.exist_all(); });
    CHECK(video.status == VideoStatus::complete);
    CHECK(video.progress == 1);
    CHECK(studio.snapshot.items[1].status == ItemStatus::complete);
  }
  SUBCASE("unticked: no row stays Processing") {
    studio.snapshot.video.approved = false;
    studio.after([](Studio& s) { s.standing.running.insert(s.standing.targets[0].key); });
    CHECK(studio.snapshot.items[0].status == ItemStatus::pending);
    CHECK(studio.snapshot.video.status == VideoStatus::awaiting_approval);
  }
}

TEST_CASE("pipeline::summarise puts an error on its row and says so on the video") {
  Studio studio;
  studio.snapshot.video.approved = true;
  const auto fail = [](std::optional<Time> next) {
    return [next](Studio& s) {
      for (const auto stage : {Stage::speak, Stage::sound}) s.exist(stage, 0);
      for (const auto stage : {Stage::illustrate, Stage::speak, Stage::sound, Stage::body})
        s.exist(stage, 1);
      s.snapshot.jobs = {{.owner_id = "a",
                          .stage = "illustrate",
                          .key = s.standing.targets[0].key,
                          .error = "refused",
                          .next = next}};
    };
  };
  SUBCASE("that waits for the user") {
    const auto& video = studio.after(fail(std::nullopt));
    CHECK(video.status == VideoStatus::failed);
    CHECK(video.error == "1 sentence has an error; the film waits for it.");
    CHECK(studio.snapshot.items[0].error == "refused");
    CHECK(studio.snapshot.items[0].status == ItemStatus::pending);
    CHECK(studio.snapshot.items[1].error.empty());
  }
  SUBCASE("that is tried again") {
    CHECK(studio.after(fail(Time{2h})).status == VideoStatus::generating);
  }
}

TEST_CASE("pipeline::summarise says what a person can mend") {
  Studio studio;
  auto& video = studio.snapshot.video;
  const auto empty = [&](const std::string& body) {
    studio.snapshot.items.clear();
    video.body = body;
    video.taken_body = "";
    return studio.now();
  };
  SUBCASE("no script") {
    CHECK(empty("").status == VideoStatus::failed);
    CHECK(video.error.find("has no script") != std::string::npos);
  }
  SUBCASE("only a URL, which is to be read") {
    video.url = "https://youtu.be/x";
    CHECK(empty("").status == VideoStatus::ingesting);
    CHECK(video.error.empty());
  }
  SUBCASE("only a URL that can't be read") {
    video.url = "https://youtu.be/x";
    studio.snapshot.jobs = {{.owner_id = "v",
                             .stage = std::string(kReadStage),
                             .key = video.url,
                             .error = "The video is private."}};
    CHECK(empty("").status == VideoStatus::failed);
    CHECK(video.error == "The video is private.");
    SUBCASE("is no obstacle to a script in the page") {
      CHECK(empty("Words.").status == VideoStatus::ingesting);
      CHECK(video.error == "The video is private.");
    }
    SUBCASE("and was replaced") {
      video.url = "https://youtu.be/y";
      CHECK(empty("").status == VideoStatus::ingesting);
      CHECK(video.error.empty());
    }
  }
  SUBCASE("a video without captions") {
    video.url = video.read_url = "https://youtu.be/x";
    empty("");
    CHECK(video.error.contains("has no captions"));
  }
  SUBCASE("no script, and somebody who writes it") {
    studio.standing.scripts.writes = true;
    CHECK(empty("").status == VideoStatus::ingesting);
    CHECK(video.error.empty());
  }
  SUBCASE("a transcript that nobody can retell") {
    video.url = video.read_url = "https://youtu.be/x";
    video.transcript = "Words.";
    studio.standing.scripts.retell = true;
    empty("");
    CHECK(video.error.contains("can't retell a transcript"));
  }
  SUBCASE("still typing: no error yet") {
    video.changed_at = studio.standing.now - 1s;
    CHECK(empty("").status == VideoStatus::fresh);
    CHECK(video.error.empty());
  }
  SUBCASE("another workflow") {
    studio.fill("v", property::kWorkflow, "Album");
    empty("Words.");
    CHECK(video.error == "The workflow Album is not in this version: choose Narrated.");
  }
  SUBCASE("too long for a film, once it is approved") {
    studio.standing.most_sentences = 1;
    CHECK(studio.now().status == VideoStatus::awaiting_approval);
    video.approved = true;
    CHECK(studio.now().status == VideoStatus::failed);
    CHECK(video.error.find("2 sentences") != std::string::npos);
  }
  SUBCASE("an edit of the body after approval") {
    video.approved = true;
    studio.standing.body_differs = true;
    CHECK(studio.now().error.find("edited after approval") != std::string::npos);
    // That of one before it is still to be taken.
    studio.snapshot.jobs = {{.owner_id = "v", .stage = std::string(kBodyOwed)}};
    CHECK(studio.now().error.empty());
  }
  SUBCASE("a halt goes before all") {
    studio.snapshot.jobs = {{.owner_id = "v", .stage = std::string(kHalt), .error = "halted"}};
    CHECK(studio.now().status == VideoStatus::failed);
    CHECK(video.error == "halted");
  }
  SUBCASE("its details database is gone") {
    studio.snapshot.jobs = {{.owner_id = "v", .stage = std::string(kDetailsGone), .error = "gone"}};
    CHECK(studio.now().status == VideoStatus::paused);
    CHECK(video.error == "gone");
  }
  SUBCASE("paused") {
    video.paused = true;
    CHECK(studio.now().status == VideoStatus::paused);
  }
}

TEST_CASE("pipeline::summarise leaves rows without text out of the count") {
  Studio studio;
  studio.snapshot.items[1].text.clear();
  CHECK(studio.now().total == 1);
}

}  // namespace storyreel::pipeline
