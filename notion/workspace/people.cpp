#include "notion/workspace/people.hpp"

#include <algorithm>
#include <array>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// What people read back as may be sent again; only the id counts.
constexpr std::array kPerson{Field{"id", Want::string, true}, Field{"object", Want::any},
                             Field{"type", Want::any},        Field{"name", Want::any},
                             Field{"avatar_url", Want::any},  Field{"person", Want::any},
                             Field{"bot", Want::any}};

json::value whole(Call& call, const json::value& partial) {
  const auto user = user_of(call, text_of(partial.get_object(), "id"));
  return user ? json::value(show_user(call, *user)) : partial;
}

}  // namespace

std::optional<User> user_of(Call& call, std::string_view id) {
  for (auto& user : call.store.users())
    if (user.id == id) return std::move(user);
  return std::nullopt;
}

json::value write_people(Writing& writing, const json::value& value, std::string_view path) {
  json::array ids;
  std::size_t index = 0;
  for (const auto& each : as_array(value, path, limits::kArray)) {
    const auto place = at(path, index++);
    check_fields(as_object(each, place), place, kPerson);
    const auto id = as_id(each.at("id"), at(place, "id"));
    if (!user_of(writing.call, id)) invalid("Could not find user with ID: " + id + ".");
    const json::value next = json::string(id);
    if (std::ranges::find(ids, next) == ids.end()) ids.push_back(next);
  }
  return ids;
}

json::value read_people(const json::value& stored, const Property&, const Node&) {
  json::array shown;
  if (!stored.is_array()) return shown;
  for (const auto& id : stored.get_array()) shown.emplace_back(partial_user(id.get_string()));
  return shown;
}

json::value complete_people(Call& call, json::value read, const Property&, const Node&) {
  for (auto& each : read.as_array()) each = whole(call, each);
  return read;
}

json::value complete_user(Call& call, json::value read, const Property&, const Node&) {
  return whole(call, read);
}

}  // namespace storyreel::workspace
