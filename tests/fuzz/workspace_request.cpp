// libFuzzer over the workspace's request path. An input is text:
//
//   USER VERSION METHOD TARGET
//   BODY
//
// USER is b (the bot), p (the person), r (a bot that may only insert) or anything else (nobody);
// VERSION is n (the newest), o (the older) or itself a version. In TARGET and BODY the letters
// after a dollar sign stand for ids: $p page, $r row, $d database, $s data source, $b block, $v
// view, $u person. A folder named as an argument gets a few inputs to begin with.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/index.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/seed.hpp"
#include "notion/workspace/validate.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kSeeds{
    "b n GET /v1/users/me\n",
    "b n GET /v1/users?page_size=1&start_cursor=x\n",
    "b n GET /v1/pages/$p?filter_properties=title\n",
    "b n GET /v1/pages/$r/properties/title?page_size=2\n",
    "b n GET /v1/blocks/$p/children?page_size=1\n",
    "b n GET /v1/data_sources/$s/templates\n",
    "b o GET /v1/databases/$d\n",
    "b n GET /v1/views?data_source_id=$s\n",
    "b n GET /v1/views/$v\n",
    "p n DELETE /v1/blocks/$b\n",
    R"(b n POST /v1/search
{"query":"s","filter":{"property":"object","value":"page"},"sort":{"timestamp":"last_edited_time","direction":"ascending"}})",
    R"(b n POST /v1/pages
{"parent":{"data_source_id":"$s"},"properties":{"Name":{"title":[{"text":{"content":"a","link":{"url":"https://x.y"}},"annotations":{"bold":true,"color":"red"}}]},"Count":{"number":1e3},"Done":{"checkbox":true},"Kind":{"select":{"name":"New"}},"Tags":{"multi_select":[{"name":"a"}]},"When":{"date":{"start":"2026-11-21","end":null}},"Who":{"people":[{"id":"$u"}]},"Files":{"files":[{"name":"f","external":{"url":"https://x.y/z"}}]}},"children":[{"paragraph":{"rich_text":[]}}],"icon":{"emoji":"🎬"}})",
    R"(r n POST /v1/pages
{"parent":{"page_id":"$p"},"properties":{"title":{"title":[{"text":{"content":"a"}}]}},"cover":{"external":{"url":"https://x.y"}}})",
    R"(b n POST /v1/pages
{"parent":{"page_id":"$p"},"markdown":"# a\n- b\n  - [ ] **c** `d`\n> e\n```js\nf\n```\n| g | h |\n|---|---|\n| i | j |\n"})",
    R"(b n PATCH /v1/pages/$r
{"properties":{"Text":{"rich_text":[{"equation":{"expression":"x"}},{"mention":{"user":{"id":"$u"}}}]},"Link":{"url":"https://x.y"}},"in_trash":false,"is_locked":true})",
    R"(b n PATCH /v1/blocks/$p/children
{"children":[{"type":"to_do","to_do":{"rich_text":[{"text":{"content":"x"}}],"checked":true,"children":[{"divider":{}}]}}],"position":{"type":"after_block","after_block":{"id":"$b"}}})",
    R"(b o PATCH /v1/blocks/$p/children
{"children":[{"heading_1":{"rich_text":[],"is_toggleable":true}},{"code":{"rich_text":[],"language":"c++"}}],"after":"$b"})",
    R"(b n PATCH /v1/blocks/$b
{"paragraph":{"rich_text":[{"text":{"content":"y"}}],"color":"blue_background"}})",
    R"(b n POST /v1/data_sources/$s/query
{"filter":{"and":[{"property":"Count","number":{"greater_than":1}},{"or":[{"timestamp":"created_time","created_time":{"past_week":{}}},{"property":"Name","title":{"contains":"a"}}]}]},"sorts":[{"property":"Name","direction":"descending"}],"page_size":2})",
    R"(b n POST /v1/databases
{"parent":{"type":"page_id","page_id":"$p"},"title":[{"text":{"content":"t"}}],"initial_data_source":{"properties":{"N":{"title":{}},"R":{"relation":{"data_source_id":"$s","dual_property":{}}},"S":{"status":{}},"U":{"unique_id":{"prefix":"X"}},"F":{"formula":{"expression":"1"}}}}})",
    R"(b n PATCH /v1/data_sources/$s
{"properties":{"Kind":{"select":{"options":[{"name":"Z","color":"pink"}]}},"Text":{"name":"Words"},"Done":null,"More":{"phone_number":{}}}})",
    R"(b n PATCH /v1/databases/$d
{"title":[],"is_inline":true,"in_trash":true})",
    R"(b n POST /v1/views
{"data_source_id":"$s","name":"Board","type":"board","filter":{"property":"Done","checkbox":{"equals":true}},"sorts":[{"property":"Name","direction":"ascending"}]})",
    R"(b n POST /v1/comments
{"parent":{"page_id":"$p"},"rich_text":[{"text":{"content":"c"}}]})",
    "b n GET /v1/comments?block_id=$p\n",
    R"(b n POST /v1/file_uploads
{"mode":"multi_part","filename":"a.png","content_type":"image/png","number_of_parts":2})",
    "b n GET /v1/pages/$p/markdown\n",
    R"(b n PATCH /v1/pages/$p/markdown
{"type":"replace_content","replace_content":{"new_str":"a\n\n- b"}})",
    R"(p n POST /v1/pages/$r/move
{"parent":{"page_id":"$p"}})",
    R"(p n POST /v1/pages
{"parent":{"workspace":true},"properties":{}})",
};

