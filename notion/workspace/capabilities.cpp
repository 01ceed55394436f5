#include "notion/workspace/capabilities.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "notion/workspace/store.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array<std::string_view, 7> kNames{"read_content",
                                                 "update_content",
                                                 "insert_content",
                                                 "read_comments",
                                                 "insert_comments",
                                                 "user_information",
                                                 "user_information_with_email"};

/// An object that is shown by its id, and what else its partial form has.
struct Partial {
  std::string_view object;
  Capability capability;
  std::string_view more, and_more;
};
constexpr std::array kPartials{
    Partial{"page", Capability::read_content, "", ""},
    Partial{"block", Capability::read_content, "", ""},
    Partial{"database", Capability::read_content, "", ""},
    Partial{"data_source", Capability::read_content, "properties", ""},
    Partial{"view", Capability::read_content, "parent", "type"},
    Partial{"comment", Capability::read_comments, "", ""},
};

bool allowed(const User& user, Needs needs) {
  switch (needs) {
    case Needs::nothing:
      return true;
    case Needs::read:
      return user.can.has(Capability::read_content);
    case Needs::update:
      return user.can.has(Capability::update_content);
    case Needs::insert:
      return user.can.has(Capability::insert_content);
    case Needs::read_comments:
      return user.can.has(Capability::read_comments);
    case Needs::insert_comments:
      return user.can.has(Capability::insert_comments);
    case Needs::users:
      return user.can.any_user_information();
    case Needs::all_users:
      return user.bot && user.can.any_user_information();
  }
  return false;
}

const Partial* partial_of(const json::object& object, const User& user) {
  const auto kind = text_of(object, "object");
  for (const auto& each : kPartials)
    if (each.object == kind) return user.can.has(each.capability) ? nullptr : &each;
  return nullptr;
}

void keep(json::object& object, std::initializer_list<std::string_view> keys) {
  json::object kept;
  for (const auto key : keys)
    if (const auto* value = find(object, key)) kept[key] = *value;
  object = std::move(kept);
}

void hide_user(json::object& shown, const User& user) {
  // A bot always knows itself.
  if (!user.can.any_user_information() && text_of(shown, "id") != user.id)
    keep(shown, {"object", "id", "request_id"});
  auto* person = shown.if_contains("person");
  if (person && person->is_object() && !user.can.has(Capability::user_information_with_email))
    person->get_object().erase("email");
}

void hide_in(json::value& value, const User& user);

void hide_in(json::object& object, const User& user) {
  if (const auto* partial = partial_of(object, user))
    // Who may insert but not read gets the id of what it made, and no more.
    keep(object, {"object", "id", partial->more, partial->and_more, "request_id"});
  if (text_of(object, "object") == "user") hide_user(object, user);
  for (auto& [key, value] : object) hide_in(value, user);
}

void hide_in(json::value& value, const User& user) {
  if (value.is_object()) hide_in(value.get_object(), user);
  if (!value.is_array()) return;
  for (auto& each : value.get_array()) hide_in(each, user);
}

}  // namespace

bool Capabilities::any_user_information() const {
  return has(Capability::user_information) || has(Capability::user_information_with_email);
}

Capabilities Capabilities::from_names(const json::array& names) {
  Capabilities read;
  read.held_.reset();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = as_string(names[i], at("body.capabilities", i), 100);
    const auto* const found = std::ranges::find(kNames, name);
    if (found == kNames.end()) invalid_field(at("body.capabilities", i), "a capability", &names[i]);
    read.held_.set(static_cast<std::size_t>(found - kNames.begin()));
  }
  return read;
}

json::array Capabilities::names() const {
  json::array names;
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (held_.test(i)) names.emplace_back(kNames[i]);
  return names;
}

void check_needs(const User& user, Needs needs) {
  if (allowed(user, needs)) return;
  throw ApiError(Code::restricted_resource, "Insufficient permissions for this endpoint.");
}

void hide(json::object& response, const User& user) {
  if (!user.can.has_all()) hide_in(response, user);
}

}  // namespace storyreel::workspace
