#include <doctest/doctest.h>

#include "daemon/commands/checks.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::commands {
namespace {

using Verdicts = std::vector<Verdict>;

/// What is found where the capability `lacking` is missing: "PATCH /v1/pages".
struct Workspace {
  explicit Workspace(std::string lacking, std::string why = "Insufficient permissions")
      : lacking_(std::move(lacking)), why_(std::move(why)) {
    vendor.answer_by([this](ServerRequest request) { return answer(std::move(request)); });
  }

  std::vector<Finding> found() {
    config::Notion notion;
    notion.base_url = vendor.url();
    notion.token = Secret("TOKEN");
    return vendor.run(check_capabilities(vendor.loop(), notion));
  }

  Task<ServerReply> answer(ServerRequest request) {
    asked.push_back(request);
    const bool refused =
        !lacking_.empty() && (request.method + " " + request.path).starts_with(lacking_);
    co_return ServerReply{.status = refused ? 403 : 404,
                          .headers = {{"Content-Type", "application/json"}},
                          .body = refused ? why_ : "{}"};
  }

  test::Vendor vendor;
  std::vector<ServerRequest> asked;

 private:
  std::string lacking_;
  std::string why_;
};

Verdicts verdicts(const std::vector<Finding>& findings) {
  Verdicts result;
  for (const auto& finding : findings) result.push_back(finding.verdict);
  return result;
}

}  // namespace

TEST_CASE("daemon::check_capabilities names the one that is missing, and where to tick it") {
  using enum Verdict;
  struct Case {
    const char* lacking;
    Verdicts verdicts;
    const char* name;
  };
  const std::vector<Case> cases{
      {"", {ok, ok, ok, ok}, ""},
      {"GET /v1/pages", {failed, ok, ok, ok}, "read content"},
      {"PATCH /v1/pages", {ok, failed, ok, ok}, "update content"},
      {"POST /v1/pages", {ok, ok, failed, ok}, "insert content"},
      {"GET /v1/users", {ok, ok, ok, ok}, ""},
  };
  for (const auto& one : cases) {
    CAPTURE(one.lacking);
    Workspace workspace(one.lacking);
    const auto findings = workspace.found();
    CHECK(verdicts(findings) == one.verdicts);
    for (const auto& finding : findings) {
      if (finding.verdict != failed) continue;
      CHECK(finding.what == one.name);
      CHECK(finding.remedy.contains("Capabilities"));
      CHECK(finding.remedy.ends_with(std::string("\"") + one.name + "\""));
    }
  }
  Workspace workspace("GET /v1/users");
  CHECK(workspace.found().back().found == "not given, and not needed");
}

TEST_CASE("daemon::check_capabilities asks for pages that nobody has") {
  Workspace workspace("");
  workspace.found();
  REQUIRE(workspace.asked.size() == 4);
  for (const auto& request : workspace.asked) {
    CHECK(request.header("authorization") == "Bearer TOKEN");
    CHECK(request.header("notion-version") == "2026-03-11");
  }
  CHECK(workspace.asked[0].path != workspace.asked[1].path);
  CHECK(workspace.asked[1].body == R"({"properties":{}})");
  CHECK(workspace.asked[2].body.starts_with(R"({"parent":{"type":"page_id","page_id":")"));
  CHECK(workspace.asked[3].path == "/v1/users");
}

TEST_CASE("daemon::check_capabilities tells a workspace that takes no more blocks") {
  Workspace workspace(
      "POST /v1/pages",
      R"({"code":"restricted_resource","message":"No","additional_data":{"block_limit":1000}})");
  const auto findings = workspace.found();
  CHECK(findings[2].what == "block limit");
  CHECK(findings[2].verdict == Verdict::failed);
  CHECK(findings[2].remedy.contains("personal access token"));
}

}  // namespace storyreel::commands
