#include "notion/workspace/connections.hpp"

#include <algorithm>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/workspace/tokens.hpp"

namespace storyreel::workspace {

Connections::Connections(Store& store, std::string_view integration_token,
                         std::string_view person_token)
    : store_(store),
      integration_digest_(sha256(integration_token)),
      person_digest_(sha256(person_token)) {
  load();
  const auto first = [&](bool bot) {
    const auto found =
        std::ranges::find(all_, bot, [](const Connection& each) { return each.user.bot; });
    if (found == all_.end()) throw Error("workspace.db lacks its first users");
    auto user = found->user;
    user.can = {};
    return user;
  };
  integration_ = first(true);
  person_ = first(false);
}

void Connections::load() {
  all_ = store_.connections();
  for (auto& each : all_)
    if (each.digest.empty()) each.digest = each.user.bot ? integration_digest_ : person_digest_;
}

std::optional<User> Connections::find(std::string_view token) const {
  const auto* found = of_token(token);
  return found && !found->revoked ? std::optional(found->user) : std::nullopt;
}

const Connection* Connections::of_token(std::string_view token) const {
  if (token.empty()) return nullptr;
  const auto digest = sha256(token);
  const Connection* found = nullptr;
  for (const auto& each : all_)
    if (same_token(each.digest, digest)) found = &each;
  return found;
}

const Connection* Connections::of_user(std::string_view user_id) const {
  for (const auto& each : all_)
    if (each.user.id == user_id) return &each;
  return nullptr;
}

std::string Connections::add(const User& user) {
  auto token = new_token();
  Store::Write write(store_);
  store_.add_user(user);
  store_.update(Connection{user, sha256(token), false});
  write.commit();
  load();
  return token;
}

void Connections::change(const Connection& connection) {
  auto kept = connection;
  if (kept.digest == integration_digest_ || kept.digest == person_digest_) kept.digest.clear();
  Store::Write write(store_);
  store_.update(kept);
  write.commit();
  load();
}

}  // namespace storyreel::workspace
