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
  std::string text;  ///< as Notion can hold it
};
using Differences = std::vector<Difference>;

/// What is to be written over `shown`. Properties that `shown` lacks are gone: left out.
Differences differences(const Binding& binding, const Subject& subject, const cache::Values& shown);

/// What a new page is made with: everything that isn't blank.
Differences beginnings(const Binding& binding, const Subject& subject);

/// Whether the page must be read just before they are written.
bool needs_reading(const Differences& differences);

/// The "properties" of a request.
boost::json::object properties(const Differences& differences, const Ids& ids);

/// Their texts by name.
cache::Values values_of(const Differences& differences);

}  // namespace storyreel::notion
