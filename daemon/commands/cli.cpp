#include <iostream>
#include <map>

#include <CLI/CLI.hpp>

#include "config/keys.hpp"
#include "config/scalars.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

struct Entry {
  const char* name;
  const char* summary;
  const char* examples;
  void (*options)(CLI::App&, Arguments&);
  int (*run)(const Arguments&);
  std::string (*more)() = nullptr;  ///< what else the help says
};

void no_options(CLI::App&, Arguments&) {}

void add_options(CLI::App& app, Arguments& to) {
  app.add_option("TITLE", to.title, "the video's title")->required();
  app.add_option("--url", to.url, "a YouTube URL to start from");
  app.add_option("--script", to.script, "a text file that becomes the page's body");
}

void sync_options(CLI::App& app, Arguments& to) {
  app.add_flag("--dry-run", to.dry_run,
               "print what would be made, bought and written, and do nothing");
  app.add_option("VIDEO", to.video,
                 "only this one, where a daemon runs: part of its title, or its id");
}

void target_options(CLI::App& app, Arguments& to) {
  app.add_option("VIDEO", to.video, "part of its title, its id or its page; all without it");
}

void retry_options(CLI::App& app, Arguments& to) {
  app.add_option("VIDEO", to.video,
                 "part of its title, its id or its page; \"raven#3\" or a row's page: one sentence")
      ->required();
}

void backup_options(CLI::App& app, Arguments& to) {
  app.add_option("FILE", to.backup, "the file to write; it must not be there yet")->required();
}

void restore_options(CLI::App& app, Arguments& to) {
  app.add_option("FILE", to.backup,
                 "what backup wrote; without it only what is known of Notion is read anew");
}

void status_options(CLI::App& app, Arguments& to) {
  app.add_option("VIDEO", to.video, "one video in depth: part of its title, or its id");
  app.add_flag("--json", to.json, "for programs; storyreel(1) has its words");
  app.add_flag("--watch", to.watch, "again every two seconds, until interrupted");
}

void log_options(CLI::App& app, Arguments& to) {
  app.add_flag("-f,--follow", to.follow, "keep printing what is added");
  app.add_option("--video", to.video, "only events of videos whose title contains this");
  app.add_option("--level", to.level, "the least to show: debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
  app.add_option("--since", to.since, "how long ago, such as 10m, 2h or 3d, or a time (ISO 8601)");
  app.add_flag("--json", to.json, "an object a line, for programs");
}

/// Reads by `read` what an option says; what that gives nothing for is refused with `hint`.
template <class T>
void add_read(CLI::App& app, const char* name, std::optional<T>& to, const char* help,
              std::optional<T> (*read)(std::string_view), const char* hint) {
  app.add_option_function<std::string>(
         name,
         [&to, read, hint, name](const std::string& text) {
           to = read(text);
           if (!to) throw CLI::ValidationError(name, "\"" + text + "\": " + hint);
         },
         help)
      ->type_name("");
}

void film_options(CLI::App& app, Arguments& to) {
  app.add_option("-o,--output", to.out, "the film to write")->required();
  add_read(app, "--size", to.size, "WIDTHxHEIGHT in pixels, both even (1920x1080)",
           config::film_size, "write WIDTHxHEIGHT such as 1920x1080, both even");
  app.add_option("--fps", to.fps, "frames per second (30)")->check(CLI::Range(1, config::kMostFps));
  app.add_option("--crf", to.crf, "quality: 1 best to 51 worst (20)")
      ->check(CLI::Range(config::kBestCrf, config::kWorstCrf));
  app.add_option("--preset", to.preset, "x264's preset (veryfast)")
      ->check(CLI::IsMember(config::presets()));
  add_read(app, "--crossfade", to.crossfade, "between two pictures, such as 500ms; 0s cuts",
           config::crossfade, "write a duration up to 5s with its unit, such as 500ms or 1s");
  app.add_option("--cache", to.cache,
                 "where parts are kept for the next run ($XDG_CACHE_HOME/storyreel)");
}

void narrate_options(CLI::App& app, Arguments& to) {
  app.add_option("SCRIPT", to.script, "a text file; \"# Headings\" begin chapters")->required();
  app.add_option("--pictures", to.pictures, "a folder with a picture for each sentence");
  app.add_option("--voices", to.voices, "a folder with a sound file for each sentence");
  app.add_option("--music", to.music, "a sound file that lies under the voices");
  app.add_option("--language", to.language, "BCP 47, such as en or pt-BR (detected)");
  app.add_option("--subtitles", to.subtitles, "burned, soft or none (burned)")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, config::Subtitles>{{"burned", config::Subtitles::burned},
                                                   {"soft", config::Subtitles::soft},
                                                   {"none", config::Subtitles::none}}));
  film_options(app, to);
}

void album_options(CLI::App& app, Arguments& to) {
  app.add_option("--tracks", to.tracks, "a folder of sound files")->required();
  app.add_option("--pictures", to.pictures, "a folder with a picture for each track")->required();
  film_options(app, to);
}

void render_options(CLI::App& app, Arguments& to) {
  app.add_option("VIDEO", to.video, "part of its title, its id, or the recipe of a film")
      ->required();
  app.add_option("-o,--output", to.out, "the film to write")->required();
  app.add_option("--cache", to.cache,
                 "where parts are kept for the next run ($XDG_CACHE_HOME/storyreel)");
}

void doctor_options(CLI::App& app, Arguments& to) {
  app.add_option("FILM", to.film, "check this film instead of the installation");
  app.add_flag("--json", to.json, "for programs");
}

