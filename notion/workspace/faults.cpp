#include "notion/workspace/faults.hpp"

#include <array>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kBody{Field{"seed", Want::number}, Field{"rules", Want::array, true}};
constexpr std::array kRule{Field{"kind", Want::string, true},  Field{"method", Want::string},
                           Field{"path", Want::string},        Field{"pattern", Want::string},
                           Field{"nth", Want::number},         Field{"rate", Want::number},
                           Field{"count", Want::number},       Field{"retry_after", Want::number},
                           Field{"milliseconds", Want::number}};

ServerReply tell(Code code, const char* message, json::object more = {}) {
  return to_reply(answer_error(ApiError(code, message, std::move(more))));
}

ServerReply rate_limited(const Answer&, int retry_after) {
  return tell(Code::rate_limited, "You have been rate limited. Please try again in a few minutes.",
              {{"rate_limit_reason", "public_api_request_rate_limit"},
               {"retry_after", std::to_string(retry_after)}});
}

ServerReply overloaded(const Answer&, int retry_after) {
  return tell(Code::service_overload, "The service is overloaded. Please try again later.",
              {{"retry_after", std::to_string(retry_after)}});
}

ServerReply conflict(const Answer&, int) {
  return tell(Code::conflict_error, "Conflict occurred while saving. Please try again.");
}

ServerReply missing(const Answer&, int) {
  return tell(Code::object_not_found,
              "Could not find the object. Make sure it is shared with your integration.");
}

ServerReply broken(const Answer&, int) {
  return tell(Code::internal_server_error, "Unexpected error occurred.");
}

ServerReply unavailable(const Answer&, int) {
  return tell(
      Code::service_unavailable,
      "Notion is unavailable. Please try again later. This can happen when the server takes "
      "too long to respond.");
}

ServerReply timed_out(const Answer&, int) {
  return tell(Code::gateway_timeout, "The request timed out.");
}

ServerReply bad_gateway(const Answer&, int) {
  return {502,
          {{"Content-Type", "text/html; charset=UTF-8"}},
          "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>"
          "<p>cloudflare</p></body></html>",
          {},
          false};
}

ServerReply dropped(const Answer&, int) {
  ServerReply reply;
  reply.drop = true;
  return reply;
}

json::object guidance() {
  return {{"retry_guidance",
           {"Read the object again to see what was saved.", "Do not repeat the write."}}};
}

constexpr const char* kSaved = "The change was saved, but the response could not be completed.";

ServerReply saved(const Answer&, int) {
  return tell(Code::service_unavailable, kSaved, guidance());
}

/// Names what was committed: the object, or for an append the parent and its new children.
ServerReply saved_with_id(const Answer& answer, int) {
  auto more = guidance();
  if (const auto* id = find(answer.body, "id")) more["committed_resource_id"] = *id;
  const auto* results = find(answer.body, "results");
  json::array children;
  for (const auto& each : results ? results->as_array() : json::array())
    children.push_back(each.at("id"));
  if (!children.empty()) {
    const auto& parent = results->get_array().front().at("parent").as_object();
    more["committed_resource_id"] = parent.at(text_of(parent, "type"));
    more["committed_child_ids"] = std::move(children);
  }
  return tell(Code::service_unavailable, kSaved, std::move(more));
}

constexpr std::array kKinds{
    FaultKind{"429", Moment::before, rate_limited},
    FaultKind{"529", Moment::before, overloaded},
    FaultKind{"404", Moment::before, missing},
    FaultKind{"409", Moment::before, conflict},
    FaultKind{"500", Moment::before, broken},
    FaultKind{"500_committed", Moment::after, broken},
    FaultKind{"502_html", Moment::before, bad_gateway},
    FaultKind{"502_html_committed", Moment::after, bad_gateway},
    FaultKind{"503", Moment::before, unavailable},
    FaultKind{"503_committed", Moment::after, saved_with_id},
    FaultKind{"503_committed_without_id", Moment::after, saved},
    FaultKind{"504", Moment::before, timed_out},
    FaultKind{"504_committed", Moment::after, timed_out},
    FaultKind{"drop_before", Moment::before, dropped},
    FaultKind{"drop_after", Moment::after, dropped},
    FaultKind{"slow", Moment::after, nullptr},
};

const FaultKind* find_kind(std::string_view name) {
  for (const auto& kind : kKinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

double number_of(const json::object& object, std::string_view path, std::string_view key,
                 double otherwise) {
  const auto* value = find(object, key);
  return value ? as_number(*value, at(path, key), 0, 1e9) : otherwise;
}

std::optional<std::regex> pattern_of(const json::object& wanted, std::string_view path) {
  const auto text = text_of(wanted, "pattern");
  if (text.empty()) return std::nullopt;
  try {
    return std::regex(text);
  } catch (const std::regex_error&) {
    invalid_field(at(path, "pattern"), "a regular expression", find(wanted, "pattern"));
  }
}

}  // namespace

Faults::Rule Faults::read_rule(const json::object& wanted, std::string_view path) {
  check_fields(wanted, path, kRule);
  const auto* kind = find_kind(text_of(wanted, "kind"));
  if (!kind) invalid_field(at(path, "kind"), "a kind of fault", find(wanted, "kind"));
  const double usual_wait = kind->reply ? 0 : 2000;
  const auto wait = static_cast<int>(number_of(wanted, path, "milliseconds", usual_wait));
  const auto nth = static_cast<std::int64_t>(number_of(wanted, path, "nth", 0));
  return {{kind, static_cast<int>(number_of(wanted, path, "retry_after", 1)), milliseconds(wait)},
          text_of(wanted, "method"),
          text_of(wanted, "path"),
          pattern_of(wanted, path),
          nth,
          static_cast<std::int64_t>(number_of(wanted, path, "count", 1e9)),
          number_of(wanted, path, "rate", 1)};
}

void Faults::set(const json::object& wanted) {
  check_fields(wanted, "body", kBody);
  std::vector<Rule> rules;
  for (const auto& each : as_array(wanted.at("rules"), "body.rules", limits::kArray)) {
    const auto path = at("body.rules", rules.size());
    rules.push_back(read_rule(as_object(each, path), path));
  }
  random_.seed(static_cast<std::uint64_t>(number_of(wanted, "body", "seed", 1)));
  rules_ = std::move(rules);
}

bool Faults::strikes(Rule& rule, std::string_view method, const std::string& path) {
  if (!rule.method.empty() && rule.method != method) return false;
  if (!path.starts_with(rule.path)) return false;
  if (rule.pattern && !std::regex_search(path, *rule.pattern)) return false;
  ++rule.seen;
  const bool drawn = std::uniform_real_distribution(0.0, 1.0)(random_) < rule.rate;
  const bool counted = rule.nth == 0 || rule.seen == rule.nth;
  if (!drawn || !counted || rule.struck >= rule.count) return false;
  ++rule.struck;
  return true;
}

std::optional<Fault> Faults::next(std::string_view method, const std::string& path) {
  std::optional<Fault> fault;
  for (auto& rule : rules_)
    if (strikes(rule, method, path) && !fault) fault = rule.fault;
  return fault;
}

}  // namespace storyreel::workspace
