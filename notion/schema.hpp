#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "notion/bindings.hpp"
#include "notion/desk.hpp"
#include "notion/observe.hpp"

namespace storyreel::notion {

/// How a source's schema is brought to its binding's.
struct SchemaPlan {
  boost::json::object changes;     ///< "properties" of a request; empty: nothing to do
  std::vector<std::string> made;   ///< properties among them that were there before, and went
  std::vector<std::string> wrong;  ///< what only a person can mend, a sentence each
};

/// `known`: ids so far; empty for a database that is new to us. What is ours and gone is made
/// again, with the options it lacks; what is the user's and was there before is not. Pure.
SchemaPlan plan_schema(const Source& source, const Binding& binding, const Ids& known);

/// Ids as `source` has them now: `known` ones where they still stand, else by name.
Ids standing_ids(const Source& source, const Binding& binding, const Ids& known);

/// Whether it is time to look at the schema, `lacking` telling whether pages lack properties. Pure.
bool schema_due(const cache::Base& base, bool lacking, Time now);

/// Makes what is ours and gone again, and puts what is wrong with the rest on the video (for
/// Videos: into the log and the status). The next scan reads every row.
Task<Seen> mend_schema(Desk desk, cache::Base base);

}  // namespace storyreel::notion
