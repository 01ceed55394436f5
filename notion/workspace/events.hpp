#pragma once

#include <list>
#include <memory>
#include <optional>
#include <span>

#include "daemon/runtime/http_server.hpp"
#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// Tells pages that are open in browsers what was written, as server-sent events:
///   data: {"changes": [{"id", "kind", "parent"}, …]}   after commits, gathered for a moment
///   data: {"all": true}                                 the reader was too slow: all may be new
/// and a comment line now and then, so that a connection that died is noticed. What happened
/// before a reader came is not told. Loop thread only; outlives its streams.
class Events {
 public:
  explicit Events(Executor loop) : loop_(std::move(loop)) {}

  /// A stream for one reader; nullopt when too many listen.
  std::optional<ServerStream> open();

  /// Tells all readers.
  void tell(std::span<const Change> changes);

 private:
  struct Reader;
  static Task<std::string> next(std::shared_ptr<Reader> reader);

  Executor loop_;
  std::list<std::weak_ptr<Reader>> readers_;
};

}  // namespace storyreel::workspace
