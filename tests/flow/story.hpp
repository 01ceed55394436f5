#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/array.hpp>

#include "tests/flow/studio.hpp"
#include "tests/flow/traffic.hpp"

namespace storyreel::test {

/// What goes wrong while a story is told.
struct Weather {
  std::string name = "fair";
  boost::json::array rules = {};  ///< of /_control/faults
  std::uint64_t seed = 1;
  milliseconds lag{0};
  bool stops = false;  ///< says what a daemon stops for, such as that what is there is not
};

/// A short life of a studio: two videos from script to film, and what people do to them on the
/// way. Each chapter begins when what the one before leads to stands in Notion, so that every
/// telling comes to the same end. Many are told at once: each is a look at a time.
class Story {
 public:
  /// `end`: what is shown then; empty: whatever comes to rest.
  Story(Weather weather, std::vector<std::string> end);

  /// Looks, and goes on where it can; false when the story is over.
  bool look();

  const Weather& weather() const { return weather_; }
  /// What was not as it should be; empty: it ended well.
  const std::vector<std::string>& complaints() const { return complaints_; }
  /// What was shown at the end.
  const std::vector<std::string>& end() const { return end_; }
  const Traffic& requests() const { return requests_; }
  /// Where its files are: "weather.json" has the rules.
  std::filesystem::path folder() const { return studio_.path(""); }
  /// Takes the folder of one that ended well away.
  void forget();

 private:
  struct Chapter;
  static const std::vector<Chapter>& chapters();

  void begin_chapter();
  bool keep_running();
  void give_up();

  void begin_studio();
  bool studio_stands();
  void write_scripts();
  bool scripts_filled();
  void edit_body();
  bool body_taken();
  void rename_video();
  bool details_renamed();
  void trash_row();
  bool row_gone();
  void edit_row();
  bool prompt_followed();
  void move_row();
  bool row_moved();
  void approve();
  bool films_made();
  void ask_again();
  bool picture_renewed();
  void clear_up();
  bool at_rest();
  void restart();
  bool stays_quiet();

  bool rows_are(const std::string& video, const std::vector<std::string>& texts);
  std::string shown_in(const std::string& page, const std::string& property);

  Weather weather_;
  std::vector<std::string> end_;
  Studio studio_;
  std::optional<Program> daemon_;
  std::size_t chapter_ = 0;
  std::chrono::steady_clock::time_point deadline_{};
  int restarts_ = 0;
  int writes_ = 0;   ///< before the new start
  int queries_ = 0;  ///< likewise
  std::string alpha_, beta_;
  std::vector<ShownPage> rows_;
  Traffic requests_;
  std::vector<std::string> complaints_;
};

}  // namespace storyreel::test
