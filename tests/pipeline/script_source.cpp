#include "pipeline/script_source.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;

const std::string kBody = "One. Two.";

/// A video with text in its page that nobody has touched for long.
struct Page {
  Page() {
    snapshot.video.id = "v";
    snapshot.video.title = "A film";
    snapshot.video.body = kBody;
    snapshot.video.changed_at = Time{1h};
  }

  /// Its body was taken into rows, and reads otherwise since.
  Page& edited() {
    snapshot.video.taken_body = sha256("One.");
    snapshot.items.resize(1);
    return *this;
  }
  Page& digest() {
    snapshot.fills[{"v", std::string(property::kWorkflow)}] = {
        .owner_id = "v", .property = std::string(property::kWorkflow), .ours = "Digest"};
    return *this;
  }
  bool wants(Time at = Time{2h}) const { return wants_ingest(snapshot, {}, 20s, at); }

  Snapshot snapshot;
};

}  // namespace

TEST_CASE("pipeline::wants_ingest takes a body that is new or was edited, once it settled") {
  CHECK(Page().wants());
  CHECK(Page().edited().wants());
  CHECK_FALSE(Page().wants(Time{1h} + 19s));
  Page taken;
  taken.snapshot.video.taken_body = sha256(kBody);
  CHECK_FALSE(taken.wants());
  Page blank;
  blank.snapshot.video.body.clear();
  CHECK_FALSE(blank.wants());
}

TEST_CASE("pipeline::wants_ingest leaves rows alone that were approved, but reads a first script") {
  Page first;
  first.snapshot.video.approved = true;
  CHECK(first.wants());
  auto later = Page().edited();
  later.snapshot.video.approved = true;
  CHECK_FALSE(later.wants());
}

TEST_CASE("pipeline::wants_ingest takes what was edited before the approval") {
  auto owing = Page().edited();
  owing.snapshot.video.approved = true;
  owing.snapshot.jobs = {{.owner_id = "v", .stage = std::string(kBodyOwed)}};
  CHECK(owing.wants());
  CHECK_FALSE(owing.wants(Time{1h} + 19s));
}

TEST_CASE("pipeline::wants_ingest takes nothing in for a workflow that is none of ours") {
  CHECK_FALSE(Page().digest().wants());
  // One that has rows was ours before; an edited row asks for its body to be looked at anew.
  auto again = Page().edited().digest();
  CHECK(again.wants());
  again.snapshot.video.taken_body.clear();
  CHECK(again.wants());
}

TEST_CASE("pipeline::wants_ingest waits while the video is paused, trashed or halted") {
  Page page;
  SUBCASE("paused") {
    page.snapshot.video.paused = true;
  }
  SUBCASE("trashed") {
    page.snapshot.video.trashed = true;
  }
  SUBCASE("its rows are gone") {
    page.snapshot.jobs.push_back({.owner_id = "v", .stage = std::string(kDetailsGone)});
  }
  SUBCASE("halted") {
    page.snapshot.jobs.push_back({.owner_id = "v", .stage = std::string(kHalt)});
  }
  CHECK_FALSE(page.wants());
}

}  // namespace storyreel::pipeline
