#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "cache/mirror.hpp"
#include "notion/bindings.hpp"

/// Bodies of requests about views. Both throw Error, in words for people, for a property that the
/// database has not got.
namespace storyreel::notion {

/// Creates `view` in `base`; `option`: what Notion calls the option that it is filtered by.
boost::json::object view_body(const BoundView& view, const cache::Base& base,
                              const std::string& option);

/// Gives a view that stands the order of `view`.
boost::json::object order_body(const BoundView& view, const cache::Base& base);

}  // namespace storyreel::notion
