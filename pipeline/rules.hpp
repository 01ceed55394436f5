#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "config/settings.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/purse.hpp"
#include "pipeline/script_source.hpp"
#include "pipeline/stages/render.hpp"

namespace storyreel::pipeline {

/// What the planner works by; the same for every video.
struct Rules {
  Recipe recipe;
  Inputs given;      ///< files that are nobody's artifacts: the music
  std::string text;  ///< text provider's identity, which records of before schema 8 name texts by
  milliseconds settle{};
  int most_sentences = 0;
  std::string public_url;           ///< of /media
  bool uploads = false;             ///< pictures and covers stand in Notion as files of its own
  std::optional<config::S3> store;  ///< where links lead, in place of /media
  ScriptRules scripts;
  Tariffs tariffs;
  config::Limits limits;  ///< of what is bought
};

/// The rules that the settings make; `providers` outlive them. Reads the bed's piece: throws
/// UsageError when it can't.
Rules rules_of(const config::Settings& settings, const Providers& providers,
               std::string public_url);

/// The key of a file that was given, by its content. Throws Error naming it.
std::string given_key(const std::filesystem::path& file, const std::stop_token& stop = {});

}  // namespace storyreel::pipeline
