#include "notion/workspace/workspace.hpp"

#include <doctest/doctest.h>

#include "notion/workspace/faults.hpp"
#include "tests/notion/workspace/served.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::Workspace keeps its tokens to itself and tells users apart") {
  Served served;
  const auto file = served.folder.path() / "person.token";
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
        std::filesystem::perms(0600));
  CHECK(served.workspace.person_token().starts_with("ntn_"));
  CHECK(text_at(served.json("GET", "/v1/users/me"), "/type") == "bot");
  served.token = served.workspace.person_token();
  CHECK(text_at(served.json("GET", "/v1/users/me"), "/type") == "person");
  served.token += "x";
  CHECK(served.send("GET", "/v1/users/me").status == 401);
}

TEST_CASE("workspace::Workspace keeps its data, tokens and page from start to start") {
  const TemporaryFolder folder;
  std::string page, token;
  for (int start = 0; start < 2; ++start) {
    boost::asio::io_context loop;
    const Workspace workspace(loop.get_executor(), {.data = folder.path()});
    if (start == 0) page = workspace.studio_page();
    if (start == 0) token = workspace.integration_token();
    CHECK(workspace.studio_page() == page);
    CHECK(workspace.integration_token() == token);
  }
}

TEST_CASE("workspace::Workspace serves /_control/ only when asked, and only on loopback") {
  const TemporaryFolder folder;
  boost::asio::io_context loop;
  Options open{.listen = "0.0.0.0:0", .data = folder.path(), .control = true};
  CHECK_THROWS_AS(Workspace(loop.get_executor(), open), UsageError);
  open.control = false;
  CHECK_FALSE(Workspace(loop.get_executor(), open).loopback());
  Served served;
  CHECK(served.workspace.loopback());
  CHECK(served.send("GET", "/_control/requests", "", {{"Origin", "http://evil.example"}}).status ==
        400);
  CHECK(served.send("GET", "/_control/requests", "", {{"Host", "evil.example"}}).status == 400);
  CHECK(served.send("GET", "/_control/requests").status == 200);
}

TEST_CASE("workspace::Faults strike instead of a request or after it was committed") {
  Served served;
  struct Case {
    const char* kind;
    int status;
    std::size_t made;
  };
  std::size_t pages = 0;
  for (const auto& [kind, status, made] :
       {Case{"429", 429, 0}, Case{"409", 409, 0}, Case{"500", 500, 0}, Case{"502_html", 502, 0},
        Case{"503", 503, 0}, Case{"503_committed", 503, 1},
        Case{"503_committed_without_id", 503, 1}, Case{"504_committed", 504, 1}}) {
    CAPTURE(kind);
    served.faults(R"({"kind": ")" + std::string(kind) +
                  R"(", "method": "POST", "path": "/v1/pages", "nth": 1})");
    const auto reply = served.send("POST", "/v1/pages", served.new_page());
    CHECK(reply.status == status);
    pages += made;
    CHECK(served.pages() == pages);
    const bool tells = reply.body.contains("committed_resource_id");
    CHECK(tells == (std::string_view(kind) == "503_committed"));
  }
  const auto last = served.json("POST", "/v1/pages", served.new_page());
  CHECK(text_at(last, "/object") == "page");
}

TEST_CASE("workspace::Faults drop connections before and after the commit") {
  Served served;
  served.faults(R"({"kind": "drop_before", "method": "POST", "path": "/v1/pages", "nth": 1},
                   {"kind": "drop_after", "method": "POST", "path": "/v1/pages", "nth": 2})");
  CHECK_THROWS_AS(served.send("POST", "/v1/pages", served.new_page()), TransportError);
  CHECK(served.pages() == 0);
  CHECK_THROWS_AS(served.send("POST", "/v1/pages", served.new_page()), TransportError);
  CHECK(served.pages() == 1);
  CHECK(served.send("DELETE", "/_control/faults").status == 200);
  CHECK(served.send("POST", "/v1/pages", served.new_page()).status == 200);
}

TEST_CASE("workspace::Faults by rate are the same for the same seed") {
  Faults faults;
  const auto drawn = [&](int seed) {
    faults.set({{"seed", seed}, {"rules", {{{"kind", "500"}, {"rate", 0.3}}}}});
    std::string pattern;
    for (int i = 0; i < 200; ++i) pattern += faults.due("GET", "/v1/users/me").empty() ? '.' : 'x';
    return pattern;
  };
  CHECK(drawn(7) == drawn(7));
  CHECK(drawn(7) != drawn(8));
  CHECK(std::ranges::count(drawn(7), 'x') > 30);
  CHECK(std::ranges::count(drawn(7), 'x') < 100);
  CHECK_THROWS_AS(faults.set({{"rules", {{{"kind", "666"}}}}}), ApiError);
  CHECK_THROWS_AS(faults.set({{"rules", {{{"kind", "500"}, {"pattern", "("}}}}}), ApiError);
}

