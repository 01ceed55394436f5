#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/app.hpp"
#include "daemon/commands/demo_folder.hpp"
#include "daemon/commands/person.hpp"
#include "daemon/commands/progress.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/task.hpp"

namespace storyreel::commands {

/// Plays the person in front of the demo's workspace, and tells the one in front of the terminal.
class Director {
 public:
  Director(App& app, HttpClient& http, const workspace::Workspace& workspace, DemoFolder folder);

  /// From a title and a script to the film in the demo's folder. Returns 0, or 3 when the video
  /// failed; throws Error when nothing has moved for long.
  Task<int> run();

 private:
  /// What the record says of the video.
  struct Standing {
    std::vector<Stage> stages;
    int done = 0;         ///< of all stages
    std::string trouble;  ///< of the first sentence with one
    std::filesystem::path film;
    std::filesystem::path subtitles;
  };

  Task<std::string> sample_video();
  Task<SeenVideo> follow(std::string page_id);
  Task<Standing> standing(std::string page_id);
  void show(const Standing& standing);
  void expect_movement(const Standing& standing);

  App& app_;
  Person person_;
  std::string web_page_;
  DemoFolder folder_;
  ProgressBoard board_;
  std::string said_;
  int done_ = -1;
  std::chrono::steady_clock::time_point moved_;
};

}  // namespace storyreel::commands
