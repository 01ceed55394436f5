#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "daemon/runtime/time.hpp"

/// Reading of JSON members with messages that name them. For parse*.cpp only.
namespace storyreel::notion {

/// One parsed document; elements live as long as it does.
class Document {
 public:
  /// Throws Error for anything but one JSON object of at most 64 levels.
  explicit Document(const std::string& json);

  simdjson::dom::object root() const { return root_; }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::object root_;
};

/// A JSON object with its place in the reply, for messages.
class Reader {
 public:
  Reader(simdjson::dom::object object, std::string place);

  /// Throws Error unless "object" says `type`.
  void expect(std::string_view type) const;

  /// nullopt: absent or null.
  std::optional<simdjson::dom::element> find(std::string_view key) const;

  std::string need_text(std::string_view key) const;
  /// A Notion id, which may stand in a URL's path.
  std::string need_id(std::string_view key) const;
  std::string text(std::string_view key) const;  ///< blank: absent or null
  Time need_time(std::string_view key) const;
  bool flag(std::string_view key) const;  ///< false: absent or null
  std::optional<Reader> child(std::string_view key) const;
  Reader need_child(std::string_view key) const;
  std::optional<simdjson::dom::array> list(std::string_view key) const;
  /// An element of one of its lists.
  Reader at(simdjson::dom::element element, std::string_view key) const;

  simdjson::dom::object object() const { return object_; }
  const std::string& place() const { return place_; }
  [[noreturn]] void fail(std::string_view key, std::string_view what) const;

 private:
  simdjson::dom::object object_;
  std::string place_;
};

/// The plain text of a rich text list, and whether it has as many mentions as Notion returns.
struct PlainText {
  std::string text;
  bool truncated = false;
};
PlainText plain_text(const Reader& owner, std::string_view key);

}  // namespace storyreel::notion
