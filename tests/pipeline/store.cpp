#include "pipeline/store.hpp"

#include <fstream>

#include <doctest/doctest.h>

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
