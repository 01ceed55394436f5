#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "notion/workspace/cursors.hpp"
#include "notion/workspace/errors.hpp"
#include "notion/workspace/rate_limit.hpp"
#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

class Index;

enum class Version { v2025_09_03, v2026_03_11 };

/// What requests share. They own nothing of it.
struct Shared {
  Store& store;
  Index& index;
  Cursors& cursors;
  RateLimit& rate;
  std::string base_url;  ///< "http://HOST:PORT", for links
  Time now;
  std::size_t result_cap = 0;
  bool ordered = false;  ///< rows that tie stand in the order of their making (the web page)
};

/// One request, checked as far as all of them are alike, and what it may use.
struct Call : Shared {
  const User& user;
  Version version = Version::v2026_03_11;
  std::vector<std::string> ids;  ///< of the path, in order
  std::vector<std::pair<std::string, std::string>> query;
  json::object body;
  std::string_view content_type = {};  ///< of a form, as it came
  std::string_view bytes = {};         ///< a form's body
  std::string_view endpoint = {};      ///< its path in the table of routes

  bool older() const { return version == Version::v2025_09_03; }
  const std::string& id() const { return ids.front(); }
  std::optional<std::string> parameter(std::string_view name) const;
};

/// Answers one request or throws ApiError. Runs inside a transaction when the method writes.
using Handler = json::object (*)(Call& call);

/// The node `id` when it exists, is of `kind` and the caller may see it; throws object_not_found.
Node get(Call& call, std::string_view id, Kind kind);
/// Any page or block that can hold blocks.
Node get_block(Call& call, std::string_view id);
/// Throws when `node` or what it stands in is in the trash.
void check_writable(Call& call, const Node& node);

/// A new node made by the caller, now.
Node make(Call& call, Kind kind, std::string parent, std::int64_t position);
/// Stamps `node` (and the page it stands in, if it is a block) as edited by the caller, now.
void touch(Call& call, Node& node);
void touch_page(Call& call, std::string_view id);

/// The flag `in_trash` (or `archived` in the older version) of a body, if it is there.
std::optional<bool> trash_flag(const Call& call);

/// `start_cursor` and `page_size` of the body or the query.
std::pair<std::optional<std::string>, std::size_t> paging(const Call& call);

/// Whose request for which list this is.
std::string owner_of(const Call& call);

/// The asked page of a list. `list()` gives all its ids (those past the result cap may be left
/// out, but for one); it is called for a first page only, the cursor keeps its order.
template <class F>
Slice slice(Call& call, F list) {
  const auto [cursor, size] = paging(call);
  if (cursor) return call.cursors.resume(owner_of(call), *cursor, size);
  std::vector<std::string> ids = list();
  const bool capped = ids.size() > call.result_cap;
  if (capped) ids.resize(call.result_cap);
  return call.cursors.start(owner_of(call), ids, size, capped);
}

/// {object: list, results, next_cursor, has_more, type, <type>: {}}.
json::object list_object(json::array results, const Slice& slice, std::string_view type);

}  // namespace storyreel::workspace
