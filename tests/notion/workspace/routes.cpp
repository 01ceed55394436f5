#include "notion/workspace/routes.hpp"

#include <set>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "notion/workspace/cursors.hpp"
#include "notion/workspace/rate_limit.hpp"
#include "notion/workspace/tokens.hpp"
#include "notion/workspace/ui.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::match finds endpoints by method and form") {
  const std::string id = "0f8fad5b-d9cb-469f-a165-70867728950e";
  CHECK((match("GET", "/v1/users/me")->route->handler == retrieve_me));
  CHECK((match("GET", "/v1/users/" + id)->route->handler == retrieve_user));
  CHECK((match("PATCH", "/v1/blocks/" + id + "/children")->route->handler == append_children));
  const auto item = match("GET", "/v1/pages/" + id + "/properties/%3Aa/b");
  REQUIRE(item);
  CHECK(item->ids == std::vector<std::string>{id, "%3Aa/b"});
  for (const auto* path : {"/v1", "/v1/", "/v1//users", "/v1/users/me/", "/v1/users/me/x", "/",
                           "/v1/pages/", "v1/users/me", "/v1/blocks/children"})
    CHECK_FALSE(match("PUT", path));
  CHECK_FALSE(match("DELETE", "/v1/users/me"));
  CHECK_THROWS_AS(match("GET", "/v1/pages/..%2f"), ApiError);
}

TEST_CASE("workspace::routes has each endpoint once") {
  std::set<std::string> seen;
  for (const auto& route : routes())
    CHECK(seen.insert(std::string(route.method) + " " + std::string(route.path)).second);
}

TEST_CASE("workspace::Cursors pages through a list and refuses strange cursors") {
  Cursors cursors;
  const auto first = cursors.start("me", {"a", "b", "c"}, 2, true);
  CHECK(first.ids == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(first.capped);
  REQUIRE(first.next);
  for (int again = 0; again < 2; ++again) {
    const auto last = cursors.resume("me", *first.next, 2);
    CHECK(last.ids == std::vector<std::string>{"c"});
    CHECK(last.capped);
    CHECK_FALSE(last.next);
  }
  const auto list = first.next->substr(0, 36);
  for (const auto& bad : {std::string(), list, list + "-", list + "-9", list + "-x", list + "--1",
                          list + "-0", list + "-1", list + "-6"})
    CHECK_THROWS_AS(cursors.resume("me", bad, 2), ApiError);
  CHECK_THROWS_AS(cursors.resume("you", *first.next, 2), ApiError);
  cursors.clear();
  CHECK_THROWS_AS(cursors.resume("me", *first.next, 2), ApiError);
}

TEST_CASE("workspace::RateLimit counts each connection in windows of a minute") {
  RateLimit limit(1);
  const Time start(std::chrono::hours(1));
  const auto wait = [&](const char* user, int second) {
    const auto refused = limit.refuse(user, "GET", "/v1/users/me", start + seconds(second));
    return refused ? refused->seconds : 0;
  };
  CHECK(wait("a", 0) == 0);
  CHECK(wait("a", 59) == 1);
  CHECK(wait("b", 59) == 0);
  CHECK(wait("a", 60) == 0);
}

TEST_CASE("workspace::kept_token makes a secret once") {
  const TemporaryFolder folder;
  const auto token = kept_token(folder.path() / "a.token", "ntn_");
  CHECK(token.size() == 52);
  CHECK(kept_token(folder.path() / "a.token", "ntn_") == token);
  CHECK(kept_token(folder.path() / "b.token", "ntn_") != token);
  CHECK(same_token(token, token));
  CHECK_FALSE(same_token(token, token.substr(1)));
  CHECK_FALSE(same_token("", ""));
  CHECK(bearer("Bearer x") == "x");
  CHECK(bearer("Basic x").empty());
}

TEST_CASE("workspace::judge_visit lets in only the page itself, with its key") {
  struct Case {
    const char *path, *host, *origin, *key;
    Visit verdict;
  };
  for (const auto& [path, host, origin, key, verdict] : {
           Case{"/", "127.0.0.1:80", "", "", Visit::file},
           Case{"/p/1", "localhost:80", "", "", Visit::file},
           Case{"/", "evil.example:80", "", "", Visit::refused},
           Case{"/ui/tree", "127.0.0.1:80", "", "k", Visit::own},
           Case{"/ui/events", "127.0.0.1:80", "http://127.0.0.1:80", "k", Visit::events},
           Case{"/ui/events", "127.0.0.1:80", "", "", Visit::refused},
           Case{"/ui/v1/pages", "127.0.0.1:80", "", "k", Visit::api},
           Case{"/ui/v1/pages", "127.0.0.1:80", "http://127.0.0.1:81", "k", Visit::refused},
           Case{"/ui/v1/pages", "127.0.0.1:81", "", "k", Visit::refused},
           Case{"/ui/v1/pages", "127.0.0.1:80", "", "", Visit::refused},
           Case{"/ui/other", "127.0.0.1:80", "", "", Visit::refused},
       }) {
    CAPTURE(path);
    ServerRequest request;
    request.method = "GET";
    request.path = path;
    request.headers = {{"host", host}, {"X-Workspace-Key", key}};
    if (*origin) request.headers.emplace_back("Origin", origin);
    CHECK(judge_visit(request, "127.0.0.1:80", "k") == verdict);
  }
}

}  // namespace storyreel::workspace
