#include "notion/client.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "notion/exchange.hpp"
#include "notion/parse.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr int kPageSize = 100;
// What was read is good for about one round trip; more is a wait for the budget.
constexpr seconds kFresh{2};
// Notion never returns more than 10,000 results of a query.
constexpr int kMaxPages = 110;

Call get(std::string path, Priority priority) {
  return {.method = "GET", .path = std::move(path), .body = {}, .priority = priority};
}

// A query is a POST, but writes nothing.
Call ask(std::string path, const json::object& body, Priority priority) {
  return {.method = "POST",
          .path = std::move(path),
          .body = json::serialize(body),
          .priority = priority};
}

Call write(std::string method, std::string path, const json::object& body) {
  return {.method = std::move(method),
          .path = std::move(path),
          .body = json::serialize(body),
          .priority = Priority::normal,
          .write = true};
}

// One attempt, and soon after what it writes over was read.
Call overwrite(std::string path, const json::object& body, std::optional<Time> read_at) {
  auto call = write("PATCH", std::move(path), body);
  call.attempts = 1;
  if (read_at) {
    call.not_after = *read_at + kFresh;
    call.priority = Priority::interactive;
  }
  return call;
}

// Cursors are opaque.
std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const auto c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-') {
      out += c;
    } else {
      (out += '%') += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  return out;
}

json::object query_body(const RowQuery& query) {
  json::object body{{"page_size", kPageSize}};
  if (query.edited_since) {
    body["filter"] = {{"timestamp", "last_edited_time"},
                      {"last_edited_time", {{"on_or_after", to_iso(*query.edited_since)}}}};
  }
  const auto* const direction = query.newest_first ? "descending" : "ascending";
  body["sorts"] = json::array{{{"timestamp", "created_time"}, {"direction", direction}}};
  return body;
}

}  // namespace

struct Client::State {
  State(Executor loop, HttpClient& http, config::Notion settings)
      : index_lag(settings.index_lag), exchange(std::move(loop), http, std::move(settings)) {}

  /// Sends `call` and reads its reply; what can't be read is told with the endpoint.
  template <class T>
  Task<T> fetch(Call call, T (*parse)(const std::string&)) {
    const auto reply = co_await exchange.send(call);
    try {
      co_return parse(reply);
    } catch (const Error& error) {
      throw Error("Notion's reply to " + call.method + " " + call.path +
                  " can't be read: " + error.what());
    }
  }

  /// A whole list; `path` ends where a parameter may follow.
  template <class T>
  Task<std::vector<T>> fetch_all(std::string path, Priority priority,
                                 List<T> (*parse)(const std::string&)) {
    path += "page_size=" + std::to_string(kPageSize);
    std::vector<T> all;
    std::string cursor;
    for (int pages = 0; pages < kMaxPages; ++pages) {
      const auto from = cursor.empty() ? "" : "&start_cursor=" + encoded(cursor);
      auto list = co_await fetch(get(path + from, priority), parse);
      std::ranges::move(list.results, std::back_inserter(all));
      if (!list.has_more) co_return all;
      if (list.next_cursor == cursor) break;
      cursor = list.next_cursor;
    }
    throw Error("Notion's list " + path + " has no end: it was given up");
  }

  milliseconds index_lag;
  Exchange exchange;
  std::multiset<std::string> held;
};

Client::Client(Executor loop, HttpClient& http, config::Notion settings)
    : state_(std::make_unique<State>(std::move(loop), http, std::move(settings))) {}

Client::~Client() = default;

Task<User> Client::me() {
  auto call = get("/v1/users/me", Priority::normal);
  // Whoever asks this first wants to know soon whether anybody is there.
  call.attempts = 2;
  co_return co_await state_->fetch(std::move(call), parse_user);
}

Task<Page> Client::page(std::string id, Priority priority) {
  co_return co_await state_->fetch(get("/v1/pages/" + id, priority), parse_page);
}

Task<std::optional<Page>> Client::find_page(std::string id, Priority priority) {
  try {
    co_return co_await page(std::move(id), priority);
  } catch (const ApiError& error) {
    if (error.status != 404) throw;
  }
  co_return std::nullopt;
}

