#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace storyreel::commands {

/// How far one thing is.
struct Stage {
  std::string name;
  double share = 0;    ///< 0…1
  std::string detail;  ///< "12/24"
};

/// "━━━━━━────" of `width` characters.
std::string bar(double share, int width);

/// One line: name, bar, detail.
std::string stage_line(const Stage& stage);

/// Stages for people who wait: bars redrawn in place on a terminal, otherwise a plain line
/// whenever a stage is another quarter further.
class ProgressBoard {
 public:
  ProgressBoard(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}

  void show(const std::vector<Stage>& stages);

  /// Prints a line above the bars.
  void say(const std::string& line);

 private:
  void redraw(const std::vector<Stage>& stages);
  void print_news(const std::vector<Stage>& stages);

  std::ostream& out_;
  bool terminal_;
  std::vector<Stage> shown_;
  std::map<std::string, int> quarters_;
};

/// Whether standard output is a terminal that can move its cursor.
bool on_terminal();

}  // namespace storyreel::commands
