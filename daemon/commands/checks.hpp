#pragma once

#include <filesystem>
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

/// Programs and codecs.
std::vector<Finding> check_tools();

/// Fonts for the scripts of all languages that the videos of a record are in, and for what may
/// stand anywhere. `record`: a database that need not be there.
std::vector<Finding> check_fonts(const std::filesystem::path& record);

/// The program that reads YouTube's URLs: there, and not too old; its cookies.
std::vector<Finding> check_source(const config::Source& source, Time now);

/// Token, capabilities and the parent page, asked of Notion.
Task<std::vector<Finding>> check_notion(Executor loop, config::Settings settings);

/// Each capability that a token may have, by name, and whether the workspace takes more blocks.
/// Writes nothing.
Task<std::vector<Finding>> check_capabilities(Executor loop, config::Notion notion);

/// The services that make things for money: whether they take the key, and what is left there,
/// where they tell. Nothing is bought.
Task<std::vector<Finding>> check_providers(Executor loop, config::Settings settings);

/// Where links lead into a store that speaks S3: puts a small file there (storyreel-doctor.txt) and
/// follows its link. None where they don't.
Task<std::vector<Finding>> check_bucket(Executor loop, config::Settings settings);

}  // namespace storyreel::commands