constexpr const char* kTable = R"({"parent":{"type":"page_id","page_id":"$p"},
  "title":[{"text":{"content":"Things"}}],"initial_data_source":{"properties":{
  "Name":{"title":{}},"Text":{"rich_text":{}},"Count":{"number":{}},"Done":{"checkbox":{}},
  "Link":{"url":{}},"Kind":{"select":{"options":[{"name":"Big"}]}},"Tags":{"multi_select":{}},
  "When":{"date":{}},"Who":{"people":{}},"Files":{"files":{}},"Made":{"created_time":{}}}}})";
constexpr const char* kRow =
    R"({"parent":{"data_source_id":"$s"},"properties":{"Name":{"title":[{"text":{"content":"a"}}]}}})";
constexpr const char* kBlocks =
    R"({"children":[{"paragraph":{"rich_text":[{"text":{"content":"x"}}]}},{"divider":{}}]})";

[[noreturn]] void fail(const std::string& what) {
  std::cerr << what << std::endl;
  std::abort();
}

/// A small workspace, made anew after every write.
class Target {
 public:
  Target() {
    seed(store_, time_);
    for (const auto& each : store_.users()) (each.bot ? bot_ : person_) = each;
    inserter_ = bot_;
    inserter_.can = Capabilities::from_names({"insert_content"});
    names_['p'] = store_.shared(bot_.id).front();
    names_['u'] = person_.id;
    names_['d'] = made("POST", "/v1/databases", kTable, "/id");
    names_['s'] = made("GET", "/v1/databases/$d", "", "/data_sources/0/id");
    names_['v'] = made("GET", "/v1/views?data_source_id=$s", "", "/results/0/id");
    names_['r'] = made("POST", "/v1/pages", kRow, "/id");
    names_['b'] = made("PATCH", "/v1/blocks/$p/children", kBlocks, "/results/0/id");
  }

  Answer ask(char user, std::string version, std::string method, const std::string& target,
             const std::string& body) {
    const auto whole = named(target);
    const auto mark = std::min(whole.find('?'), whole.size());
    ServerRequest request;
    request.method = std::move(method);
    request.path = percent_decoded(whole.substr(0, mark));
    request.query = whole.substr(std::min(mark + 1, whole.size()));
    request.headers = {{"Notion-Version", std::move(version)}};
    request.body = named(body);
    const auto* who = user == 'b'   ? &bot_
                      : user == 'p' ? &person_
                      : user == 'r' ? &inserter_
                                    : nullptr;
    return answer_api({store_, index_, cursors_, rate_, "http://127.0.0.1:1", time_, 100}, request,
                      who);
  }

  /// What was written is read again.
  void read_back() {
    for (const auto* target : {"/v1/pages/$p", "/v1/pages/$r", "/v1/data_sources/$s",
                               "/v1/databases/$d", "/v1/blocks/$p/children", "/v1/views/$v"})
      check(ask('p', "2026-03-11", "GET", target, ""));
    check(ask('p', "2025-09-03", "POST", "/v1/data_sources/$s/query", "{}"));
    check(ask('p', "2025-09-03", "POST", "/v1/search", "{}"));
  }

  static void check(const Answer& answer) {
    const auto text = json::serialize(answer.body);
    if (answer.status < 200 || answer.status > 599) fail("a strange status: " + text);
    if (answer.status >= 400 && text_of(answer.body, "object") != "error") fail(text);
    if (!answer.body.contains("object") && !answer.body.contains("templates")) fail(text);
    if (!is_utf8(text)) fail("ill-formed UTF-8: " + text);
    json::parse_options options;
    options.max_depth = 4 * limits::kJsonDepth;
    json::parse(text, {}, options);
  }

 private:
  std::string named(const std::string& text) const {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto name =
          text[i] == '$' && i + 1 < text.size() ? names_.find(text[i + 1]) : names_.end();
      result += name == names_.end() ? std::string(1, text[i]) : name->second;
      if (name != names_.end()) ++i;
    }
    return result;
  }

  std::string made(const char* method, const char* target, const char* body, const char* pointer) {
    const json::value answer = ask('b', "2026-03-11", method, target, body).body;
    return std::string(answer.at_pointer(pointer).as_string());
  }

  Store store_{":memory:"};
  Index index_{store_, [this] { return time_; }};
  Cursors cursors_;
  RateLimit rate_{0};
  Time time_ = *from_iso("2026-11-21T08:30:42.500Z");
  User bot_, person_, inserter_;
  std::map<char, std::string> names_;
};

void try_input(const std::string& text) {
  static std::unique_ptr<Target> target;
  if (!target) target = std::make_unique<Target>();
  std::istringstream input(text);
  std::string user, version, method, path, rest;
  input >> user >> version >> method >> path;
  std::getline(input, rest);
  std::string body{std::istreambuf_iterator<char>(input), {}};
  if (version == "n") version = "2026-03-11";
  if (version == "o") version = "2025-09-03";
  const auto answer = target->ask(user.empty() ? 'x' : user[0], version, method, path, body);
  Target::check(answer);
  if (!answer.wrote) return;
  target->read_back();
  target.reset();
}

}  // namespace
}  // namespace storyreel::workspace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::workspace::kSeeds,
                         {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::workspace::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
