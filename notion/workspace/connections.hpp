#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// Who may ask: the tokens, whose they are and what they may do. Kept in the store, all but the
/// tokens themselves; the first bot's and the first person's come from files.
class Connections {
 public:
  Connections(Store& store, std::string_view integration_token, std::string_view person_token);

  /// Whose token it is; nullopt when it is nobody's or revoked. How long it takes tells nothing of
  /// the tokens.
  std::optional<User> find(std::string_view token) const;

  const User& bot() const { return integration_; }
  const User& person() const { return person_; }
  const std::vector<Connection>& all() const { return all_; }
  /// Null when there is none.
  const Connection* of_token(std::string_view token) const;
  const Connection* of_user(std::string_view user_id) const;

  /// Adds `user`, with what it may do; returns its new token, which nobody can ask for again.
  std::string add(const User& user);
  void change(const Connection& connection);

 private:
  void load();

  Store& store_;
  std::string integration_digest_, person_digest_;
  User integration_, person_;  ///< as they are on the web page: unrestricted
  std::vector<Connection> all_;
};

}  // namespace storyreel::workspace
