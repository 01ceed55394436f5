#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/runtime/time.hpp"

/// Rows of the record: the truth, which is backed up. Ids are UUIDs; empty means none.
namespace storyreel::cache {

/// What a video's Status says. The words are in cache/words.hpp.
enum class VideoStatus {
  fresh,  ///< "New"
  ingesting,
  scripting,
  awaiting_approval,
  generating,
  rendering,
  complete,
  paused,
  failed,
};

/// What a row's Status says.
enum class ItemStatus { pending, processing, image_generated, complete };

/// A video: one page of the Videos database.
struct Video {
  std::string id;
  std::string page_id;
  // The user's side, written by notion/pull.
  std::string title;
  std::string url;  ///< YouTube URL
  bool approved = false;
  bool paused = false;   ///< the user set Paused
  bool trashed = false;  ///< also when the page is gone or not shared any more
  /// The script in the page: paragraphs separated by blank lines, headings as "# Heading".
  std::string body;
  Time changed_at{};  ///< when title, url or body were last seen to change
  // What the site says of the video at `url`, written by pipeline/work. Empty: it does not say.
  std::string read_url;         ///< the URL that was read; empty: none yet
  std::optional<Time> read_at;  ///< when it was read last
  std::string site_id;          ///< the site's own id of the video
  std::string site_title;
  std::string channel;
  std::optional<double> duration;  ///< seconds
  std::optional<std::int64_t> views;
  std::string published;  ///< "2026-11-21"
  // Scripts for a page without one, as its body would hold them.
  std::string transcript;  ///< what is said in the video at `read_url`
  std::string written;     ///< by the text provider
  // The daemon's side, written by pipeline/work.
  std::string
      taken_body;  ///< SHA-256 of the script that the rows were filled from; empty: none yet
  VideoStatus status = VideoStatus::fresh;
  int total = 0;
  int completed = 0;
  double progress = 0;  ///< 0…1
  std::string error;
  /// Dollars: of what is still to be bought, until it is approved; nullopt: nothing, or not known.
  std::optional<double> estimated_cost;
  std::optional<double> cost;  ///< of what was bought; nullopt likewise
  std::string film;            ///< artifact key of the last verified film
  std::string render;          ///< link to it
  /// Raised by every change of the video, its items, fills and candidates.
  std::int64_t revision = 0;
  std::int64_t pushed = 0;  ///< revision that Notion shows
  Time created_at{};

  bool operator==(const Video&) const = default;
};

/// Whether a row is to stand in Notion.
enum class ItemState {
  live,
  dropped,  ///< by us: its sentence left the body; its page is to be trashed
  trashed,  ///< by the user, or dropped and done: never comes back by itself
};

/// A part of a video, in a tree: a sentence now; tracks, pictures, scenes, shots later.
struct Item {
  std::string id;
  std::string video_id;
  std::string parent_id;
  std::string kind = "sentence";
  double position = 0;  ///< order among its siblings; Sentence Number is the rank, 1…N
  std::string page_id;  ///< empty: its row is still to be created
  ItemState state = ItemState::live;
  std::string text;     ///< Script Text as Notion shows it, or as it is to be filled
  std::string source;   ///< the sentence of the body it was filled from; empty: a user's row
  int ordinal = 0;      ///< that sentence's place in the script as it was last taken, from 1
  std::string section;  ///< the heading above that sentence; empty: that of the row before it
  /// A user edited text, prompt or number, or trashed it: the body no longer changes it.
  bool touched = false;
  int take = 0;  ///< raised when a user asks for another picture
  ItemStatus status = ItemStatus::pending;
  int words = 0;
  std::string picture_link;
  /// What Image and the row's cover show: the name of a publication, which is uploaded for it
  /// (cache/hosting.hpp), or a link.
  std::string image{};
  std::string error;
  Time changed_at{};  ///< when text or prompt were last seen to change
  Time created_at{};

  bool operator==(const Item&) const = default;
};

/// A property that we fill in for the user. `owner_id` is a video's or an item's.
/// In force is `theirs` when there, else `ours`.
struct Fill {
  std::string owner_id;
  std::string property;  ///< our name of it: "Image Prompt"
  std::string ours;      ///< what we would show
  std::string inputs;    ///< hash of what `ours` was made from
  std::string wrote;     ///< what we last wrote and saw taken; while Notion shows it, it is ours
  std::optional<std::string> theirs;  ///< what the user put in its place

  const std::string& value() const { return theirs ? *theirs : ours; }

  bool operator==(const Fill&) const = default;
};

/// Something made for an item, one of which is selected per kind.
struct Candidate {
  std::string id;
  std::string item_id;
  std::string kind;  ///< "picture", "voice"; later "track", "clip"
  std::string parent_id;
  int iteration = 0;
  int variant = 0;
  int take = 0;
  std::string artifact;  ///< key
  bool selected = false;
  Time created_at{};

  bool operator==(const Candidate&) const = default;
};

/// A finished, verified file in the store, named by the hash of its inputs.
struct Artifact {
  std::string key;   ///< 64 hexadecimal digits
  std::string kind;  ///< "picture", "voice", "sound", "body", "join", "film"
  std::string file;  ///< relative to the store: "ab/abcd….jpg"
  std::int64_t bytes = 0;
  std::string sha256;  ///< of the content
  std::string meta;    ///< JSON: what later stages need to know of it (durations, sizes)
  milliseconds took{};
  Time made_at{};

  bool operator==(const Artifact&) const = default;
};

/// Work that did not succeed yet, or that somebody else (a provider) is doing. At most one for
/// an owner and stage. Finished work has no job: its artifact says so. A video with a job of the
/// stage "halt" stands still, and shows its error, until a user sets Status to New; with "absence",
/// until it is known which rows the user took away. One with "adopt" is nobody's yet: what it had
/// in Notion before this record is looked for. One with "body" was approved, and makes nothing
/// until the body as it was then is in the rows.
struct Job {
  std::string owner_id;  ///< item or video
  std::string stage;     ///< "illustrate", "speak", …
  std::string key;       ///< of the artifact it would make; another key starts afresh
  int attempts = 0;
  std::string error;         ///< what the person reads
  std::optional<Time> next;  ///< when it is tried again; nullopt: when something changes
  std::string provider_job;  ///< the provider's own id, committed before waiting
  Time started_at{};

  bool operator==(const Job&) const = default;
};

/// A create that was begun. Committed before the POST; removed in the transaction that records the
/// new id. One found at start, or after an unclear outcome, is looked for before it is repeated.
struct Intent {
  std::string id;
  std::string kind;      ///< "videos", "details", "row", "video", "view", "film"; "name": no create
  std::string owner_id;  ///< what is waiting for the new id: video or item; empty for the studio's
  std::string parent_id;  ///< Notion id of the page or data source it is created in
  std::string likeness;   ///< JSON of what the new object will look like; the name
  Time created_at{};

  bool operator==(const Intent&) const = default;
};

/// A link that was given out: /media/<name>. Never changes what it shows.
struct Publication {
  std::string name;  ///< long and random, with the file's extension
  std::string artifact;
  Time created_at{};

  bool operator==(const Publication&) const = default;
};

}  // namespace storyreel::cache
