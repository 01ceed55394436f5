#include <array>
#include <csignal>
#include <cstdlib>
#include <map>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include "daemon/runtime/group.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/notion/workspace/served.hpp"

namespace storyreel::workspace {
namespace {

/// A workspace in a process of its own, to be killed.
class Victim {
 public:
  explicit Victim(const std::filesystem::path& data) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    process_ = fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) serve(data, ends[1]);
    close(ends[1]);
    std::array<char, 200> text{};
    const auto size = ::read(ends[0], text.data(), text.size());
    close(ends[0]);
    url.assign(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    REQUIRE(url.starts_with("http://"));
  }
  ~Victim() { kill(); }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  std::string url;

 private:
  [[noreturn]] static void serve(const std::filesystem::path& data, int ready) {
    boost::asio::io_context loop;
    Workspace workspace(loop.get_executor(), {.data = data});
    boost::asio::co_spawn(loop, workspace.run(), [](std::exception_ptr) {});
    const auto url = workspace.url();
    if (::write(ready, url.data(), url.size()) < 0) _exit(1);
    loop.run();
    _exit(1);
  }

  pid_t process_ = 0;
};

/// What clients share while they write.
struct Writers {
  HttpClient& client;
  std::string url, token, studio;
  std::map<std::string, int> acknowledged;  ///< page to the last number written to it
  bool broken = false;

  Task<json::object> send(std::string method, std::string path, json::object body) {
    HttpRequest request{.method = std::move(method), .url = url + path};
    request.body = json::serialize(body);
    request.headers = {{"Authorization", "Bearer " + token}, {"Notion-Version", "2026-03-11"}};
    const auto reply = co_await client.send(std::move(request));
    if (reply.status != 200) throw Error("answered " + std::to_string(reply.status));
    co_return json::parse(reply.body).as_object();
  }

  static json::object title(int number) {
    return {{"title", json::array{{{"text", {{"content", std::to_string(number)}}}}}}};
  }

  /// Makes a page, then writes to it and makes the next, until the server is gone.
  Task<> write() {
    try {
      for (int number = 0;; ++number) {
        const auto page =
            co_await send("POST", "/v1/pages",
                          {{"parent", {{"page_id", studio}}}, {"properties", title(number)}});
        const std::string id(page.at("id").as_string());
        acknowledged[id] = number;
        co_await send("PATCH", "/v1/pages/" + id, {{"properties", title(number + 1000)}});
        acknowledged[id] = number + 1000;
      }
    } catch (const TransportError&) {
      broken = true;
    }
  }
};

constexpr std::size_t kWrites = 5;

/// Kills at any moment after the first few writes, however slow the machine is.
Task<> write_until_killed(Writers& writers, Victim& victim, milliseconds after) {
  Group group(co_await boost::asio::this_coro::executor);
  for (int i = 0; i < 8; ++i) group.spawn(writers.write());
  const auto patience = now() + seconds(20);
  while (writers.acknowledged.size() < kWrites && now() < patience)
    co_await sleep_for(milliseconds(5));
  co_await sleep_for(after);
  victim.kill();
  co_await group.join();
}

std::string integrity_of(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  return database.execAndGet("PRAGMA integrity_check").getString();
}

/// One of many clients: makes a row, changes it five times, looks for it.
struct Crowd : Served {
  std::string source;
  int answered = 0;

  Task<json::object> post(std::string method, std::string path, std::string body) {
    HttpRequest request{.method = std::move(method), .url = workspace.url() + path, .body = body};
    request.headers = {{"Authorization", "Bearer " + token}, {"Notion-Version", "2026-03-11"}};
    const auto reply = co_await client.send(std::move(request));
    if (reply.status != 200) throw Error("answered " + std::to_string(reply.status));
    ++answered;
    co_return json::parse(reply.body).as_object();
  }

  Task<> visit(int number) {
    const auto name = "row " + std::to_string(number);
    const auto row =
        co_await post("POST", "/v1/pages",
                      R"({"parent": {"data_source_id": ")" + source +
                          R"("}, "properties": {"Name": {"title": [{"text": {"content": ")" + name +
                          R"("}}]}}})");
    const auto path = "/v1/pages/" + std::string(row.at("id").as_string());
    for (int i = 1; i <= 5; ++i)
      co_await post(
          "PATCH", path,
          R"({"properties": {"Count": {"number": )" + std::to_string(100 * number + i) + "}}}");
    const auto found = co_await post("POST", "/v1/data_sources/" + source + "/query",
                                     R"({"filter": {"property": "Count", "number": {"equals": )" +
                                         std::to_string(100 * number + 5) + "}}}");
    if (found.at("results").as_array().size() != 1) throw Error(name + " is not found");
  }

  Task<> everybody() {
    Group group(co_await boost::asio::this_coro::executor);
    for (int i = 0; i < 64; ++i) group.spawn(visit(i));
    co_await group.join();
  }

  Task<> served() {
    using namespace boost::asio::experimental::awaitable_operators;
    co_await (everybody() || workspace.run());
  }
};

}  // namespace

TEST_CASE("workspace::Workspace loses no acknowledged write when it is killed") {
  const TemporaryFolder folder;
  std::string token, studio;
  {
    boost::asio::io_context loop;
    const Workspace workspace(loop.get_executor(), {.data = folder.path()});
    token = workspace.integration_token();
    studio = workspace.studio_page();
  }
  std::mt19937 random(std::random_device{}());
  std::map<std::string, int> acknowledged;
  for (int round = 0; round < 4; ++round) {
    Victim victim(folder.path());
    boost::asio::io_context loop;
    HttpClient client(loop.get_executor());
    Writers writers{.client = client, .url = victim.url, .token = token, .studio = studio};
    const milliseconds after(random() % 300);
    CAPTURE(after.count());
    test::run(loop, write_until_killed(writers, victim, after));
    CHECK(writers.broken);
    acknowledged.insert(writers.acknowledged.begin(), writers.acknowledged.end());
    Store store(folder.path() / "workspace.db");
    for (const auto& [id, number] : acknowledged) {
      const auto page = store.find(id);
      REQUIRE(page);
      CHECK(std::stoi(page->title) % 1000 == number % 1000);
      CHECK(std::stoi(page->title) >= number);
    }
    CHECK(integrity_of(folder.path() / "workspace.db") == "ok");
  }
  MESSAGE(acknowledged.size(), " pages acknowledged and kept");
  CHECK(acknowledged.size() >= 4 * kWrites);
}

TEST_CASE("workspace::Workspace answers 64 clients at once") {
  Crowd crowd;
  const auto database =
      crowd.json("POST", "/v1/databases",
                 R"({"parent": {"type": "page_id", "page_id": ")" + crowd.workspace.studio_page() +
                     R"("}, "initial_data_source": {"properties":
                                       {"Name": {"title": {}}, "Count": {"number": {}}}}})");
  crowd.source = text_at(database, "/data_sources/0/id");
  test::run(crowd.loop, crowd.served());
  CHECK(crowd.answered == 64 * 7);
  const auto query = "/v1/data_sources/" + crowd.source + "/query";
  const auto rows = crowd.json("POST", query).at("results").as_array();
  CHECK(rows.size() == 64);
  for (const auto& row : rows) {
    const auto name = text_at(row.as_object(), "/properties/Name/title/0/plain_text");
    const auto number = std::stoi(name.substr(std::string("row ").size()));
    CHECK(text_at(row.as_object(), "/properties/Count/number") == std::to_string(100 * number + 5));
  }
}

}  // namespace storyreel::workspace
