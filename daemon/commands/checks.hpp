#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/runtime/task.hpp"

namespace storyreel::commands {

enum class Verdict { ok, warning, failed };

/// What one check found. `remedy` says how to mend it; empty when there is nothing to mend.
struct Finding {
  Verdict verdict = Verdict::ok;
  std::string what;  ///< "fonts", "token"
  std::string found;
  std::string remedy;
};

/// State directory, disk, database, links.
std::vector<Finding> check_place(const config::Settings& settings);

/// Whether the daemon that holds the state directory answers where it listens; else whether the
/// address is free.
Task<Finding> check_listener(Executor loop, config::Settings settings);

/// Programs, fonts and codecs.
std::vector<Finding> check_tools();

/// The program that reads YouTube's URLs: there, and not too old; its cookies.
std::vector<Finding> check_source(const config::Source& source, Time now);

/// Token, capabilities and the parent page, asked of Notion.
Task<std::vector<Finding>> check_notion(Executor loop, config::Settings settings);

/// The services that make things for money: whether they take the key. Nothing is bought.
Task<std::vector<Finding>> check_providers(Executor loop, config::Settings settings);

}  // namespace storyreel::commands
