#include "pipeline/regain.hpp"

#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/providers/service.hpp"
#include "pipeline/providers/wav.hpp"
#include "pipeline/store.hpp"
#include "tests/cache/fixture.hpp"
#include "tests/support/stand.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;

/// A store, and a record that knows nothing of it.
struct Shelf : cache::Memory {
  TemporaryFolder folder;
  Store store{folder.path()};

  /// The key of a file that was kept.
  std::string keep(const std::string& name, const std::string& extension, std::string_view bytes) {
    const auto key = sha256(name);
    write_file(folder.path() / key.substr(0, 2) / (key + "." + extension), bytes);
    return key;
  }
};

}  // namespace

TEST_CASE("pipeline::regain knows pictures and voices again, and nothing else") {
  Shelf shelf;
  const auto png = from_base64(test::kPixel).value();
  const auto picture = shelf.keep("picture", "png", png);
  const auto voice = shelf.keep("voice", "wav", silent_wav(milliseconds(900)));
  shelf.keep("film", "mp4", "a film is made again");
  shelf.keep("half", "jpg", "no picture");
  shelf.keep("mute", "wav", "no sound");
  write_file(shelf.folder.path() / "making" / (sha256("begun") + ".png"), png);
  write_file(shelf.folder.path() / "aa" / (sha256("elsewhere") + ".png"), png);
  write_file(shelf.folder.path() / "ab" / "notes.png", png);
  CHECK(regain(shelf.database, shelf.folder.path()) == 2);
  CHECK(cache::artifacts::all(shelf.database).size() == 2);
  const auto known = cache::artifacts::find(shelf.database, picture);
  REQUIRE(known);
  CHECK(known->kind == "picture");
  CHECK(shelf.store.sound(*known, true));
  CHECK(cache::artifacts::find(shelf.database, voice)->kind == "voice");
  CHECK(regain(shelf.database, shelf.folder.path()) == 0);
}

TEST_CASE("pipeline::regain leaves what the record knows as it is") {
  Shelf shelf;
  const auto key = shelf.keep("sheet", "png", from_base64(test::kPixel).value());
  cache::artifacts::save(shelf.database, {.key = key, .kind = "sheet", .file = "x", .bytes = 1});
  CHECK(regain(shelf.database, shelf.folder.path()) == 0);
  CHECK(cache::artifacts::find(shelf.database, key)->kind == "sheet");
}

TEST_CASE("pipeline::regain finds nothing where there is no store") {
  Shelf shelf;
  CHECK(regain(shelf.database, shelf.folder.path() / "none") == 0);
}

}  // namespace storyreel::pipeline
