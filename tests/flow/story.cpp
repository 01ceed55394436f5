#include "tests/flow/story.hpp"

#include <algorithm>
#include <csignal>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/files.hpp"
#include "tests/flow/shown.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

// A chapter takes seconds; what is tried again after a minute, twice, still fits.
constexpr seconds kLongestChapter{180};
constexpr int kMostRestarts = 40;
constexpr int kQueries = 12;
constexpr int kUsage = 2;

const std::vector<std::string> kAlpha{"One came early.", "Two went home.", "Three stayed up.",
                                      "Four sang low."};
const std::vector<std::string> kBeta{"Five slept in.", "Six woke up."};

std::string script_of(const std::vector<std::string>& sentences) {
  std::string script;
  for (const auto& sentence : sentences) script += sentence + "\n";
  return script;
}

json::object title(const std::string& text) {
  return {{"title", rich_text(text)}};
}

std::string lag_to_wait_for(milliseconds lag) {
  return "\"" + std::to_string(lag.count() + 2000) + "ms\"";
}

// Links stay what they are when the daemon comes back at another port.
constexpr const char* kMedia = "[media]\npublic_url = \"http://127.0.0.1:9/media\"\n";

const Endpoint kQuery{"POST", "/v1/data_sources/{id}/query"};

int queries(const Traffic& requests) {
  const auto found = requests.asked().find(kQuery);
  return found == requests.asked().end() ? 0 : found->second;
}

}  // namespace

/// What people do, and what must come of it before the next.
struct Story::Chapter {
  const char* name;
  void (Story::*begin)();
  bool (Story::*over)();
};

const std::vector<Story::Chapter>& Story::chapters() {
  static const std::vector<Chapter> kList{
      {"the studio is made", &Story::begin_studio, &Story::studio_stands},
      {"scripts are filled", &Story::write_scripts, &Story::scripts_filled},
      {"the body is edited", &Story::edit_body, &Story::body_taken},
      {"the video is renamed", &Story::rename_video, &Story::details_renamed},
      {"a row is trashed", &Story::trash_row, &Story::row_gone},
      {"a row is edited", &Story::edit_row, &Story::prompt_followed},
      {"a row is moved", &Story::move_row, &Story::row_moved},
      {"the scripts are approved", &Story::approve, &Story::films_made},
      {"another take is asked for", &Story::ask_again, &Story::picture_renewed},
      {"all comes to rest", &Story::clear_up, &Story::at_rest},
      {"a new start finds nothing to do", &Story::restart, &Story::stays_quiet},
  };
  return kList;
}

Story::Story(Weather weather, std::vector<std::string> end)
    : weather_(std::move(weather)), end_(std::move(end)), studio_(kMedia) {
  studio_.configure("index_lag", lag_to_wait_for(weather_.lag));
  begin_chapter();
}

void Story::begin_chapter() {
  deadline_ = std::chrono::steady_clock::now() + kLongestChapter;
  (this->*chapters()[chapter_].begin)();
}

bool Story::look() {
  if (!complaints_.empty() || chapter_ == chapters().size()) return false;
  if (!keep_running()) return false;
  if ((this->*chapters()[chapter_].over)()) {
    if (!complaints_.empty() || ++chapter_ == chapters().size()) return false;
    begin_chapter();
  } else if (std::chrono::steady_clock::now() > deadline_) {
    give_up();
  }
  return complaints_.empty();
}

// What only a person can mend ends the daemon, and a person starts it again.
bool Story::keep_running() {
  if (daemon_->running()) return true;
  const int exit = daemon_->wait();
  if (exit == kUsage && weather_.stops && ++restarts_ <= kMostRestarts) {
    daemon_.emplace(studio_.daemon());
    return true;
  }
  complaints_ = {"the daemon ended with " + std::to_string(exit) + ": " + daemon_->output()};
  return false;
}

void Story::give_up() {
  const auto now = shown(studio_);
  if (chapters()[chapter_].over == &Story::at_rest) {
    complaints_ = lacking(end_, now, "is missing: ");
    std::ranges::move(lacking(now, end_, "is too much: "), std::back_inserter(complaints_));
  }
  std::ranges::move(unrest(studio_.path("state")), std::back_inserter(complaints_));
  complaints_.insert(complaints_.begin(), std::string("not in time: ") + chapters()[chapter_].name);
}

void Story::forget() {
  daemon_.reset();
  studio_.stop_workspace();
  std::filesystem::remove_all(folder());
}

std::string Story::shown_in(const std::string& page, const std::string& property) {
  return studio_.person().page(page).values[property];
}

/// Whether these rows stand, numbered and with prompts.
bool Story::rows_are(const std::string& video, const std::vector<std::string>& texts) {
  rows_ = studio_.sentences(video);
  if (rows_.size() != texts.size()) return false;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto& values = rows_[i].values;
    if (values["Sentence Number"] != std::to_string(i + 1)) return false;
    if (values["Script Text"] != texts[i] || values["Image Prompt"].empty()) return false;
  }
  return true;
}

