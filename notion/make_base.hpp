#pragma once

#include <optional>
#include <string>

#include "notion/bindings.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// A database to be made.
struct NewBase {
  const Binding* binding = nullptr;
  std::string video_id;  ///< whose details; blank for Videos
  std::string page_id;   ///< the page it stands in
  std::string title;
};

/// Makes the database and records it as a base, once; nullopt: an attempt's outcome is unclear,
/// call again later.
Task<std::optional<cache::Base>> make_base(Client& client, cache::Cache& cache, NewBase wanted);

/// The fact that a database was given up: it is never taken for one that was just made.
std::string given_up_fact(const std::string& database_id);

/// Records an existing database as a base.
Task<cache::Base> adopt_base(Client& client, cache::Cache& cache, NewBase wanted,
                             Database database);

/// The ids of databases directly below a page with that title; `made_by` blank: by anybody.
Task<std::vector<std::string>> databases_below(Client& client, std::string page_id,
                                               std::string title, std::string made_by);

}  // namespace storyreel::notion
