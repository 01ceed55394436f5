#include <algorithm>

#include "notion/workspace/objects.hpp"
#include "notion/workspace/routes.hpp"

namespace storyreel::workspace {

json::object retrieve_me(Call& call) {
  return show_user(call, call.user);
}

json::object list_users(Call& call) {
  const auto users = call.store.users();
  const auto page = slice(call, [&] {
    std::vector<std::string> ids;
    for (const auto& user : users) ids.push_back(user.id);
    return ids;
  });
  json::array shown;
  for (const auto& id : page.ids)
    shown.emplace_back(show_user(call, *std::ranges::find(users, id, &User::id)));
  return list_object(std::move(shown), page, "user");
}

json::object retrieve_user(Call& call) {
  for (const auto& user : call.store.users())
    if (user.id == call.id()) return show_user(call, user);
  not_found("user", call.id());
}

}  // namespace storyreel::workspace
