#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include "daemon/runtime/http_client.hpp"

namespace storyreel::test {

/// A page's property values as plain text, by name: numbers as they are written, check boxes as
/// "true" or "false", the first file's URL, names of a multi_select with commas between.
using Row = std::map<std::string, std::string>;

/// A page and what it shows.
struct ShownPage {
  std::string id;
  Row values;
};

/// Notion's API as somebody with a token speaks it. Blocks.
class Api {
 public:
  /// With the `page_key` of a local workspace it speaks as the person at the web page, whom no
  /// fault and no rate limit ever meets.
  Api(std::string url, std::string token, std::string page_key = {})
      : url_(std::move(url)), token_(std::move(token)), page_key_(std::move(page_key)) {}

  /// Throws with the body of any answer but 200.
  boost::json::value call(std::string method, std::string path, boost::json::value body = nullptr);

  /// Any URL, with these headers; whatever it answers.
  HttpResponse get(std::string url, std::vector<std::pair<std::string, std::string>> headers = {});

  ShownPage page(const std::string& id);
  /// All rows of a data source, in order of creation.
  std::vector<ShownPage> rows(const std::string& source_id);
  void set(const std::string& page_id, boost::json::object properties);
  std::vector<boost::json::value> children(const std::string& block_id);

 private:
  boost::asio::io_context loop_{1};
  HttpClient http_{loop_.get_executor()};
  std::string url_;
  std::string token_;
  std::string page_key_;
};

boost::json::array rich_text(std::string_view text);
/// Paragraph blocks of a script: its lines.
boost::json::array paragraphs(std::string_view script);

}  // namespace storyreel::test
