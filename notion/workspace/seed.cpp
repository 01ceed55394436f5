#include "notion/workspace/seed.hpp"

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/rich_text.hpp"

namespace storyreel::workspace {

void seed(Store& store, Time time) {
  const User bot{new_uuid(), true, "storyreel", ""};
  const User person{new_uuid(), false, "You", "you@studio.local"};
  Node studio{.id = new_uuid(),
              .kind = Kind::page,
              .parent = "",
              .position = 1,
              .created = time,
              .edited = time,
              .created_by = person.id,
              .edited_by = person.id,
              .title = "Studio",
              .body = {{"properties", {{"title", rich_text_of("Studio")}}}}};
  Store::Write write(store);
  store.add_user(bot);
  store.add_user(person);
  store.insert(studio);
  store.share(bot.id, studio.id);
  write.commit();
}

}  // namespace storyreel::workspace
