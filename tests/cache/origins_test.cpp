#include "cache/origins.hpp"

#include <doctest/doctest.h>

#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

Candidate candidate(const std::string& id, const std::string& item, const std::string& artifact,
                    std::int64_t made) {
  Candidate candidate;
  candidate.id = id;
  candidate.item_id = item;
  candidate.kind = "picture";
  candidate.artifact = artifact;
  candidate.take = 3;
  candidate.created_at = at(made);
  return candidate;
}

void stand(Database& database, const std::string& key) {
  Artifact artifact;
  artifact.key = key;
  artifacts::save(database, artifact);
}

}  // namespace

TEST_CASE("cache::origins::of_video has those whose artifacts stand, the oldest of a row first") {
  Memory memory;
  auto& database = memory.database;
  for (const auto* video : {"v", "w"}) videos::save(database, plain_video(video));
  items::save(database, plain_item("a", "v"));
  items::save(database, plain_item("b", "w"));
  for (const auto* key : {"old", "new", "other"}) stand(database, key);
  candidates::select(database, candidate("2", "a", "new", 9));
  candidates::select(database, candidate("1", "a", "old", 5));
  candidates::select(database, candidate("3", "a", "gone", 7));
  candidates::select(database, candidate("4", "b", "other", 7));

  const auto before = revision(database, "v");
  const Origin noted{.item_id = "a",
                     .kind = "picture",
                     .artifact = "old",
                     .inputs = "hash",
                     .maker = "openai",
                     .instead_of = "gemini",
                     .bought = true,
                     .take = 3,
                     .selected = false,
                     .created_at = at(5)};
  origins::save(database, noted);
  CHECK(revision(database, "v") == before);
  const auto found = origins::of_video(database, "v");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == noted);
  CHECK(found[1].artifact == "new");
  CHECK(found[1].inputs.empty());
  CHECK_FALSE(found[1].bought);

  // Selecting it again keeps what is known of it.
  candidates::select(database, candidate("1", "a", "old", 5));
  CHECK(origins::of_video(database, "v")[0].inputs == "hash");
  CHECK(origins::of_video(database, "v")[0].selected);
}

TEST_CASE("cache::origins::save of what no candidate has does nothing") {
  Memory memory;
  videos::save(memory.database, plain_video("v"));
  items::save(memory.database, plain_item("a", "v"));
  origins::save(memory.database, {.item_id = "a", .kind = "picture", .artifact = "k"});
  CHECK(origins::of_video(memory.database, "v").empty());
}

}  // namespace storyreel::cache
