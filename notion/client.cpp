#include "notion/client.hpp"

#include <algorithm>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "notion/client_state.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

// What was read is good for about one round trip; more is a wait for the budget.
constexpr seconds kFresh{2};
// So many queries go on where one was cut off: a million rows and more.
constexpr int kMaxWindows = 120;
constexpr int kHints = 50;

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

json::object since(const char* timestamp, Time time) {
  return {{"timestamp", timestamp}, {timestamp, {{"on_or_after", to_iso(time)}}}};
}

/// `created_since`: where an earlier query was cut off.
json::object query_body(const RowQuery& query, std::optional<Time> created_since) {
  json::object body{{"page_size", kPageSize}};
  json::array both;
  if (query.edited_since) both.push_back(since("last_edited_time", *query.edited_since));
  if (created_since) both.push_back(since("created_time", *created_since));
  if (both.size() == 1) body["filter"] = both.front();
  if (both.size() == 2) body["filter"] = json::object{{"and", both}};
  const auto* const direction = query.newest_first ? "descending" : "ascending";
  body["sorts"] = json::array{{{"timestamp", "created_time"}, {"direction", direction}}};
  return body;
}

}  // namespace

Client::Client(Executor loop, HttpClient& http, config::Notion settings)
    : state_(std::make_unique<State>(std::move(loop), http, std::move(settings))) {}

Client::~Client() = default;

Task<User> Client::me() {
  auto call = get("/v1/users/me", Priority::normal);
  // Whoever asks this first wants to know soon whether anybody is there.
  call.attempts = 2;
  auto user = co_await state_->fetch(std::move(call), parse_user);
  state_->bot = user.id;
  state_->most_upload = user.most_upload.value_or(kMostUpload);
  co_return user;
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
  co_return co_await state_->write_page(std::move(call), {});
}

Task<Page> Client::update_page(std::string id, json::object body, std::string source_id,
                               std::optional<Time> read_at) {
  auto call = overwrite("/v1/pages/" + id, body, read_at);
  call.lane = std::move(source_id);
  co_return co_await state_->write_page(std::move(call), std::move(id));
}

Task<std::vector<Block>> Client::children(std::string id, Priority priority, bool patient) {
  co_return co_await state_->fetch_all("/v1/blocks/" + id + "/children?", priority, parse_blocks,
                                       patient);
}

Task<> Client::append_children(std::string id, json::array children) {
  const json::object body{{"children", std::move(children)}};
  auto call = write("PATCH", "/v1/blocks/" + id + "/children", body);
  co_await state_->write_beside(std::move(id), std::move(call), parse_blocks);
}

Task<Database> Client::database(std::string id, Priority priority) {
  co_return co_await state_->fetch(get("/v1/databases/" + id, priority), parse_database);
}

Task<Database> Client::create_database(json::object body) {
  auto page_id = std::string(body.at("parent").at("page_id").as_string());
  co_return co_await state_->write_beside(std::move(page_id), write("POST", "/v1/databases", body),
                                          parse_database);
}

Task<Database> Client::update_database(std::string id, json::object body, std::string page_id,
                                       Time read_at) {
  auto call = overwrite("/v1/databases/" + id, body, read_at);
  co_return co_await state_->write_beside(std::move(page_id), std::move(call), parse_database);
}

Task<Source> Client::source(std::string id) {
  co_return co_await state_->fetch(get("/v1/data_sources/" + id, Priority::normal), parse_source);
}

Task<Source> Client::update_source(std::string id, json::object body, Time read_at) {
  co_return co_await state_->fetch(overwrite("/v1/data_sources/" + id, body, read_at),
                                   parse_source);
}

// Notion stops at its cap and says so: the next query goes on from the newest row there was.
Task<Rows> Client::rows(std::string source_id, RowQuery query, Priority priority) {
  Rows rows;
  std::set<std::string> known;
  std::optional<Time> from;
  for (int windows = 0; windows < kMaxWindows; ++windows) {
    const bool whole = co_await state_->fetch_rows(source_id, query_body(query, from), priority,
                                                   query, rows, known);
    if (whole || query.newest_first || rows.pages.empty()) {
      rows.complete = whole;
      co_return rows;
    }
    const auto newest = std::ranges::max(rows.pages, {}, &Page::created_time).created_time;
    // More rows of one minute than a query returns can't be told apart.
    if (from == newest) break;
    from = newest;
  }
  rows.complete = false;
  co_return rows;
}

Task<List<Page>> Client::last_edited(std::string cursor) {
  json::object body{{"filter", {{"property", "object"}, {"value", "page"}}},
                    {"sort", {{"timestamp", "last_edited_time"}, {"direction", "descending"}}},
                    {"page_size", kHints}};
  if (!cursor.empty()) body["start_cursor"] = cursor;
  co_return co_await state_->fetch(ask("/v1/search", body, Priority::normal), parse_pages);
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

bool Client::is_foreign(const Page& page) const {
  return state_->own.foreign(page, state_->bot);
}

std::optional<Time> Client::server_time(Time time) const {
  return state_->exchange.server_time(time);
}

void Client::on_rest(std::function<void(std::string)> say) {
  state_->exchange.on_rest(std::move(say));
}

void Client::only_read() {
  state_->exchange.only_read();
}

void Client::on_sent(std::function<void(const Sent&)> count) {
  state_->exchange.on_sent(std::move(count));
}

BudgetReport Client::budget() const {
  return state_->exchange.budget();
}

milliseconds Client::index_lag() const {
  return state_->index_lag;
}

void Client::note_open() {
  state_->open_since = now();
}

Time Client::open_since() const {
  return state_->open_since;
}

bool Client::held(const std::string& page_id) const {
  return state_->held.contains(page_id);
}

}  // namespace storyreel::notion
