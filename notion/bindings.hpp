#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cache/mirror.hpp"
#include "cache/records.hpp"
#include "notion/property.hpp"
#include "notion/types.hpp"

/// Notion's databases as tables: each property with its type, its owner and what it means for the
/// record. A new database is a new table here.
namespace storyreel::notion {

/// What a page is about: a video, or an item of one.
struct Subject {
  cache::Video video;
  std::optional<cache::Item> item;
  std::vector<cache::Fill> fills;  ///< of the item, or of the video
  std::string details_url;
  int number = 0;  ///< of the item's sentence; 0: it is none

  const std::string& id() const { return item ? item->id : video.id; }
  const cache::Fill* fill(std::string_view property) const;
  cache::Fill& make_fill(std::string_view property);
};

/// A subject while a user's changes are taken into it.
struct Change {
  Subject subject;
  Time now{};
  cache::Values sent = {};        ///< what was sent to the page, and may have arrived
  bool first = false;             ///< the page was unknown
  bool number_ours = false;       ///< a number that we sent is ours: nobody else typed it
  bool foreign = false;           ///< somebody else wrote as us (notion/own_writes.hpp)
  bool retry = false;             ///< another is wanted in place of what failed
  bool again = false;             ///< what failed is to be tried again
  bool forget = false;            ///< the details database is given up for a new one
  bool moved = false;             ///< the row's number was edited, or is a new row's
  std::vector<std::string> said;  ///< what a person would say happened
};

/// A property that shows something else than before.
struct Edit {
  std::string_view property;
  std::string_view before;
  std::string_view shown;
  bool known = false;  ///< what it showed before is
};

/// One property of a database.
struct Bound {
  std::string_view name;
  Type type;
  Owner owner;
  std::string_view detail;  ///< options, a line each; or a number's format
  /// What it is to show; nullopt or no function: it is left as it is. A fill needs none.
  std::optional<std::string> (*show)(const Subject&) = nullptr;
  /// What somebody's edit does to the record. A fill's own meaning (notion/fill.hpp) comes first.
  void (*take)(Change&, const Edit&) = nullptr;
  /// The daemon's with a `take`: what a user sets it to, to ask for something; a line each.
  std::string_view asks = {};
};

/// A view of a database: made once, its user's from then on.
struct BoundView {
  std::string_view name;
  std::string_view type;         ///< Notion's word: "board"
  std::string_view shows = {};   ///< property: a board's columns, a gallery's covers
  std::string_view filter = {};  ///< property that says which rows stand in it
  std::string_view equals = {};  ///< its option; blank: whatever is not empty
  std::string_view sort = {};    ///< property in whose order they stand
  bool given = false;            ///< Notion's own first view, which gets the order only
};

/// One kind of database.
struct Binding {
  std::string_view name;  ///< Base::binding
  std::span<const Bound> properties;
  std::span<const BoundView> views;

  const Bound* find(std::string_view property) const;
};

const Binding& videos_binding();
const Binding& details_binding();
const Binding& binding_of(const cache::Base& base);

/// "{Title} - Script Details", on one line.
std::string details_title(const cache::Video& video);

/// What `page` shows, by our names of properties and options. Left out: properties that are gone,
/// or that Notion cut.
cache::Values values_of(const Page& page, const cache::Base& base);

/// Under which name `Page::sent` keeps the fill of ours that was written over last: a duplicate
/// made just before shows it.
std::string replaced(std::string_view property);

/// Brings a mirror to what `page` shows: what is gone leaves it, what Notion cut stays as it was.
void take_values(cache::Values& mirror, const Page& page, const cache::Base& base);

/// Whether a property of ours is gone from `page`, or of another type.
bool lacks_properties(const Page& page, const cache::Base& base);

/// Whether it is a select whose options anybody adds.
bool takes_any_option(const Bound& bound);

/// Where the first file is that `page` shows in this property of ours; blank: it shows none.
std::string file_address(const Page& page, const cache::Base& base, std::string_view property);

/// The id of the option that `page` shows there; blank: none.
std::string option_id(const Page& page, const cache::Base& base, const Bound& bound);

/// Ids of a source's properties, and of their options, by our names; `known` names win over
/// Notion's, so that a rename keeps its id.
Ids ids_of(const Source& source, const Binding& binding, const Ids& known);

}  // namespace storyreel::notion
