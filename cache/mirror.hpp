#pragma once

#include <map>
#include <optional>
#include <string>

#include "cache/records.hpp"
#include "daemon/runtime/time.hpp"

/// Rows of the mirror: what Notion showed last. It can be dropped and rebuilt from Notion.
namespace storyreel::cache {

/// Values of a page by our name of the property, each as its canonical text (notion/value.hpp).
using Values = std::map<std::string, std::string>;

/// A database that we work in, with its (first) data source.
struct Base {
  std::string source_id;  ///< data source; the key
  std::string database_id;
  std::string binding;      ///< "videos" or "details"
  std::string video_id;     ///< whose details; empty for Videos
  std::string title;        ///< as Notion shows it
  std::string wrote_title;  ///< as we last named it; another title is the user's choice
  std::string url;
  std::map<std::string, std::string> property_ids;  ///< our name of a property → Notion's id
  std::optional<Time> watermark;  ///< newest last_edited_time that a complete query has shown
  std::optional<Time> swept_at;   ///< last complete scan of all rows
  std::string schema_error;       ///< what is wrong with its properties; empty: nothing
  std::optional<Time> schema_at;  ///< when they were last looked at for that

  bool operator==(const Base&) const = default;
};

/// What decides when a details database is looked at.
struct Details {
  std::string source_id;
  std::string video_id;
  VideoStatus status = VideoStatus::fresh;
  Time edited_at{};  ///< our clock, when its video or the video's page was last seen to change
  std::optional<Time> swept_at;
};

/// A row of a base.
struct Page {
  std::string page_id;
  std::string source_id;
  Time created_time{};
  std::string created_by;
  Time last_edited_time{};
  std::string last_edited_by;  ///< blank: not there any more, while no user had touched its row
  bool in_trash = false;
  Values values;
  std::string body_hash;    ///< of the blocks last read; empty: not read
  std::string body_blocks;  ///< ids of its blocks of text then, with spaces between
  Time seen_at{};           ///< our clock, when this content was first seen
  Values sent{};            ///< what was sent to it and not seen there since

  bool operator==(const Page&) const = default;
};

}  // namespace storyreel::cache
