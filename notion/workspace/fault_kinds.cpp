#include <array>

#include <boost/json/serialize.hpp>

#include "notion/workspace/faults.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

ServerReply tell(Code code, const char* message, json::object more = {}) {
  return to_reply(answer_error(ApiError(code, message, std::move(more))));
}

ServerReply rate_limited(const Answer&, const FaultDetails& details) {
  return to_reply(answer_error(too_many_requests(details.reason, details.retry_after)));
}

ServerReply overloaded(const Answer&, const FaultDetails& details) {
  return tell(Code::service_overload, "The service is overloaded. Please try again later.",
              {{"retry_after", std::to_string(details.retry_after)}});
}

ServerReply conflict(const Answer&, const FaultDetails&) {
  return tell(Code::conflict_error, "Conflict occurred while saving. Please try again.");
}

ServerReply missing(const Answer&, const FaultDetails&) {
  return tell(Code::object_not_found,
              "Could not find the object. Make sure it is shared with your integration.");
}

ServerReply broken(const Answer&, const FaultDetails&) {
  return tell(Code::internal_server_error, "Unexpected error occurred.");
}

ServerReply unavailable(const Answer&, const FaultDetails&) {
  return tell(
      Code::service_unavailable,
      "Notion is unavailable. Please try again later. This can happen when the server takes "
      "too long to respond.",
      {{"retry_guidance", {"Wait before you try again.", "Ask for less: a smaller page_size."}}});
}

ServerReply timed_out(const Answer&, const FaultDetails&) {
  return tell(Code::gateway_timeout, "The request timed out.");
}

ServerReply bad_gateway(const Answer&, const FaultDetails&) {
  return {502,
          {{"Content-Type", "text/html; charset=UTF-8"}},
          "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>"
          "<p>cloudflare</p></body></html>",
          {},
          false};
}

ServerReply dropped(const Answer&, const FaultDetails&) {
  ServerReply reply;
  reply.drop = true;
  return reply;
}

/// A body's only piece, once.
struct Once {
  std::string body;
  Task<std::string> operator()() { return give(std::exchange(body, {})); }
  static Task<std::string> give(std::string piece) { co_return piece; }
};

/// Sends half of what it announces, then closes the connection.
ServerReply truncated(const Answer& answer, const FaultDetails&) {
  auto reply = to_reply(answer);
  auto body = std::exchange(reply.body, {});
  ServerStream stream{body.size(), nullptr};
  body.resize(body.size() / 2);
  stream.next = Once{std::move(body)};
  reply.stream = std::move(stream);
  return reply;
}

ServerReply slow(const Answer& answer, const FaultDetails&) {
  return to_reply(answer);
}

json::object guidance() {
  return {{"retry_guidance",
           {"Read the object again to see what was saved.", "Do not repeat the write."}}};
}

constexpr const char* kSaved = "The change was saved, but the response could not be completed.";

ServerReply saved(const Answer&, const FaultDetails&) {
  return tell(Code::service_unavailable, kSaved, guidance());
}

ServerReply saved_with_id(const Answer& answer, const FaultDetails&) {
  auto more = guidance();
  if (!answer.committed_id.empty()) more["committed_resource_id"] = answer.committed_id;
  json::array children(answer.committed_children.begin(), answer.committed_children.end());
  if (!children.empty()) more["committed_child_ids"] = std::move(children);
  return tell(Code::service_unavailable, kSaved, std::move(more));
}

constexpr std::array kKinds{
    FaultKind{"429", Moment::before, rate_limited,
              "rate_limited, with retry_after and reason; public_api_request_blocked has no "
              "Retry-After"},
    FaultKind{"529", Moment::before, overloaded, "service_overload, with retry_after"},
    FaultKind{"404", Moment::before, missing, "object_not_found"},
    FaultKind{"409", Moment::before, conflict, "conflict_error"},
    FaultKind{"500", Moment::before, broken, "internal_server_error"},
    FaultKind{"502_html", Moment::before, bad_gateway, "502 with a page of HTML"},
    FaultKind{"503", Moment::before, unavailable, "service_unavailable; nothing was saved"},
    FaultKind{"504", Moment::before, timed_out, "gateway_timeout; nothing was saved"},
    FaultKind{"drop_before", Moment::before, dropped,
              "closes the connection before anything was done"},
    FaultKind{"500_committed", Moment::committed, broken, "500 although the write was saved"},
    FaultKind{"502_html_committed", Moment::committed, bad_gateway,
              "502 with HTML although the write was saved"},
    FaultKind{"503_committed", Moment::committed, saved_with_id,
              "503 that says the write was saved, with committed_resource_id and, for an append, "
              "committed_child_ids"},
    FaultKind{"503_committed_without_id", Moment::committed, saved,
              "503 that says the write was saved, without ids"},
    FaultKind{"504_committed", Moment::committed, timed_out, "504 although the write was saved"},
    FaultKind{"drop_after", Moment::committed, dropped,
              "closes the connection after the write was saved"},
    FaultKind{"slow", Moment::after, slow, "the right answer, 2 seconds late or as said", 2000},
    FaultKind{"truncated", Moment::after, truncated,
              "half of the right answer, then the connection is closed"},
};

}  // namespace

const FaultKind* find_fault_kind(std::string_view name) {
  for (const auto& kind : kKinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

json::array describe_faults() {
  json::array kinds;
  for (const auto& kind : kKinds) kinds.push_back({{"kind", kind.name}, {"does", kind.does}});
  return kinds;
}

}  // namespace storyreel::workspace
