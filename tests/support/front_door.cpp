#include "tests/support/front_door.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "daemon/runtime/error.hpp"
#include "notion/client.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::test {

FrontDoor::FrontDoor(const std::filesystem::path& data, std::string url)
    : store_(data / "workspace.db"), index_(store_, [this] { return time; }), url_(std::move(url)) {
  // What is made here can be made again.
  store_.database().exec("PRAGMA synchronous = OFF");
  for (const auto& user : store_.users()) (user.bot ? bot_ : person_) = user;
}

std::string FrontDoor::bot(std::string_view method, std::string_view path,
                           const boost::json::object& body) {
  return send(bot_, method, path, body);
}

std::string FrontDoor::person(std::string_view method, std::string_view path,
                              const boost::json::object& body) {
  return send(person_, method, path, body);
}

std::string FrontDoor::send(const workspace::User& user, std::string_view method,
                            std::string_view path, const boost::json::object& body) {
  const auto mark = path.find('?');
  ServerRequest request;
  request.method = method;
  request.path = path.substr(0, mark);
  if (mark != std::string_view::npos) request.query = path.substr(mark + 1);
  if (!body.empty()) request.body = boost::json::serialize(body);
  request.headers.emplace_back("Notion-Version", notion::kVersion);
  const auto answer = workspace::answer_api(
      {store_, index_, cursors_, rate_, url_, time, workspace::limits::kResults}, request, &user);
  auto text = boost::json::serialize(answer.body);
  if (answer.status != 200) throw Error(request.method + " " + request.path + ": " + text);
  return text;
}

}  // namespace storyreel::test
