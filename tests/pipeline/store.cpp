#include "pipeline/store.hpp"

#include <fstream>

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;

struct Shelf {
  TemporaryFolder folder;
  Store store{folder.path() / "artifacts"};
  std::string key = sha256("some inputs");
  Shelf() { store.open(); }

  cache::Artifact keep(std::string_view bytes) {
    const auto file = store.temporary("txt");
    write_file(file, bytes);
    return store.commit(key, "picture", file);
  }
};

void overwrite(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("pipeline::Store keeps a file under the key of its inputs") {
  Shelf shelf;
  const auto artifact = shelf.keep("hello");
  CHECK(artifact.file == shelf.key.substr(0, 2) + "/" + shelf.key + ".txt");
  CHECK(artifact.bytes == 5);
  CHECK(artifact.sha256 == sha256("hello"));
  CHECK(read_file(shelf.store.path(artifact), 100) == "hello");
  CHECK(shelf.store.sound(artifact, false));
  CHECK(shelf.store.sound(artifact, true));
}

TEST_CASE("pipeline::Store notices a file that was changed behind its back") {
  Shelf shelf;
  auto artifact = shelf.keep("hello");
  const auto file = shelf.store.path(artifact);
  SUBCASE("gone") {
    fs::remove(file);
  }
  SUBCASE("cut") {
    fs::resize_file(file, 3);
  }
  SUBCASE("other bytes, as many") {
    overwrite(file, "jello");
    fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::minutes(1));
  }
  CHECK_FALSE(shelf.store.sound(artifact, false));
}

TEST_CASE("pipeline::Store does not take for gone what can't be looked at") {
  Shelf shelf;
  const auto artifact = shelf.keep("");
  const auto file = shelf.store.path(artifact);
  SUBCASE("the file") {
    fs::remove(file);
    fs::create_symlink(file.filename(), file);  // to itself
  }
  SUBCASE("its content") {
    fs::remove(file);
    fs::create_symlink("/proc/self/mem", file);  // of no bytes, none of which can be read
  }
  SUBCASE("the disk") {
    fs::remove_all(shelf.folder.path() / "artifacts");
    fs::create_directories(shelf.folder.path() / "artifacts");
  }
  CHECK_THROWS_AS(shelf.store.sound(artifact, true), Error);
}

TEST_CASE("pipeline::Store is not begun anew where all of it is gone") {
  Shelf shelf;
  const auto artifact = shelf.keep("hello");
  const auto folder = shelf.folder.path() / "artifacts";
  cache::Database record(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  cache::migrate(record);
  CHECK(shelf.store.marked());
  fs::rename(folder, shelf.folder.path() / "aside");
  CHECK_FALSE(shelf.store.marked());
  CHECK_NOTHROW(shelf.store.require_there(record));
  for (const auto* key : {"0", "1"}) cache::artifacts::save(record, {.key = key, .file = "none"});
  cache::artifacts::save(record, artifact);
  try {
    shelf.store.require_there(record);
    FAIL("it was taken for a new one");
  } catch (const UsageError& error) {
    CHECK(std::string(error.what()).contains(folder.string()));
    CHECK(std::string(error.what()).contains("make an empty file"));
  }
  CHECK_FALSE(fs::exists(folder));
  CHECK_THROWS_AS(shelf.store.require_room(), Error);

  // One of before there were marks, some of which is lost.
  fs::rename(shelf.folder.path() / "aside", folder);
  fs::remove(folder / ".storyreel");
  CHECK_NOTHROW(shelf.store.require_there(record));
  shelf.store.open();
  CHECK(shelf.store.marked());
  CHECK(shelf.store.sound(artifact, true));
}

TEST_CASE("pipeline::Store has a delivery until it is forgotten, or for long nobody asked for it") {
  Shelf shelf;
  CHECK_FALSE(shelf.store.delivery("p"));
  shelf.store.deliver("p", "a picture");
  shelf.store.deliver("old", "another");
  CHECK(shelf.store.delivery("p") == "a picture");
  shelf.store.open();
  CHECK(shelf.store.delivery("old") == "another");
  fs::last_write_time(shelf.folder.path() / "artifacts" / "bought" / "old",
                      fs::file_time_type::clock::now() - std::chrono::days(31));
  shelf.store.open();
  CHECK_FALSE(shelf.store.delivery("old"));
  CHECK(shelf.store.delivery("p") == "a picture");
  shelf.store.forget_delivery("p");
  CHECK_FALSE(shelf.store.delivery("p"));
}

TEST_CASE("pipeline::Store looks inside when told to") {
  Shelf shelf;
  const auto artifact = shelf.keep("hello");
  const auto file = shelf.store.path(artifact);
  const auto time = fs::last_write_time(file);
  overwrite(file, "jello");
  fs::last_write_time(file, time);
  CHECK_FALSE(shelf.store.sound(artifact, true));
}

TEST_CASE("pipeline::Store takes a touched but equal file as sound") {
  Shelf shelf;
  const auto artifact = shelf.keep("hello");
  const auto file = shelf.store.path(artifact);
  const auto touched = fs::file_time_type::clock::now() + std::chrono::minutes(1);
  fs::last_write_time(file, touched);
  CHECK(shelf.store.sound(artifact, false));
  CHECK(fs::last_write_time(file) < touched);
}

TEST_CASE("pipeline::Store leaves an untouched file as it is") {
  Shelf shelf;
  const auto artifact = shelf.keep("hello");
  const auto file = shelf.store.path(artifact);
  const auto time = fs::last_write_time(file);
  CHECK(shelf.store.sound(artifact, true));
  CHECK(fs::last_write_time(file) == time);
}

TEST_CASE("pipeline::Store clears half-made files when it is opened") {
  Shelf shelf;
  const auto file = shelf.store.temporary("mp4");
  overwrite(file, "half");
  shelf.store.open();
  CHECK_FALSE(fs::exists(file));
}

}  // namespace storyreel::pipeline
