#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace storyreel::workspace {

namespace json = boost::json;

/// What a connection's settings in Notion let it do.
enum class Capability : std::size_t {
  read_content,
  update_content,
  insert_content,
  read_comments,
  insert_comments,
  user_information,  ///< without e-mail addresses
  user_information_with_email,
};

/// A set of them; at first all.
class Capabilities {
 public:
  Capabilities() { held_.set(); }

  bool has(Capability one) const { return held_.test(static_cast<std::size_t>(one)); }
  bool has_all() const { return held_.all(); }
  /// User information with e-mail addresses holds that without them.
  bool any_user_information() const;

  /// The names, as in ["read_content", …]. Reading throws ApiError for a name there is not.
  static Capabilities from_names(const json::array& names);
  json::array names() const;

 private:
  std::bitset<7> held_;
};

/// What an endpoint asks of its caller.
enum class Needs {
  nothing,
  read,
  update,
  insert,
  read_comments,
  insert_comments,
  users,
  all_users,  ///< as `users`, and no personal access token
};

struct User;

/// Throws restricted_resource when `user` lacks what an endpoint needs.
void check_needs(const User& user, Needs needs);

/// Takes out of a response what `user` may not be told: content without the capability to read it
/// (objects are then partial: their id), comments likewise, and users' names and addresses.
void hide(json::object& response, const User& user);

}  // namespace storyreel::workspace
