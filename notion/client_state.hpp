#pragma once

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "notion/client.hpp"
#include "notion/exchange.hpp"
#include "notion/own_writes.hpp"
#include "notion/parse.hpp"

/// What Client's methods are made of. For client*.cpp only.
namespace storyreel::notion {

constexpr int kPageSize = 100;
// Notion never returns more than 10,000 results of a query.
constexpr int kMaxPages = 110;
// Of a paid plan, where Notion says nothing else.
constexpr std::int64_t kMostUpload = std::int64_t{5} << 30;

inline Call get(std::string path, Priority priority) {
  return {.method = "GET", .path = std::move(path), .body = {}, .priority = priority};
}

// A query is a POST, but writes nothing.
inline Call ask(std::string path, const boost::json::object& body, Priority priority) {
  return {.method = "POST",
          .path = std::move(path),
          .body = boost::json::serialize(body),
          .priority = priority};
}

inline Call write(std::string method, std::string path, const boost::json::object& body) {
  return {.method = std::move(method),
          .path = std::move(path),
          .body = boost::json::serialize(body),
          .priority = Priority::normal,
          .write = true};
}

// Where one thing fails, others are not to wait for it.
inline Call with_patience(Call call, bool patient) {
  constexpr int kFewAttempts = 2;
  if (!patient) call.attempts = kFewAttempts;
  return call;
}

// Cursors are opaque.
inline std::string encoded(std::string_view text) {
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

struct Client::State {
  State(Executor loop, HttpClient& http, config::Notion settings)
      : index_lag(settings.index_lag), exchange(std::move(loop), http, std::move(settings)) {}

  /// Sends `call` and reads its reply; what can't be read is told with the endpoint.
  template <class T>
  Task<T> fetch(Call call, T (*parse)(const std::string&)) {
    const auto reply = co_await exchange.send(call);
    if (const auto time = exchange.server_time(now()); time && !own.begun()) own.begin(*time);
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
                                 List<T> (*parse)(const std::string&), bool patient = true) {
    path += "page_size=" + std::to_string(kPageSize);
    std::vector<T> all;
    std::string cursor;
    for (int pages = 0; pages < kMaxPages; ++pages) {
      const auto from = cursor.empty() ? "" : "&start_cursor=" + encoded(cursor);
      auto list = co_await fetch(with_patience(get(path + from, priority), patient), parse);
      std::ranges::move(list.results, std::back_inserter(all));
      if (!list.has_more) co_return all;
      if (list.next_cursor == cursor) break;
      cursor = list.next_cursor;
    }
    throw Error("Notion's list " + path + " has no end: it was given up");
  }

  /// A write whose reply is the page: what it says of its time is remembered.
  Task<Page> write_page(Call call, std::string page_id) {
    std::exception_ptr failure;
    try {
      auto page = co_await fetch(std::move(call), parse_page);
      own.wrote(page);
      co_return page;
    } catch (...) {
      failure = std::current_exception();
    }
    // Where it was surely refused nothing is lost by not knowing.
    if (!page_id.empty()) own.unclear(page_id);
    std::rethrow_exception(failure);
  }

  /// One query, as far as Notion answers it; what is new goes to `rows`. False: it was cut off.
  Task<bool> fetch_rows(std::string source_id, boost::json::object body, Priority priority,
                        RowQuery query, Rows& rows, std::set<std::string>& known) {
    bool whole = true;
    for (int pages = 0; pages < kMaxPages; ++pages) {
      auto call = ask("/v1/data_sources/" + source_id + "/query", body, priority);
      auto list = co_await fetch(with_patience(std::move(call), query.patient), parse_pages);
      for (auto& page : list.results) {
        if (known.insert(page.id).second) rows.pages.push_back(std::move(page));
      }
      whole = whole && !list.incomplete;
      if (query.newest_first || !list.has_more) co_return whole;
      body["start_cursor"] = list.next_cursor;
    }
    co_return false;
  }

  /// Sends a write that changes the time stamp of the page `page_id` on the side.
  template <class T>
  Task<T> write_beside(std::string page_id, Call call, T (*parse)(const std::string&)) {
    struct Beside {
      OwnWrites& own;
      std::string page_id;
      ~Beside() { own.unclear(page_id); }
    };
    own.unclear(page_id);
    const Beside beside{own, page_id};
    co_return co_await fetch(std::move(call), parse);
  }

  milliseconds index_lag;
  Time open_since = now();
  Exchange exchange;
  OwnWrites own;
  std::string bot;  ///< who we are, once asked
  std::int64_t most_upload = kMostUpload;
  std::multiset<std::string> held;
};

}  // namespace storyreel::notion
