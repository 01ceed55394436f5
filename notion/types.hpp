#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/runtime/time.hpp"

/// Notion's objects, as far as they are used. Unknown fields and types are left out of them.
namespace storyreel::notion {

/// A choice of a select, or anything else that has just an id and a name.
struct Option {
  std::string id;
  std::string name;
};

/// A property's value on a page.
struct Property {
  std::string id;
  std::string type;
  std::string text;     ///< canonical (notion/value.hpp); blank for types that are not used
  std::string address;  ///< where the first of its files is, for an hour where Notion keeps it
  std::vector<Option> options;  ///< the choices that stand there: select, status, multi_select
  bool truncated = false;       ///< Notion cut it at 25 references: `text` is not the whole
};

/// A page, which may be a database's row.
struct Page {
  std::string id;
  Time created_time{};
  std::string created_by;
  Time last_edited_time{};
  std::string last_edited_by;
  bool in_trash = false;
  std::string parent_id;  ///< data source, page or block that it stands in; blank: the workspace
  std::string url;
  std::map<std::string, Property> properties;  ///< by name
};

/// A block of a page's body.
struct Block {
  std::string id;
  std::string type;
  Time created_time{};
  std::string created_by;
  bool has_children = false;
  bool in_trash = false;
  std::string text;  ///< its plain text; the title of a child page or database
  std::string file;  ///< what a video shows, as a files value (notion/value.hpp)
};

/// A database: a container of data sources.
struct Database {
  std::string id;
  std::string title;
  std::string url;
  std::string parent_id;
  bool in_trash = false;
  std::vector<Option> sources;
};

/// A property's schema in a data source.
struct SourceProperty {
  std::string id;
  std::string name;
  std::string type;
  std::vector<Option> options;
};

/// A data source: the table with its schema.
struct Source {
  std::string id;
  std::string database_id;
  bool in_trash = false;
  std::vector<SourceProperty> properties;
};

/// A view of a database; one that is listed has its id only.
struct View {
  std::string id;
  std::string name;
  std::string type;
  std::string source_id;
  std::string created_by;
  std::string last_edited_by;
  bool arranged = false;  ///< it has a filter or sorts
};

/// Who a token acts as.
struct User {
  std::string id;
  std::string name;
  std::optional<std::int64_t> most_upload;  ///< bytes of a file that its workspace takes
};

/// A file on its way to Notion.
struct FileUpload {
  std::string id;
  std::string status;  ///< "pending", "uploaded", "expired", "failed"
};

/// One page of a list. `incomplete`: Notion's cap on results was reached, so that what is missing
/// means nothing.
template <class T>
struct List {
  std::vector<T> results;
  bool has_more = false;
  std::string next_cursor;
  bool incomplete = false;
};

/// The body of an error reply; blank where it says nothing (it may be HTML from a proxy).
struct Failure {
  std::string code;
  std::string message;
  std::string request_id;
  std::string committed_id;  ///< the write was saved all the same, as this object
  std::string rate_limit_reason;
};

}  // namespace storyreel::notion