Task<Page> Client::create_page(json::object body, std::string source_id) {
  auto call = write("POST", "/v1/pages", body);
  call.lane = std::move(source_id);
  co_return co_await state_->fetch(std::move(call), parse_page);
}

Task<Page> Client::update_page(std::string id, json::object body, std::string source_id,
                               std::optional<Time> read_at) {
  auto call = overwrite("/v1/pages/" + id, body, read_at);
  call.lane = std::move(source_id);
  co_return co_await state_->fetch(std::move(call), parse_page);
}

Task<std::vector<Block>> Client::children(std::string id, Priority priority) {
  co_return co_await state_->fetch_all("/v1/blocks/" + id + "/children?", priority, parse_blocks);
}

Task<> Client::append_children(std::string id, json::array children) {
  const json::object body{{"children", std::move(children)}};
  co_await state_->fetch(write("PATCH", "/v1/blocks/" + id + "/children", body), parse_blocks);
}

Task<Database> Client::database(std::string id, Priority priority) {
  co_return co_await state_->fetch(get("/v1/databases/" + id, priority), parse_database);
}

Task<Database> Client::create_database(json::object body) {
  co_return co_await state_->fetch(write("POST", "/v1/databases", body), parse_database);
}

Task<Database> Client::update_database(std::string id, json::object body) {
  co_return co_await state_->fetch(write("PATCH", "/v1/databases/" + id, body), parse_database);
}

Task<Source> Client::source(std::string id) {
  co_return co_await state_->fetch(get("/v1/data_sources/" + id, Priority::normal), parse_source);
}

Task<Source> Client::update_source(std::string id, json::object body) {
  co_return co_await state_->fetch(write("PATCH", "/v1/data_sources/" + id, body), parse_source);
}

Task<Rows> Client::rows(std::string source_id, RowQuery query, Priority priority) {
  const auto path = "/v1/data_sources/" + source_id + "/query";
  auto body = query_body(query);
  Rows rows;
  for (int pages = 0; pages < kMaxPages; ++pages) {
    auto list = co_await state_->fetch(ask(path, body, priority), parse_pages);
    std::ranges::move(list.results, std::back_inserter(rows.pages));
    rows.complete = rows.complete && !list.incomplete;
    if (query.newest_first || !list.has_more) co_return rows;
    body["start_cursor"] = list.next_cursor;
  }
  rows.complete = false;
  co_return rows;
}

Task<std::vector<View>> Client::views(std::string database_id) {
  co_return co_await state_->fetch_all("/v1/views?database_id=" + database_id + "&",
                                       Priority::sweep, parse_views);
}

Task<View> Client::view(std::string id) {
  co_return co_await state_->fetch(get("/v1/views/" + id, Priority::sweep), parse_view);
}

Task<std::optional<View>> Client::find_view(std::string id) {
  try {
    co_return co_await view(std::move(id));
  } catch (const ApiError& error) {
    if (error.status != 404) throw;
  }
  co_return std::nullopt;
}

Task<View> Client::create_view(json::object body, std::string source_id) {
  auto call = write("POST", "/v1/views", body);
  call.lane = std::move(source_id);
  call.priority = Priority::sweep;
  co_return co_await state_->fetch(std::move(call), parse_view);
}

Task<View> Client::update_view(std::string id, json::object body, std::string source_id,
                               Time read_at) {
  auto call = overwrite("/v1/views/" + id, body, read_at);
  call.lane = std::move(source_id);
  co_return co_await state_->fetch(std::move(call), parse_view);
}

Client::Hold::Hold(Client& client, std::string page_id)
    : client_(client), page_id_(std::move(page_id)) {
  client_.state_->held.insert(page_id_);
}

Client::Hold::~Hold() {
  auto& held = client_.state_->held;
  held.erase(held.find(page_id_));
}

milliseconds Client::index_lag() const {
  return state_->index_lag;
}

bool Client::held(const std::string& page_id) const {
  return state_->held.contains(page_id);
}

}  // namespace storyreel::notion