void Story::begin_studio() {
  write_file(studio_.path("weather.json"), json::serialize(weather_.rules));
  set_lag(studio_, weather_.lag);
  set_faults(studio_, weather_.rules, weather_.seed);
  daemon_.emplace(studio_.daemon());
}

bool Story::studio_stands() {
  return !studio_.details(studio_.studio_page()).empty();
}

void Story::write_scripts() {
  alpha_ = studio_.add("Alpha", script_of(kAlpha));
  beta_ = studio_.add("Beta", script_of(kBeta));
}

bool Story::scripts_filled() {
  for (const auto& page : {alpha_, beta_}) {
    if (shown_in(page, "Status") != "Awaiting Approval") return false;
  }
  return rows_are(beta_, kBeta) && rows_are(alpha_, kAlpha);
}

void Story::edit_body() {
  const auto blocks = studio_.person().children(alpha_);
  const auto paragraph = std::ranges::find(
      blocks, "paragraph", [](const json::value& block) { return block.at("type").as_string(); });
  const auto second = std::string(std::next(paragraph)->at("id").as_string());
  const json::object text{{"rich_text", rich_text("Two flew to Rome.")}};
  studio_.person().call("PATCH", "/v1/blocks/" + second, json::object{{"paragraph", text}});
}

bool Story::body_taken() {
  return rows_are(alpha_, {kAlpha[0], "Two flew to Rome.", kAlpha[2], kAlpha[3]});
}

void Story::rename_video() {
  studio_.person().set(alpha_, {{"Title", title("Alpha again")}});
}

bool Story::details_renamed() {
  for (const auto& block : studio_.person().children(alpha_)) {
    if (block.at("type").as_string() != "child_database") continue;
    const auto& named = block.at("child_database").at("title").as_string();
    if (named == "Alpha again - Script Details") return true;
  }
  return false;
}

void Story::trash_row() {
  studio_.person().call("PATCH", "/v1/pages/" + rows_[3].id, json::object{{"in_trash", true}});
}

bool Story::row_gone() {
  return shown_in(alpha_, "Total Sentences") == "3" &&
         rows_are(alpha_, {kAlpha[0], "Two flew to Rome.", kAlpha[2]});
}

void Story::edit_row() {
  studio_.person().set(rows_[0].id, {{"Script Text", title("Nobody came at all.")}});
}

bool Story::prompt_followed() {
  const auto before = rows_[0].values["Image Prompt"];
  const auto after = shown_in(rows_[0].id, "Image Prompt");
  return !after.empty() && after != before;
}

void Story::move_row() {
  const auto& last = rows_[2].id;
  studio_.person().set(last, {{"Sentence Number", {{"number", 1}}},
                              {"Image Prompt", {{"rich_text", rich_text("A red door.")}}}});
}

bool Story::row_moved() {
  return rows_are(alpha_, {kAlpha[2], "Nobody came at all.", "Two flew to Rome."});
}

void Story::approve() {
  for (const auto& page : {alpha_, beta_}) studio_.approve(page);
}

bool Story::films_made() {
  return shown_in(alpha_, "Status") == "Complete" && shown_in(beta_, "Status") == "Complete" &&
         shown_in(rows_[1].id, "Status") == "Complete";
}

void Story::ask_again() {
  rows_ = studio_.sentences(alpha_);
  studio_.person().set(rows_[1].id, {{"Status", {{"select", {{"name", "Pending"}}}}}});
}

bool Story::picture_renewed() {
  const auto before = rows_[1].values["Generated Image URL"];
  return shown_in(rows_[1].id, "Generated Image URL") != before &&
         shown_in(alpha_, "Status") == "Complete";
}

void Story::clear_up() {
  set_faults(studio_, {}, 1);
  // What is compared in the end is read from lists.
  set_lag(studio_, milliseconds(0));
}

bool Story::at_rest() {
  if (!unrest(studio_.path("state")).empty()) return false;
  auto now = shown(studio_);
  if (!end_.empty() && now != end_) return false;
  if (studio_.logged({"views made"}) == 0) return false;
  end_ = std::move(now);
  return true;
}

void Story::restart() {
  requests_.look(studio_);
  daemon_->signal(SIGTERM);
  daemon_->wait(seconds(60));
  requests_.look(studio_);
  writes_ = requests_.writes();
  queries_ = queries(requests_);
  daemon_.emplace(studio_.daemon());
}

bool Story::stays_quiet() {
  requests_.look(studio_);
  if (requests_.writes() > writes_) complaints_ = {"the new start wrote to Notion"};
  const auto now = shown(studio_);
  if (now != end_) complaints_ = lacking(now, end_, "the new start led to: ");
  return queries(requests_) >= queries_ + kQueries;
}

}  // namespace storyreel::test
