#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "notion/desk.hpp"
#include "tests/notion/studio.hpp"

namespace storyreel::test {

/// A studio whose one video, "Film", has a row in Notion for each sentence.
struct Filled : Studio {
  explicit Filled(const std::vector<std::string>& sentences = {"One", "Two", "Three"});

  std::string row(std::size_t index = 0) { return items().at(index).page_id; }
  cache::Base details();
  cache::Fill prompt(const std::string& item_id);
  /// Of the rows that stand, with a space behind each.
  std::string texts();
  notion::Desk desk();

  /// As the pipeline sets them.
  void set_status(cache::VideoStatus status);
  void set_status(cache::ItemStatus status, std::size_t index = 0);
  void set_prompt(const std::string& ours, std::size_t index = 0);
  void drop(std::size_t index);

  /// A person adds a row.
  std::string add_row(const boost::json::object& properties);
  /// A person duplicates one.
  std::string duplicate(const std::string& page_id);
  void clear_url();
  void rename(const std::string& title);
  /// A person changes the properties of a data source.
  void change(const std::string& source_id, const boost::json::object& properties);

  std::string page;
};

/// Properties of a page, as a request has them.
boost::json::object rich(const char* property, const std::string& text);
boost::json::object script_text(const std::string& text);
boost::json::object number(double value);
boost::json::object select(const char* status);

}  // namespace storyreel::test
