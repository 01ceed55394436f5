#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/flow/studio.hpp"

namespace storyreel::test {

/// All that stands in Notion for people, and what the record makes of it: sorted lines such as
/// "Alpha / 2 / Word Count = 3". Ids, links, times and the words of log lines are left out: two
/// studios with the same story show the same.
std::vector<std::string> shown(Studio& studio);

/// Whether the daemon lived long enough to make its record.
bool has_record(const std::filesystem::path& state);

/// What still waits in the record (unpushed, begun, failed), a line each; empty: it is at rest.
std::vector<std::string> unrest(const std::filesystem::path& state);

/// What is wrong with the record's file itself; empty: sound.
std::vector<std::string> damage(const std::filesystem::path& state);

/// Lines of `left` that are not in `right`, each behind `mark`.
std::vector<std::string> lacking(const std::vector<std::string>& left,
                                 const std::vector<std::string>& right, const std::string& mark);

}  // namespace storyreel::test
