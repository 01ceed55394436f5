#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "config/settings.hpp"

/// The program's commands, one file each. Every one returns the process's exit code and throws
/// UsageError, HeldError or Error otherwise; main turns those into exit codes.
namespace storyreel::commands {

/// What the command line said. Each command reads the fields its options fill.
struct Arguments {
  std::optional<std::filesystem::path> config;
  std::string title;
  std::string url;
  std::string video;  ///< part of a title, or an id
  std::optional<std::filesystem::path> script;
  std::filesystem::path out;
  std::filesystem::path film;
  std::filesystem::path pictures;  ///< folders of a film's files
  std::filesystem::path voices;
  std::filesystem::path tracks;
  std::filesystem::path music;  ///< under a narrated film
  std::filesystem::path cache;  ///< where parts of films are kept
  std::string language;
  std::optional<std::pair<int, int>> size;  ///< how a film is rendered, where it is said
  std::optional<int> fps;
  std::optional<int> crf;
  std::optional<std::string> preset;
  std::optional<config::Subtitles> subtitles;
  std::optional<milliseconds> crossfade;
  std::filesystem::path folder;  ///< of the demo, or the workspace's data
  std::string listen;
  int requests_per_minute = 0;
  bool control = false;
  bool json = false;
  bool watch = false;            ///< status, again and again
  std::string level;             ///< the least that log shows
  std::string since;             ///< log: a time, or so long ago
  std::filesystem::path backup;  ///< the file that backup writes and restore reads
  bool follow = false;
  bool leave = false;  ///< demo --exit
  bool dry_run = false;
};

int daemon(const Arguments&);
int sync(const Arguments&);
int init(const Arguments&);
int add(const Arguments&);
int status(const Arguments&);
int log(const Arguments&);
int render(const Arguments&);
int narrate(const Arguments&);
int album(const Arguments&);
int pause(const Arguments&);
int resume(const Arguments&);
int retry(const Arguments&);
int undo_halt(const Arguments&);
int backup(const Arguments&);
int restore(const Arguments&);
int verify(const Arguments&);
int doctor(const Arguments&);
int workspace(const Arguments&);
std::string workspace_help();  ///< what its help says below the options
int demo(const Arguments&);

/// A command line that was understood: `run(arguments)` does it.
struct Call {
  int (*run)(const Arguments&);
  Arguments arguments;
};

/// Reads the command line. Help and version are printed and give a call that does nothing. Throws
/// UsageError for what is not understood.
Call parse(int argc, const char* const* argv);

}  // namespace storyreel::commands
