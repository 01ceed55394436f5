#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/notion/model_world.hpp"

/// What people said last, and what must therefore stand in Notion once all is at rest. Written from
/// the contract: it knows of no cache and no loop, but that an edit is seen by the next poll.
namespace storyreel::test {

/// How often something was asked for; a range where a poll may or may not have seen it.
struct Asked {
  int least = 0;
  int most = 0;
  bool open = false;  ///< asked since the last poll
  bool sure = false;  ///< nothing else happened that could make it anything but an ask
};

/// A row of a details database.
struct RowWord {
  std::string page;  ///< blank: not seen yet
  std::string text;
  std::optional<std::string> prompt;  ///< the user's own
  std::string note;                   ///< a property of the user's
  std::string sentence;               ///< of the body; blank: a row of the user's
  bool touched = false;
  bool trashed = false;
  bool trash_seen = false;  ///< when all was at rest, it was trashed
  std::string ours;         ///< the prompt that we wrote for this text; blank: not known
  Asked takes;
  double held = 0;      ///< the number it showed when all was at rest; 0: it is no sentence
  bool loose = false;   ///< it may stand anywhere
  bool edited = false;  ///< since all was at rest
  bool fresh = false;   ///< a prompt was what touched it first, and no poll saw that yet
};

/// A row whose place was asked for and not seen by a poll yet.
struct MoveWord {
  std::string page;
  std::optional<double> number;
  std::string behind;  ///< page of its original
};

/// A video.
struct FilmWord {
  std::string page;
  cache::Values words;                           ///< user-owned properties by name
  cache::Values theirs;                          ///< fills that the user overwrote
  std::vector<std::string> body;                 ///< sentences that stand in the page
  std::vector<std::vector<std::string>> drafts;  ///< what stood there since all was at rest
  std::optional<std::size_t> owed;               ///< approved at that draft: it or a later one
  std::vector<std::string> taken;                ///< those that the rows follow
  std::vector<RowWord> rows;                     ///< in order; trashed ones keep their place
  std::vector<MoveWord> moves;                   ///< not seen by a poll yet
  std::set<std::string> gone;                    ///< rows that are to be in the trash for good
  std::optional<std::string> named;              ///< the user's name of the details database
  std::string details_id;                        ///< put into the trash since all was at rest
  unsigned versions = 0;                         ///< of its sentences, so far
  std::size_t own_databases = 0;                 ///< in the page, and none of ours
  std::map<std::string, std::string> strangers;  ///< rows of the user's other data sources
  bool approved = false;
  bool weighed = false;  ///< approval was changed since all was at rest
  bool paused = false;
  bool trashed = false;
  bool details_trashed = false;
  bool hidden = false;    ///< not shared with the daemon
  bool calm = false;      ///< numbers are as they were when all was at rest
  bool stirred = false;   ///< something about the video changed since
  bool shuffled = false;  ///< rows may stand in any order
  int body_edits = 0;     ///< since all was at rest
  bool noted = false;     ///< its rows have the user's property
  bool renamed = false;   ///< a property or option of its rows has another name
  bool copied = false;    ///< a duplicate: whose its fills are is not said

  bool reachable() const { return !trashed && !details_trashed; }

  RowWord* row(const std::string& page_id);
  /// The row that has no page yet and says that; of those that say the same, the one with that
  /// prompt. Null: there is none.
  RowWord* unmet(const std::string& text, const std::string& prompt);
  std::size_t standing() const;  ///< rows that aren't trashed
};

struct Model {
  std::vector<FilmWord> films;
  unsigned ideas = 0;  ///< sentences thought of so far

  FilmWord* film(const std::string& page_id);
};

/// The rows follow a body: unchanged sentences keep theirs, a new one stands behind the one before
/// it, what the user touched stays.
void follow_body(FilmWord& film, std::vector<std::string> body);

/// A page with that text that the model does not know: a sentence that left the body and came back
/// has another page, and its old one goes.
void forget_replaced(FilmWord& film, const std::string& text);

/// What was asked for since the last poll, all at once: "before the row that now holds k".
void take_moves(FilmWord& film);

/// Those moves may be seen one by one or not at all: their rows' places are no longer known.
void loosen_moves(FilmWord& film);

/// A poll saw everything.
void polled(Model& model);

}  // namespace storyreel::test
