#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/json/object.hpp>

#include "daemon/runtime/time.hpp"
#include "notion/workspace/capabilities.hpp"

namespace storyreel::workspace {

namespace json = boost::json;

/// Who acts: a connection's bot, or a person (by a personal access token, or on the web page).
struct User {
  std::string id;
  bool bot = false;
  std::string name;
  std::string email;
  Capabilities can = {};  ///< of the connection that acts as the user
};

/// The token that acts as a user.
struct Connection {
  User user;
  std::string digest;  ///< SHA-256 of the token; empty: it stands in a file
  bool revoked = false;
};

enum class Kind { page, database, data_source, block, view };

std::string_view name_of(Kind kind);

/// Anything that stands in the workspace's tree (schema/0001_workspace.sql says what a row means).
/// `body` by kind:
///   page         properties {property id: stored value}, icon, cover, is_locked, is_archived
///   database     title, description, icon, cover, is_inline, is_locked
///   data_source  title, description, icon, schema [{id, name, type, description, <type>}]
///   block        type, <type>
///   view         name, type, data_source_id, filter, sorts, quick_filters, configuration
struct Node {
  std::string id;
  Kind kind = Kind::page;
  std::string parent;  ///< empty: the workspace itself
  std::int64_t position = 0;
  bool trashed = false;
  Time created;
  Time edited;
  std::string created_by;
  std::string edited_by;
  std::string title;
  json::object body;
};

/// Whether pages in the trash are wanted too.
enum class Trashed { without, with };

/// A node as it stands in the file, `body` unparsed. Valid only while it is visited.
struct Stored {
  std::string_view id;
  Kind kind = Kind::page;
  std::string_view parent;
  std::int64_t position = 0;
  bool trashed = false;
  Time created;
  Time edited;
  std::string_view created_by, edited_by;
  std::string_view title, body;
};

/// A node that a committed write made or changed.
struct Change {
  std::string id;
  Kind kind;
  std::string parent;
  std::string property{};        ///< the property that all rows of the data source `id` have lost
  std::optional<Node> before{};  ///< if Store::keep_before() asks for it; null: it is new
};

/// Told of committed changes, in order, before the write's reply is sent.
using Watcher = std::function<void(std::span<const Change> changes)>;

/// The workspace's SQLite file (WAL). A committed write survives the death of the process; only
/// a dying machine may lose the last moments, which synchronous=NORMAL accepts. One thread.
class Store {
 public:
  /// Opens `file` (":memory:" too) and brings its schema up to date; refuses a newer one.
  explicit Store(const std::filesystem::path& file);

  /// A write that is undone unless committed.
  class Write {
   public:
    explicit Write(Store& store);
    void commit();

   private:
    Store& store_;
    SQLite::Transaction transaction_;
  };

  /// Tells `watcher` of every change from now on, as long as the store lives.
  void watch(Watcher watcher) { watchers_.push_back(std::move(watcher)); }
  /// Whether changes say what the node was before.
  void keep_before(bool keep) { keep_before_ = keep; }

  /// For tables that have functions of their own. Writes stand between Write and commit().
  SQLite::Database& database() { return database_; }

  std::vector<User> users();
  /// With a connection that has no token here.
  void add_user(const User& user);
  /// Each user's, the oldest first.
  std::vector<Connection> connections();
  /// Writes all of it but the user's name and address.
  void update(const Connection& connection);

  std::optional<Node> find(std::string_view id);
  void insert(const Node& node);
  /// Writes all of `node` but its id, kind and creation.
  void update(const Node& node);

  /// Shares `id`, with all below, with a bot; or takes it away, a part of what is shared too.
  void share(std::string_view user, std::string_view id, bool shared = true);
  /// What `user` was given itself, the oldest first.
  std::vector<std::string> shared(std::string_view user);

  /// Children in order; trashed ones only on demand.
  std::vector<Node> children(std::string_view parent, bool trashed = false);
  std::vector<Node> children(std::string_view parent, Kind kind);
  bool has_children(std::string_view parent);

  using Visit = std::function<void(const Stored& node)>;
  /// False when there is no `id`.
  bool visit(std::string_view id, const Visit& visit);
  /// The rows of a data source that are not in the trash.
  void visit_rows(std::string_view data_source, const Visit& visit);
  /// All pages and data sources, the trash included, without their bodies.
  void visit_titles(const Visit& visit);

  /// Pages, databases and data sources for the page tree of the web page; of rows only those that
  /// have pages or databases in them.
  std::vector<Node> tree();

  /// What was shared with `user` or taken away: only there a node is seen otherwise than what it
  /// stands in.
  std::vector<std::string> marked(const User& user);
  /// True when `user` may see `id`: persons all, a bot what is shared with it.
  bool visible(std::string_view id, const User& user);
  bool ancestor_trashed(std::string_view id);
  /// The nearest page that holds the block `id`, or `id` itself; empty when there is none.
  std::string page_of(std::string_view id);

  /// The position after the last child; and makes `count` free positions after `position`.
  std::int64_t end_of(std::string_view parent);
  void make_room(std::string_view parent, std::int64_t position, std::int64_t count);
  /// Forgets the stored values of a property in all rows of `data_source`.
  void drop_values(std::string_view data_source, std::string_view property);

  /// The pages that the relation `property` of `page` points at, in order.
  std::vector<std::string> related(std::string_view page, std::string_view property,
                                   Trashed trashed = Trashed::without,
                                   std::size_t most = std::size_t{1} << 40);
  /// The same for all rows of `data_source` at once: pairs of a row and a page it points at.
  std::vector<std::pair<std::string, std::string>> relations(std::string_view data_source,
                                                             std::string_view property);
  /// The pages whose relations point at `target`.
  std::vector<std::string> pointing_at(std::string_view target);
  /// Adds `target` at the end unless it is there; takes it out; takes all out. Watchers are told of
  /// `page`, its stamps stay.
  void relate(std::string_view page, std::string_view property, std::string_view target);
  void unrelate(std::string_view page, std::string_view property, std::string_view target);
  void unrelate(std::string_view page, std::string_view property);
  /// Takes `page` out of all relations, its own and those of others.
  void unrelate(std::string_view page);
  /// Turns around the relations of all rows: what they point at points back by `mirror`.
  void mirror(std::string_view data_source, std::string_view property, std::string_view mirror);
  void drop_relations(std::string_view data_source, std::string_view property);

  /// Tells watchers of a write that is about `id` but not in the node itself.
  void note_about(std::string_view id);

 private:
  std::vector<Node> nodes(SQLite::Statement& query);
  void note(const Node& node, std::optional<Node> before);

  SQLite::Database database_;
  std::vector<Watcher> watchers_;
  std::vector<Change> pending_;  ///< of the write that is under way
  bool keep_before_ = false;
};

}  // namespace storyreel::workspace