TEST_CASE("workspace::Control sets all limits or none") {
  Served served;
  for (int n = 0; n < 3; ++n) served.send("POST", "/v1/pages", served.new_page());
  const auto found = [&] {
    return served.json("POST", "/v1/search", "{}").at("results").as_array().size();
  };
  const auto before = found();
  CHECK(served
            .send("POST", "/_control/limits",
                  R"({"result_cap": 1, "endpoints": [{"method": "GET"}]})")
            .status == 400);
  CHECK(found() == before);
}

TEST_CASE("workspace::Control logs requests and moves the clock") {
  Served served;
  served.faults(R"({"kind": "slow", "milliseconds": 60, "pattern": "me$"})");
  served.send("GET", "/v1/users/me?x=1");
  served.send("GET", "/v1/nothing");
  const auto log = served.json("GET", "/_control/requests");
  CHECK(text_at(log, "/requests/0/path") == "/v1/users/me");
  CHECK(text_at(log, "/requests/0/user") == "bot");
  CHECK(text_at(log, "/requests/0/fault") == "slow");
  CHECK(log.at("requests").at(0).at("milliseconds").as_int64() >= 60);
  CHECK(text_at(log, "/requests/1/status") == "400");
  CHECK(served.json("GET", "/_control/requests?since=1").at("requests").as_array().size() == 1);
  served.send("POST", "/_control/clock", R"({"offset_seconds": 86400})");
  const auto page = served.json("POST", "/v1/pages", served.new_page());
  const auto made = from_iso(text_at(page, "/created_time"));
  CHECK(*made > now() + std::chrono::hours(23));
}

TEST_CASE("workspace::page_file sends the page with a strict policy and hides data behind a key") {
  Served served;
  const auto page = served.send("GET", "/");
  CHECK(page.status == 200);
  CHECK(page.header("Content-Security-Policy")->contains("default-src 'none'"));
  CHECK(served.send("GET", "/p/00000000000000000000000000000000").status == 200);
  CHECK(served.send("GET", "/../etc/passwd").status != 200);
  CHECK(served.send("GET", "/web/none.js").status == 404);
  CHECK(served.send("GET", "/ui/tree").status == 401);
  const auto link = served.workspace.page_url();
  const auto key = link.substr(link.find("key=") + 4);
  const auto tree = served.send("GET", "/ui/tree", "", {{"X-Workspace-Key", key}});
  CHECK(tree.body.contains("Studio"));
  const auto me = served.send("GET", "/ui/v1/users/me", "", {{"X-Workspace-Key", key}});
  CHECK(me.body.contains("\"person\""));
  CHECK(served.send("GET", "/ui/tree", "", {{"X-Workspace-Key", key}, {"Host", "evil.example"}})
            .status == 401);
}

TEST_CASE("workspace::import_files imports from loopback and from nowhere else") {
  Served origin;
  Served served;
  const auto import = [&](const std::string& url) {
    const auto made = served.json("POST", "/v1/file_uploads",
                                  R"({"mode": "external_url", "filename": "a.html",
                                      "external_url": ")" +
                                      url + R"("})");
    return served.json("GET", "/v1/file_uploads/" + text_at(made, "/id"));
  };
  const auto outside = import("https://127.0.0.1.example/a.html");
  CHECK(text_at(outside, "/status") == "failed");
  CHECK(text_at(outside, "/file_import_result/error/type") == "download_error");
  const auto refused = import("http://127.0.0.1:1/a.html");
  CHECK(text_at(refused, "/status") == "failed");
  CHECK(text_at(refused, "/file_import_result/type") == "error");
}

TEST_CASE("workspace::import_files outlives addresses that cannot be called") {
  Served served;
  for (const auto* url :
       {"http://127.0.0.1:99999/a.png", "http://localhost/a b", "http://127.0.0.1:0/"}) {
    const auto made = served.send("POST", "/v1/file_uploads",
                                  R"({"mode": "external_url", "filename": "a.png",
                                      "external_url": ")" +
                                      std::string(url) + R"("})");
    CHECK((made.status == 200 || made.status == 400));
  }
  CHECK(served.send("POST", "/v1/file_uploads", R"({"filename": "a.png"})").status == 200);
}

TEST_CASE("workspace::Faults gives up on patterns that take too long") {
  Faults faults;
  faults.set({{"rules", {{{"kind", "500"}, {"pattern", "(a|aa|a?)*$"}}}}});
  const auto begin = std::chrono::steady_clock::now();
  faults.due("GET", "/" + std::string(900, 'a') + "b");
  CHECK(std::chrono::steady_clock::now() - begin < seconds{20});
}

}  // namespace storyreel::workspace
