#include "notion/workspace/store.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::Store keeps acknowledged writes through a kill") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "workspace.db";
  std::string source;
  {
    Bench bench(file);
    source = bench.table();
  }
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Store store(file);
    Store::Write write(store);
    auto node = *store.find(source);
    node.title = "written";
    store.update(node);
    write.commit();
    Store::Write unfinished(store);
    node.title = "not committed";
    store.update(node);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  Store store(file);
  CHECK(store.find(source)->title == "written");
}

TEST_CASE("workspace::Store refuses a file of a newer version") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "workspace.db";
  {
    Store store(file);
  }
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA user_version = 99");
  }
  CHECK_THROWS_WITH_AS(Store{file}, doctest::Contains("newer storyreel"), Error);
}

TEST_CASE("workspace::Store::Write undoes what is not committed") {
  Bench bench;
  {
    Store::Write write(bench.store);
    auto node = *bench.store.find(bench.studio);
    node.title = "other";
    bench.store.update(node);
  }
  CHECK(bench.store.find(bench.studio)->title == "Studio");
}

}  // namespace storyreel::workspace
