#include "tests/flow/left.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "cache/repository.hpp"
#include "tests/flow/artifacts.hpp"
#include "tests/flow/shown.hpp"

namespace storyreel::test {
namespace {

using Lines = std::vector<std::string>;

std::string text(const boost::json::value& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

/// One video against what stands.
class Comparison {
 public:
  Comparison(Studio& studio, const LeftVideo& video) : studio_(studio), video_(video) {}

  Lines run() {
    compare_video();
    compare_details();
    compare_rows();
    compare_order();
    for (const auto& row : video_.trashed) {
      const auto page = studio_.person().call("GET", "/v1/pages/" + row.page_id);
      if (!page.at("in_trash").as_bool()) complain("is back: " + row.text);
    }
    return std::move(lines_);
  }

 private:
  void complain(const std::string& what) { lines_.push_back(video_.title + ": " + what); }

  void expect(Row& shown, const std::string& property, const std::string& wanted) {
    if (shown[property] == wanted) return;
    complain(property + " is \"" + shown[property] + "\", not \"" + wanted + "\"");
  }

  void compare_video() {
    auto shown = studio_.person().page(video_.page_id).values;
    const auto count = std::to_string(video_.rows.size());
    expect(shown, "Title", video_.title);
    expect(shown, "Status", "Complete");
    expect(shown, "Error", "");
    expect(shown, "Total Sentences", count);
    expect(shown, "Completed Sentences", count);
    if (!video_.shown_title.empty()) expect(shown, "Optimized Title", video_.shown_title);
    if (shown["Optimized Title"].empty()) complain("has no Optimized Title");
    if (shown["Render"].empty()) complain("has no film");
  }

  void compare_details() {
    int count = 0;
    for (const auto& block : studio_.person().children(video_.page_id)) {
      if (text(block, "type") != "child_database" || block.at("in_trash").as_bool()) continue;
      ++count;
      const auto name = text(block.at("child_database"), "title");
      if (name != video_.title + " - Script Details") complain("has details named " + name);
    }
    if (count != 1) complain("has " + std::to_string(count) + " details databases");
  }

  void compare_rows() {
    rows_ = studio_.sentences(video_.page_id);
    for (auto& shown : rows_) {
      const auto row = std::ranges::find(video_.rows, shown.id, &LeftRow::page_id);
      if (row == video_.rows.end()) {
        complain("has one too many: " + shown.values["Script Text"]);
      } else {
        compare_row(*row, shown.values);
      }
    }
    for (const auto& row : video_.rows) {
      if (std::ranges::find(rows_, row.page_id, &ShownPage::id) == rows_.end()) {
        complain("lost " + row.text);
      }
    }
  }

  void compare_row(const LeftRow& row, Row& shown) {
    expect(shown, "Script Text", row.text);
    expect(shown, "Status", "Complete");
    expect(shown, "Error", "");
    if (!row.prompt.empty()) expect(shown, "Image Prompt", row.prompt);
    if (shown["Image Prompt"].empty()) complain("has no prompt: " + row.text);
    const auto words = std::ranges::count(row.text, ' ') + 1;
    expect(shown, "Word Count", std::to_string(words));
    if (shown["Image"].empty()) complain("has no picture: " + row.text);
  }

  /// Numbers 1…N, and whatever nobody placed in the order it had.
  void compare_order() {
    std::vector<std::string> left, stand;
    for (const auto& row : video_.rows) {
      if (!row.placed) left.push_back(row.page_id);
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      expect(rows_[i].values, "Sentence Number", std::to_string(i + 1));
      if (std::ranges::find(left, rows_[i].id) != left.end()) stand.push_back(rows_[i].id);
    }
    if (stand != left) complain("has its rows in another order");
  }

  Studio& studio_;
  const LeftVideo& video_;
  std::vector<ShownPage> rows_;
  Lines lines_;
};

/// What the record says of a row that Notion can't show.
void compare_record(Lines& lines, cache::Database& database, const LeftRow& row) {
  const auto item = cache::items::find_by_page(database, row.page_id);
  if (!item) return lines.push_back("the record does not know " + row.text);
  if (item->touched && !row.touched) lines.push_back("nobody touched " + row.text);
  if (item->take > row.asks) {
    lines.push_back("take " + std::to_string(item->take) + " was not asked for: " + row.text);
  }
  const auto prompt = cache::fills::find(database, item->id, "Image Prompt");
  const bool theirs = prompt && prompt->theirs;
  if (theirs && row.prompt.empty()) lines.push_back("a prompt was taken for theirs: " + row.text);
}

/// A provider that is called again for a key it has answered writes a line too many. One too few is
/// a kill between the commit and the line.
void count_made(Lines& lines, Studio& studio, const std::string& kind) {
  int recorded = 0;
  for (const auto& [key, stored] : artifacts(studio.path("state"))) recorded += stored.kind == kind;
  const int told = studio.logged({kind + " made"});
  if (told <= recorded) return;
  lines.push_back(std::to_string(told) + " times " + kind + " made, of " +
                  std::to_string(recorded) + " kept");
}

}  // namespace

Lines violations(Studio& studio, const std::vector<LeftVideo>& videos) {
  const auto state = studio.path("state");
  auto lines = unrest(state);
  std::ranges::move(damage(state), std::back_inserter(lines));
  auto database = cache::open_read_only(state / "storyreel.db");
  for (const auto& video : videos) {
    std::ranges::move(Comparison(studio, video).run(), std::back_inserter(lines));
    for (const auto& row : video.rows) compare_record(lines, *database, row);
  }
  if (studio.person().rows(studio.videos()).size() != videos.size()) {
    lines.emplace_back("there is another number of videos");
  }
  for (const auto* kind : {"picture", "voice"}) count_made(lines, studio, kind);
  return lines;
}

}  // namespace storyreel::test
