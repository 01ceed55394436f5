#include "cache/failure.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string_view>

namespace storyreel::cache {
namespace {

struct Advice {
  int code;
  std::string_view text;
};

constexpr std::array kAdvice = {
    Advice{SQLITE_FULL, "the disk is full: free some space, then the work goes on by itself"},
    Advice{SQLITE_BUSY, "another program holds it: close that program"},
    Advice{SQLITE_LOCKED, "another program holds it: close that program"},
    Advice{SQLITE_CANTOPEN, "it cannot be opened: is its folder there, and may you write to it?"},
    Advice{SQLITE_READONLY, "it may not be written: mend its permissions"},
    Advice{SQLITE_PERM, "it may not be opened: mend its permissions"},
    Advice{SQLITE_NOTADB, "it is not a database: move it away or restore a backup"},
    Advice{SQLITE_CORRUPT, "it is damaged: restore a backup"},
    Advice{SQLITE_IOERR, "the disk does not answer as it should: look at the system's log"},
};

}  // namespace

Failure failed(const std::string& file, const SQLite::Exception& failure) {
  const auto code = failure.getErrorCode();
  const bool whole = code != SQLITE_CONSTRAINT;
  const auto* found = std::ranges::find(kAdvice, code, &Advice::code);
  if (found == kAdvice.end()) return {fmt::format("{}: {}", file, failure.what()), whole};
  return {fmt::format("{}: {} ({})", file, found->text, failure.what()), whole};
}

}  // namespace storyreel::cache
