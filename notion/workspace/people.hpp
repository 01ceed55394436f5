#pragma once

#include <optional>

#include "notion/workspace/types.hpp"

namespace storyreel::workspace {

/// Reads [{id}], users of the workspace, each once, into their ids.
json::value write_people(Writing& writing, const json::value& value, std::string_view path);
/// [{object: user, id}]
json::value read_people(const json::value& stored, const Property& property, const Node& page);
/// The users whole.
json::value complete_people(Call& call, json::value read, const Property& property,
                            const Node& page);
json::value complete_user(Call& call, json::value read, const Property& property, const Node& page);

/// The user `id` of the workspace; nullopt when there is none.
std::optional<User> user_of(Call& call, std::string_view id);

}  // namespace storyreel::workspace
