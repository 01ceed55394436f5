#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "notion/property.hpp"
#include "notion/types.hpp"

/// Bodies of requests, within Notion's limits.
namespace storyreel::notion {

/// `text` (canonical, notion/value.hpp) as Notion can hold it: repaired UTF-8; rich text of at most
/// 100 runs of 2,000 UTF-16 units; option names without commas, each once. What is fitted reads
/// back the same, but for the case of options.
std::string fitted(Type type, std::string_view text);

/// Whether Notion shows what was sent. It knows options without their case: the older one stands.
bool same_value(Type type, std::string_view sent, std::string_view shown);

/// Runs of at most 2,000 UTF-16 units.
boost::json::array rich_text(std::string_view text);

/// A file that was uploaded, as media blocks, files properties and covers take it.
boost::json::object uploaded_file(std::string_view upload_id);

/// The value of `property`; options go by id where `ids` knows one, and so do files that were
/// uploaded, by name like an option. Blank clears.
boost::json::value property_value(Type type, std::string_view property, std::string_view text,
                                  const Ids& ids);

/// The schema of a property; `detail`: options, a line each, or a number's format.
boost::json::object property_schema(Type type, std::string_view detail);

/// A select's schema with `wanted` names added to the options it has: Notion takes the whole list.
boost::json::object options_schema(const SourceProperty& has, std::string_view wanted);

/// Paragraph blocks of a script whose paragraphs are separated by blank lines; one longer than a
/// block holds becomes several.
std::vector<boost::json::object> paragraphs(std::string_view script);

}  // namespace storyreel::notion
