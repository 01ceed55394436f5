#pragma once

#include <map>
#include <optional>
#include <string>

#include "daemon/runtime/time.hpp"
#include "notion/types.hpp"

namespace storyreel::notion {

/// What this process wrote last into each page, by Notion's clock. A page that was edited as us in
/// a later minute was written by a second daemon with our token. In doubt it was us: a write whose
/// end is unclear may arrive minutes after the next one.
class OwnWrites {
 public:
  /// Notion's clock at the first reply: what was written before may come from an earlier run.
  void begin(Time server_time);
  bool begun() const { return since_.has_value(); }

  /// The reply to a write of ours.
  void wrote(const Page& reply);
  /// A write went out whose end nobody knows, or that changes the page's time stamp on the side.
  void unclear(const std::string& page_id);

  bool foreign(const Page& page, const std::string& bot) const;

 private:
  void forget();

  std::optional<Time> since_;         ///< writes of pages that are not in `last_` count from here
  std::map<std::string, Time> last_;  ///< by page; Time::max(): unclear
};

}  // namespace storyreel::notion
