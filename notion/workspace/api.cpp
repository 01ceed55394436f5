#include "notion/workspace/api.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <boost/json/serialize.hpp>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/file_links.hpp"
#include "notion/workspace/json_text.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

struct VersionEntry {
  std::string_view name;
  Version version;
};
constexpr std::array kVersions{VersionEntry{"2026-03-11", Version::v2026_03_11},
                               VersionEntry{"2025-09-03", Version::v2025_09_03}};

Version version_of(const ServerRequest& request) {
  const auto name = request.header("Notion-Version");
  const std::string should =
      "Notion-Version header failed validation: Notion-Version header should be ";
  if (name.empty())
    throw ApiError(Code::missing_version, should + "defined, instead was `undefined`.");
  for (const auto& each : kVersions)
    if (each.name == name) return each.version;
  invalid(should + "`\"2026-03-11\"` or `\"2025-09-03\"`, instead was `\"" + one_line(name, 40) +
          "\"`.");
}

json::object read_body(const ServerRequest& request) {
  const bool none = request.method == "GET" || request.method == "DELETE";
  if (none || request.body.empty()) return {};
  // Notion counts bytes here, and characters everywhere else.
  if (request.body.size() > limits::kPayloadBytes)
    invalid("body failed validation: body.length should be ≤ `512000`, instead was `" +
            std::to_string(request.body.size()) + "`.");
  return read_json(request.body);
}

void check_rate(const Shared& shared, const User& user, const Route& route) {
  const auto refused = shared.rate.refuse(user.id, route.method, route.path, shared.now);
  if (refused) throw too_many_requests(refused->reason, refused->seconds);
}

void check_token(const User* user) {
  if (!user) throw ApiError(Code::unauthorized, "API token is invalid.");
}

json::object run(const Route& route, Call& call, bool& wrote) {
  json::object body;
  if (route.writes) {
    Store::Write write(call.store);
    body = route.handler(call);
    // One transaction per request: a handler that throws leaves nothing behind.
    write.commit();
    wrote = true;
  } else {
    body = route.handler(call);
  }
  // After the commit, as the links are signed anew for every answer and never stored.
  show_files(call, body);
  return body;
}

/// What a caller may be told to look for, when it is not told the answer.
void note_committed(Answer& answer) {
  answer.committed_id = text_of(answer.body, "id");
  const auto* results = find(answer.body, "results");
  if (!results || !results->is_array()) return;
  for (const auto& each : results->get_array()) {
    const auto& child = each.as_object();
    answer.committed_children.push_back(text_of(child, "id"));
    const auto* parent = find(child, "parent");
    if (!parent || !parent->is_object()) continue;
    answer.committed_id = text_of(parent->get_object(), text_of(parent->get_object(), "type"));
  }
}

Answer answer(const Shared& shared, const ServerRequest& request, const User* user) {
  // The order of the checks decides which error is told when several apply.
  const auto found = match(request.method, request.path);
  if (!found) throw ApiError(Code::invalid_request_url, "Invalid request URL.");
  check_token(user);
  const auto version = version_of(request);
  // After the token: the limit is each connection's own.
  check_rate(shared, *user, *found->route);
  check_needs(*user, found->route->needs);
  const bool form = found->route->form;
  Call call{{shared},
            *user,
            version,
            found->ids,
            read_query(request.query),
            form ? json::object() : read_body(request),
            request.header("Content-Type"),
            request.body,
            found->route->path};
  Answer answer;
  answer.body = run(*found->route, call, answer.wrote);
  if (answer.wrote) note_committed(answer);
  // Last, so that no handler has to know what its caller may see.
  hide(answer.body, *user);
  answer.body["request_id"] = new_uuid();
  return answer;
}

}  // namespace

Answer answer_api(const Shared& shared, const ServerRequest& request, const User* user) {
  try {
    return answer(shared, request, user);
  } catch (const ApiError& error) {
    return answer_error(error);
  }
}

Answer answer_own(const Shared& shared, const ServerRequest& request, const User& user,
                  const Route& route) {
  try {
    Call call{{shared},          user, Version::v2026_03_11, {}, read_query(request.query),
              read_body(request)};
    Answer answer;
    answer.body = run(route, call, answer.wrote);
    return answer;
  } catch (const ApiError& error) {
    return answer_error(error);
  }
}

Answer answer_error(const ApiError& error) {
  Answer answer{status_of(error.code), error_body(error, new_uuid()), {}, false};
  if (const auto* wait = error.additional_data.if_contains("retry_after"))
    answer.headers.emplace_back("Retry-After", wait->as_string().c_str());
  return answer;
}

ServerReply to_reply(Answer answer) {
  ServerReply reply;
  reply.status = answer.status;
  reply.headers = std::move(answer.headers);
  reply.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  if (const auto id = text_of(answer.body, "request_id"); !id.empty())
    reply.headers.emplace_back("x-notion-request-id", id);
  reply.body = json::serialize(answer.body);
  return reply;
}

std::vector<std::pair<std::string, std::string>> read_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto part = query.substr(0, end);
    const auto mark = std::min(part.find('='), part.size());
    pairs.emplace_back(to_utf8(percent_decoded(part.substr(0, mark))),
                       to_utf8(percent_decoded(part.substr(std::min(mark + 1, part.size())))));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return pairs;
}

}  // namespace storyreel::workspace
