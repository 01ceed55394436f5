#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/flow/studio.hpp"
#include "tests/support/series.hpp"

namespace storyreel::test {

/// A row as its people left it.
struct LeftRow {
  std::string page_id;
  std::string text;
  std::string prompt = {};  ///< blank: it is the daemon's
  bool touched = false;
  bool placed = false;  ///< somebody gave it its place
  int asks = 0;         ///< for another picture
};

/// A video as its people left it. They write its body until its rows stand, and work on the rows
/// from then on.
struct LeftVideo {
  std::string page_id;
  std::string title;
  std::string source = {};  ///< of its rows, once they stand
  std::vector<std::string> blocks = {};
  std::vector<std::string> sentences = {};
  std::vector<LeftRow> rows = {};
  std::vector<LeftRow> trashed = {};
  std::string shown_title = {};  ///< Optimized Title; blank: it is the daemon's
  bool approved = false;

  bool on_rows() const { return !source.empty(); }
};

/// People who do at random what people do to their videos, and remember what they left.
class People {
 public:
  People(Studio& studio, std::uint64_t seed) : studio_(studio), dice_(seed) {}

  /// One of them does something. `alone`: no daemon runs, so that what both may write can't cross
  /// within a round trip.
  void act(bool alone);

  /// They have rows of all their videos and approve them all; false when they don't stand yet.
  bool finish();

  const std::vector<LeftVideo>& videos() const { return videos_; }
  /// What they did, a line each.
  const std::vector<std::string>& diary() const { return diary_; }

 private:
  struct Deed;
  static const std::vector<Deed>& deeds();

  bool add_video(LeftVideo&);
  bool edit_sentence(LeftVideo&);
  bool append_sentence(LeftVideo&);
  bool remove_sentence(LeftVideo&);
  bool turn_to_rows(LeftVideo&);
  bool rename(LeftVideo&);
  bool approve(LeftVideo&);
  bool take_approval_back(LeftVideo&);
  bool title_film(LeftVideo&);
  bool edit_text(LeftVideo&);
  bool edit_prompt(LeftVideo&);
  bool ask_again(LeftVideo&);
  bool trash_row(LeftVideo&);
  bool restore_row(LeftVideo&);
  bool add_row(LeftVideo&);
  bool duplicate_row(LeftVideo&);
  bool number_row(LeftVideo&);
  bool move_row(LeftVideo&);

  std::string new_sentence();
  LeftRow& any_row(LeftVideo& video) { return video.rows[dice_.below(video.rows.size())]; }
  std::string make_row(const LeftVideo& video, boost::json::object properties);
  void set(const std::string& page_id, const char* property, boost::json::object value);
  void patch(const std::string& path, boost::json::object body);

  Studio& studio_;
  Dice dice_;
  int serial_ = 0;
  std::vector<LeftVideo> videos_;
  std::vector<std::string> diary_;
};

}  // namespace storyreel::test
