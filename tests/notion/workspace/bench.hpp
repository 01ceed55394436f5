#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "daemon/runtime/http_server.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/index.hpp"

namespace storyreel::workspace {

/// A workspace in memory without its HTTP server: requests go to the API's front door. The clock
/// stands still until moved.
struct Bench {
  explicit Bench(const std::filesystem::path& file = ":memory:");

  /// Sends `body` (JSON text, may be empty) as `user`, in `version`.
  Answer send(std::string_view method, std::string_view path, std::string_view body = {});
  /// The body of a reply that must be 200.
  json::object ok(std::string_view method, std::string_view path, std::string_view body = {});
  /// "status code: message" of a reply that must be an error.
  std::string fail(std::string_view method, std::string_view path, std::string_view body = {});

  /// A request of `user` for functions that need one.
  Call call();
  Shared shared();

  /// A database under Studio with properties Name, Text, Count, Done, Kind (select) and Link;
  /// returns its data source's id.
  std::string table();
  /// A row of `table` with that title and further properties (JSON members); returns its id.
  std::string row(const std::string& source, const std::string& name, const std::string& more = "");
  /// The names of the rows that a query with `body` finds, joined by spaces, in order.
  std::string names(const std::string& source, std::string_view body);

  Store store;
  Index index{store, [this] { return time; }};
  Cursors cursors;
  RateLimit rate{0};
  User bot, person;
  const User* user = nullptr;  ///< who sends; null: a wrong token
  std::string version = "2026-03-11";
  std::string studio;
  Time time;
  std::size_t cap = 10'000;
};

/// The string at a JSON pointer, or the JSON there.
std::string text_at(const json::object& body, std::string_view pointer);

}  // namespace storyreel::workspace
