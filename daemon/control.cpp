#include "daemon/control.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

namespace json = boost::json;

constexpr seconds kPatience{10};
constexpr std::string_view kStatus = "status";
constexpr std::array kKinds{OrderKind::pause, OrderKind::resume, OrderKind::retry,
                            OrderKind::undo_halt, OrderKind::sync};

std::string reply(bool ok, std::string_view said) {
  return json::serialize(json::object{{"ok", ok}, {"said", said}});
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::object parse(const std::string& line) {
  boost::system::error_code error;
  const auto value = json::parse(line, error);
  return !error && value.is_object() ? value.get_object() : json::object();
}

std::optional<json::object> ask(const std::filesystem::path& socket, const json::object& question) {
  const auto line = ask_local(socket, json::serialize(question), kPatience);
  if (!line) return std::nullopt;
  return parse(*line);
}

}  // namespace

Control::Control(cache::Cache& cache, StatusLog& log, Acts acts)
    : cache_(cache), log_(log), acts_(std::move(acts)) {}

Task<std::string> Control::answer(std::string line, Peer peer) {
  const auto asked = parse(line);
  const auto name = text_in(asked, "order");
  if (name == kStatus) {
    co_return json::serialize(json::object{{"ok", true}, {"status", to_json(acts_.live())}});
  }
  for (const auto kind : kKinds) {
    if (word(kind) != name) continue;
    Order order{.kind = kind, .target = text_in(asked, "target")};
    co_return co_await obey_order(std::move(order), std::move(peer));
  }
  co_return reply(false, "there is no such order");
}

Task<std::string> Control::obey_order(Order order, Peer peer) {
  Obeyed obeyed;
  std::exception_ptr refused;
  try {
    obeyed =
        co_await cache_.write([order](cache::Database& database) { return obey(database, order); });
  } catch (const Error&) {
    refused = std::current_exception();
  }
  if (refused) co_return reply(false, describe(refused));
  log_.write({.what = fmt::format("user {} in a shell, {}: {}", peer.user, word(order.kind),
                                  obeyed.said)});
  acts_.obeyed(order, obeyed);
  co_return reply(true, obeyed.said);
}

std::filesystem::path control_socket(const std::filesystem::path& state_directory) {
  return state_directory / "control.sock";
}

std::optional<std::string> give_order(const std::filesystem::path& socket, const Order& order) {
  const auto answer = ask(socket, {{"order", word(order.kind)}, {"target", order.target}});
  if (!answer) return std::nullopt;
  auto said = text_in(*answer, "said");
  const auto* const ok = answer->if_contains("ok");
  if (!ok || *ok != true) throw UsageError(said);
  return said;
}

std::optional<Live> ask_live(const std::filesystem::path& socket) {
  const auto answer = ask(socket, {{"order", kStatus}});
  if (!answer) return std::nullopt;
  const auto* const status = answer->if_contains("status");
  if (!status || !status->is_object()) return std::nullopt;
  return live_from_json(status->get_object());
}

}  // namespace storyreel