void workspace_options(CLI::App& app, Arguments& to) {
  app.add_option("--listen", to.listen, "HOST:PORT; port 0 picks a free one")->required();
  app.add_option("--data", to.folder, "folder of its database and token files")->required();
  app.add_flag("--control", to.control,
               "serve /_control/ for tests: faults, limits, clock, connections");
  app.add_option("--requests-per-minute", to.requests_per_minute,
                 "of each connection, as Notion's 180; 0: no limit")
      ->check(CLI::Range(0, 1'000'000));
}

void demo_options(CLI::App& app, Arguments& to) {
  app.add_option("DIR", to.folder, "where it keeps everything")
      ->default_val(std::filesystem::path("storyreel-demo"));
  app.add_flag("--exit", to.leave, "leave when the film is there");
}

constexpr Entry kCommands[] = {
    {"daemon", "Run until SIGTERM (SIGHUP rereads the configuration, SIGUSR1 polls now)",
     "  storyreel daemon\n  storyreel daemon --config ~/studio/storyreel.toml", no_options, daemon},
    {"sync", "Bring everything up to date once, then exit",
     "  storyreel sync\n  storyreel sync raven\n  storyreel sync --dry-run", sync_options, sync},
    {"init",
     "Create or adopt the studio's databases and views under the parent page; safe to repeat",
     "  storyreel init", no_options, init},
    {"add", "Add a video",
     "  storyreel add \"The Raven\" --script raven.txt\n"
     "  storyreel add \"A talk\" --url https://www.youtube.com/watch?v=aqz-KE-bpKQ",
     add_options, add},
    {"status", "Show what is going on",
     "  storyreel status\n  storyreel status raven\n  storyreel status --json", status_options,
     status},
    {"log", "Show what happened",
     "  storyreel log -f --video raven\n  storyreel log --level warning --since 1d\n"
     "  storyreel log --since 2026-11-21T08:30Z --json",
     log_options, log},
    {"render", "Render one video from what exists", "  storyreel render raven -o raven.mp4",
     render_options, render},
    {"narrate", "Make a film of a script, without Notion",
     "  storyreel narrate raven.txt -o raven.mp4\n"
     "  storyreel narrate raven.txt --pictures drawings --voices takes --music bed.flac -o "
     "raven.mp4",
     narrate_options, narrate},
    {"album", "Make a film of tracks and pictures, without Notion",
     "  storyreel album --tracks music --pictures covers -o album.mp4\n"
     "  storyreel album --tracks music --pictures covers --crossfade 2s -o album.mp4",
     album_options, album},
    {"pause", "Stop making and buying: a video, or everything",
     "  storyreel pause\n  storyreel pause raven", target_options, pause},
    {"resume", "Go on with a video, or with everything",
     "  storyreel resume\n  storyreel resume raven", target_options, resume},
    {"retry", "Try again what failed of a video or a sentence",
     "  storyreel retry raven\n  storyreel retry \"raven#3\"", retry_options, retry},
    {"undo-halt", "Go on with videos that stand still since many of their rows vanished",
     "  storyreel undo-halt raven", target_options, undo_halt},
    {"backup", "Copy the record into a file, also beside a running daemon",
     "  storyreel backup /backup/studio.db", backup_options, backup},
    {"restore", "Put a backup in place of the record, or read Notion anew",
     "  storyreel restore /backup/studio.db\n  storyreel restore", restore_options, restore},
    {"verify", "Check the record, every file that was made, and what is known of Notion",
     "  storyreel verify", no_options, verify},
    {"doctor", "Check the installation, or a film, and say how to mend it",
     "  storyreel doctor\n  storyreel doctor film.mp4\n  storyreel doctor --json", doctor_options,
     doctor},
    {"workspace", "Serve a local Notion-compatible workspace with a web page",
     "  storyreel workspace --listen 127.0.0.1:8490 --data ./workspace\n"
     "  storyreel workspace --listen 127.0.0.1:0 --data \"$(mktemp -d)\" --control\n"
     "  curl -H \"Authorization: Bearer $(cat workspace/integration.token)\" \\\n"
     "       -H 'Notion-Version: 2026-03-11' http://127.0.0.1:8490/v1/users/me",
     workspace_options, workspace, workspace_help},
    {"demo", "Make a sample film with a local workspace: no account or network needed",
     "  storyreel demo\n  storyreel demo /tmp/demo --exit", demo_options, demo},
};

constexpr const char* kExitCodes =
    "Exit codes: 0 well; 1 failed; 2 usage or configuration; 3 some video failed;\n"
    "4 another process holds the state directory.";

// CLI11 misses a command before it minds a word that is none.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const auto unknown = app.remaining();
  const bool no_command = app.get_subcommands().empty() && !unknown.empty();
  const std::string what =
      no_command ? "there is no command \"" + unknown.front() + "\"" : std::string(error.what());
  return what + "; see storyreel --help";
}

int nothing(const Arguments&) {
  return 0;
}

}  // namespace

Call parse(int argc, const char* const* argv) {
  Call call{nothing, {}};
  CLI::App app("storyreel makes Notion the control room of a video studio.", "storyreel");
  app.set_version_flag("--version", "storyreel " STORYREEL_VERSION);
  app.add_option("--config", call.arguments.config, "configuration file (storyreel.toml)");
  app.require_subcommand(1)->fallthrough();
  app.footer(kExitCodes);
  for (const Entry& entry : kCommands) {
    CLI::App* command = app.add_subcommand(entry.name, entry.summary);
    entry.options(*command, call.arguments);
    command->footer(std::string("Examples:\n") + entry.examples +
                    (entry.more ? "\n\n" + entry.more() : ""));
    command->callback([&call, &entry] { call.run = entry.run; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) throw UsageError(complaint(app, error));
    app.exit(error);
    call.run = nothing;
  }
  return call;
}

}  // namespace storyreel::commands
