#include "daemon/commands/director.hpp"

#include <iostream>
#include <string_view>
#include <utility>

#include "cache/repository.hpp"
#include "daemon/commands/status_report.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/stages/render.hpp"

namespace storyreel::commands {

/// sample.txt: Hans Christian Andersen's tale of 1835 in a nineteenth-century translation.
extern const std::string_view file_sample_txt;

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kTitle = "The Real Princess";
constexpr int kSomeVideoFailed = 3;
constexpr milliseconds kLook{200};
constexpr std::chrono::minutes kPatience{10};

bool is_over(const SeenVideo& seen) {
  return seen.status == "Failed" || (seen.status == "Complete" && !seen.render.empty());
}

bool waits_for_a_tick(const SeenVideo& seen) {
  return seen.status == "Awaiting Approval" && !seen.approved;
}

std::filesystem::path file_of(cache::Database& database, const pipeline::Store& store,
                              const std::string& key) {
  const auto artifact = cache::artifacts::find(database, key);
  return artifact ? store.path(*artifact) : std::filesystem::path();
}

std::string elapsed(Clock::duration took) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(took).count();
  const std::string rest = std::to_string(seconds % 60) + " s";
  return seconds < 60 ? rest : std::to_string(seconds / 60) + " min " + rest;
}

}  // namespace

Director::Director(App& app, HttpClient& http, const workspace::Workspace& workspace,
                   DemoFolder folder)
    : app_(app),
      person_(http, workspace.url(), workspace.person_token()),
      web_page_(workspace.page_url()),
      folder_(std::move(folder)),
      board_(std::cout, on_terminal()),
      moved_(Clock::now()) {}

Task<int> Director::run() {
  const auto begun = Clock::now();
  board_.say("the workspace's web page: " + web_page_);
  const std::string page_id = co_await sample_video();
  const SeenVideo seen = co_await follow(page_id);
  if (seen.status == "Failed") {
    std::cerr << "storyreel: \"" << kTitle << "\" failed: " << seen.error << '\n';
    co_return kSomeVideoFailed;
  }
  const Standing made = co_await standing(page_id);
  place(made.film, folder_.film());
  place(made.subtitles, folder_.subtitles());
  std::cout << "\nready after " << elapsed(Clock::now() - begun) << "\n\n  film        "
            << folder_.film().string() << "\n  subtitles   " << folder_.subtitles().string()
            << "\n  web page    " << web_page_ << "\n  status log  " << folder_.log().string()
            << std::endl;
  co_return 0;
}

Task<std::string> Director::sample_video() {
  while (!app_.ready()) co_await sleep_for(kLook);
  const auto videos = co_await app_.cache().read(cache::bases::videos);
  if (!videos) throw Error("the workspace has no Videos database, though it was set up");
  const auto known = co_await person_.find(videos->source_id, kTitle);
  if (known) co_return *known;
  board_.say(std::string("adding the video \"") + kTitle + "\"");
  const std::string script(file_sample_txt);
  co_return co_await person_.add(videos->source_id, kTitle, script);
}

Task<SeenVideo> Director::follow(std::string page_id) {
  SeenVideo seen = co_await person_.look(page_id);
  if (is_over(seen)) board_.say("everything is made already");
  while (!is_over(seen)) {
    const Standing now = co_await standing(page_id);
    show(now);
    expect_movement(now);
    if (waits_for_a_tick(seen)) {
      co_await person_.approve(page_id);
      board_.say("the script stands; ticking Script Approved, as a person would");
    }
    co_await sleep_for(kLook);
    seen = co_await person_.look(page_id);
  }
  const Standing last = co_await standing(page_id);
  show(last);
  co_return seen;
}

Task<Director::Standing> Director::standing(std::string page_id) {
  co_return co_await app_.cache().read([this, page_id](cache::Database& database) {
    const auto video = cache::videos::find_by_page(database, page_id);
    if (!video) return Standing{};
    const auto known = report(database, *video);
    Standing standing{.stages = stages(known.stages),
                      .trouble = known.rows.empty() ? video->error : known.rows.front().error,
                      .film = file_of(database, app_.store(), video->film),
                      .subtitles = file_of(database, app_.store(),
                                           pipeline::companion_key(video->film, "subtitles"))};
    for (const auto& stage : known.stages) standing.done += stage.done;
    return standing;
  });
}

void Director::show(const Standing& standing) {
  board_.show(standing.stages);
  if (standing.trouble == said_) return;
  said_ = standing.trouble;
  if (!said_.empty()) board_.say("! " + said_);
}

void Director::expect_movement(const Standing& standing) {
  if (std::exchange(done_, standing.done) != standing.done) moved_ = Clock::now();
  if (Clock::now() - moved_ < kPatience) return;
  throw Error("nothing has moved for ten minutes" + (standing.trouble.empty()
                                                         ? "; see " + folder_.log().string()
                                                         : ": " + standing.trouble));
}

}  // namespace storyreel::commands
