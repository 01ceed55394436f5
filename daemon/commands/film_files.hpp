#pragma once

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "cache/records.hpp"
#include "pipeline/store.hpp"

/// The files that films are made of and that are made with them.
namespace storyreel::commands {

enum class FileKind { sound, picture };

/// The folder's files of that kind, told by their extensions, hidden ones and what an earlier run
/// made for `out` left out, in natural order of their names ("2 b" before "10 a"). Throws
/// UsageError when there is none.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, FileKind kind,
                                            const std::filesystem::path& out = {});

/// Throws UsageError unless a film can be written to `out` with all that stands beside it: in a
/// folder that is there, over nothing but files, and over none of `inputs`.
void require_output(const std::filesystem::path& out,
                    const std::vector<std::filesystem::path>& inputs);

/// Throws UsageError with both columns, row by row, unless they are equally many. `left` and
/// `right` say what they are: "tracks", "pictures".
void require_pairs(const std::vector<std::string>& lefts, const std::string& left,
                   const std::vector<std::string>& rights, const std::string& right);

/// The files' names.
std::vector<std::string> names_of(const std::vector<std::filesystem::path>& files);

/// "03 - Morning_Light.flac" → "Morning Light"; the whole stem where nothing else is left. UTF-8
/// whatever bytes the name has.
std::string title_of(const std::filesystem::path& file);

/// Puts a film at `out` and what was made with it beside it: NAME.srt, NAME.vtt, NAME.sheet.jpg,
/// NAME.thumbnail.jpg, NAME.recipe.json. Blocks: copies where `out` is on another disk.
void deliver(const std::map<std::string, cache::Artifact>& made, const pipeline::Store& store,
             const std::filesystem::path& out, const std::stop_token& stop);

/// Puts a recipe beside a film at `out` in the place of the one that stands there.
void write_recipe(const std::string& recipe, const std::filesystem::path& out);

}  // namespace storyreel::commands
