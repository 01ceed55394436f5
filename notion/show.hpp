#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "notion/bindings.hpp"

/// What pages are to show, against what they show. Pure.
namespace storyreel::notion {

/// A property that is to be written.
struct Difference {
  const Bound* bound = nullptr;
  std::string text;        ///< as Notion can hold it
  std::string shown = {};  ///< what stands there, as far as the mirror knows
};
using Differences = std::vector<Difference>;

/// What is to be written over `shown`. Properties that `shown` lacks are gone: left out.
Differences differences(const Binding& binding, const Subject& subject, const cache::Values& shown);

/// What a new page is made with: everything that isn't blank.
Differences beginnings(const Binding& binding, const Subject& subject);

/// Whether a user asks the daemon for something by setting the property.
bool takes_asks(const Difference& difference);

/// Whether the page must be read just before they are written: a user may have written there too.
bool needs_reading(const Differences& differences);

/// What a request writes to a page: its "properties", and its cover where that differs.
boost::json::object page_body(const Differences& differences, const Ids& ids);

/// The "properties" of a request.
boost::json::object properties(const Differences& differences, const Ids& ids);

/// Their texts by name.
cache::Values values_of(const Differences& differences);

}  // namespace storyreel::notion
