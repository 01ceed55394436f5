#include <algorithm>
#include <set>
#include <tuple>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/observe.hpp"
#include "notion/order.hpp"
#include "notion/rows.hpp"
#include "notion/take.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

using cache::Item;
using cache::ItemState;

/// A row whose place is to be decided.
struct Move {
  std::optional<double> number;
  std::string behind;  ///< item id of its original
  Time created{};
};

/// One reply's rows on their way into the record.
struct Taking {
  cache::Database& database;
  const cache::Base& base;
  cache::Video video;
  std::vector<Item> items;  ///< of the video, in order
  std::map<std::string, int> numbers;
  std::map<std::string, Move> moves;  ///< by item id
  const Reading& reading;
  bool creating = false;  ///< rows of ours may stand there unrecorded
  std::string bot;
  Seen seen;
};

Taking begin(cache::Database& database, const cache::Base& base, cache::Video video,
             const Reading& reading) {
  Taking taking{.database = database,
                .base = base,
                .video = std::move(video),
                .items = cache::items::of_video(database, base.video_id),
                .numbers = {},
                .moves = {},
                .reading = reading,
                .creating = false,
                .bot = cache::facts::find(database, "bot_id").value_or(""),
                .seen = {}};
  taking.numbers = numbers_of(taking.items);
  const auto intents = cache::intents::all(database);
  taking.creating = std::ranges::any_of(
      intents, [&](const cache::Intent& intent) { return intent.parent_id == base.source_id; });
  return taking;
}

std::string place_of(const Taking& taking, const std::string& item_id) {
  const auto number = taking.numbers.find(item_id);
  if (number == taking.numbers.end()) return {};
  return "sentence " + std::to_string(number->second) + "/" + std::to_string(taking.numbers.size());
}

void say(Taking& taking, const std::string& item_id, std::string what) {
  taking.seen.events.push_back(
      {.video = taking.video.title, .place = place_of(taking, item_id), .what = std::move(what)});
}

Change change_of(const Taking& taking, const Item& item) {
  Change change;
  change.now = now();
  change.subject.video = taking.video;
  change.subject.item = item;
  change.subject.fills = cache::fills::of_owner(taking.database, item.id);
  const auto number = taking.numbers.find(item.id);
  change.subject.number = number == taking.numbers.end() ? 0 : number->second;
  return change;
}

void finish(Taking& taking, const Change& change, const cache::Page& page, std::string behind) {
  save_change(taking.database, change);
  taking.seen.changed = true;
  const auto& item = *change.subject.item;
  if (change.moved || !behind.empty()) {
    const auto number = page.values.find("Sentence Number");
    taking.moves[item.id] = {
        .number = number == page.values.end() ? std::nullopt : to_number(number->second),
        .behind = std::move(behind),
        .created = page.created_time};
  }
  for (const auto& what : change.said) say(taking, item.id, what);
}

/// The row that a new one is a duplicate of.
struct Original {
  const Item* item = nullptr;
  bool beside = false;  ///< nobody typed another number into the duplicate
};

bool has_number(const Taking& taking, const Item& item, const cache::Page& mirror,
                std::optional<double> number) {
  const auto held = taking.numbers.find(item.id);
  return number && ((held != taking.numbers.end() && number == held->second) ||
                    number == to_number(text_in(mirror.values, "Sentence Number")));
}

/// The fill of ours that was last written over in an item's row.
std::string wrote_before(const Taking& taking, const Item& item, std::string_view property) {
  const auto mirror = cache::pages::find(taking.database, item.page_id);
  return mirror ? text_in(mirror->sent, replaced(property)) : std::string();
}

bool wrote_prompt(const Taking& taking, const Item& item, const std::string& prompt) {
  const auto fill = cache::fills::find(taking.database, item.id, "Image Prompt");
  if (prompt.empty() || !fill) return false;
  return fill->wrote == prompt || wrote_before(taking, item, "Image Prompt") == prompt;
}

bool typed_prompt(const Taking& taking, const Item& item, const std::string& prompt) {
  const auto fill = cache::fills::find(taking.database, item.id, "Image Prompt");
  return !prompt.empty() && fill && fill->theirs == prompt;
}

// A duplicate has the text of its original or, where somebody wrote over it since, the prompt that
// we wrote for it; and its number, or its prompt: the number may have been written anew since, of
// one or the other. A prompt of the user's own, which may stand in many rows, tells it by the
// number.
Original original_of(const Taking& taking, const cache::Page& page) {
  const auto text = text_in(page.values, "Script Text");
  const auto prompt = text_in(page.values, "Image Prompt");
  const auto number = to_number(text_in(page.values, "Sentence Number"));
  Original alike;
  for (const auto& item : taking.items) {
    const bool same = !text.empty() && item.text == text;
    const bool ours = wrote_prompt(taking, item, prompt);
    const bool typed = !same && !ours && typed_prompt(taking, item, prompt);
    if ((!same && !ours && !typed) || item.page_id == page.page_id) continue;
    const auto mirror = cache::pages::find(taking.database, item.page_id).value_or(cache::Page{});
    if (has_number(taking, item, mirror, number)) return {.item = &item, .beside = true};
    const bool shown = same && !prompt.empty() && prompt == text_in(mirror.values, "Image Prompt");
    if (ours || shown) alike.item = &item;
  }
  return alike;
}

// A row that was copied to another video: its prompt is still one that we wrote.
std::optional<Item> written_elsewhere(const Taking& taking, const cache::Page& page) {
  const auto prompt = text_in(page.values, "Image Prompt");
  const auto fill = cache::fills::with_words(taking.database, "Image Prompt", prompt);
  return fill ? cache::items::find(taking.database, fill->owner_id) : std::nullopt;
}

// A duplicate that was made before the original's fill was written anew shows what stood there
// then.
void copy_fills(const Taking& taking, const Item& from, const cache::Page& page, Subject& to) {
  for (const auto& fill : cache::fills::of_owner(taking.database, from.id)) {
    auto& copy = to.make_fill(fill.property);
    copy.ours = fill.ours;
    copy.inputs = fill.inputs;
    const auto before = wrote_before(taking, from, fill.property);
    const bool old = !before.empty() && before == text_in(page.values, fill.property);
    copy.wrote = old ? before : fill.wrote;
  }
}

Item new_item(const Taking& taking, const cache::Page& page) {
  Item item;
  item.id = new_uuid();
  item.video_id = taking.video.id;
  item.page_id = page.page_id;
  item.position = taking.items.empty() ? 1 : taking.items.back().position + 1;
  item.touched = true;
  item.changed_at = item.created_at = now();
  return item;
}

/// `moved_from`: the row stood in another video's database before.
void take_new(Taking& taking, const cache::Page& page, const Item* moved_from) {
  auto change = change_of(taking, new_item(taking, page));
  change.first = true;
  const auto found = moved_from ? Original{.item = moved_from} : original_of(taking, page);
  const auto behind = found.beside ? found.item->id : std::string();
  const auto source = found.item ? std::optional(*found.item) : written_elsewhere(taking, page);
  if (source) copy_fills(taking, *source, page, change.subject);
  take_edits(change, details_binding(), {}, page.values);
  // Without a number too: then it goes last.
  change.moved = true;
  change.said = {!found.item || moved_from ? "row added" : "row duplicated"};
  taking.items.push_back(*change.subject.item);
  finish(taking, change, page, behind);
}

// One that was to go anyway stands for nothing that its video says in other words.
void leave_video(Taking& taking, Item item) {
  item.page_id.clear();
  item.touched = item.touched || item.state == ItemState::live;
  item.state = ItemState::trashed;
  cache::items::save(taking.database, item);
  cache::videos::touch(taking.database, item.video_id);
}

void take_trash(Change& change, const Noted& noted, bool in_trash) {
  auto& item = *change.subject.item;
  if (in_trash && item.state == ItemState::live) {
    item.touched = true;
    change.said.emplace_back("row trashed");
  }
  if (in_trash) item.state = ItemState::trashed;
  if (!in_trash && item.state == ItemState::trashed) {
    // A row that was not to be read for a while was restored by nobody.
    const bool absent = noted.before && noted.before->last_edited_by.empty();
    item.state = ItemState::live;
    item.touched = !absent;
    change.said.emplace_back(absent ? "row is back" : "row restored");
  }
}

// Whoever edited words in a row that shows a number which we sent came for the words.
bool wrote_words(const Noted& noted, const cache::Page& after) {
  if (!noted.before) return false;
  return std::ranges::any_of(details_binding().properties, [&](const Bound& bound) {
    const auto shown = text_in(after.values, bound.name);
    const bool words = bound.owner == Owner::user || bound.owner == Owner::fill;
    return words && shown != text_in(noted.before->values, bound.name) &&
           shown != text_in(noted.before->sent, bound.name);
  });
}

// What a user touched since it was to go stays; the body is to be looked at anew, as it may say the
// same in other words. After approval too, and before anything is made, but for a body that was
// edited since.
void keep_touched(Taking& taking, Item& item) {
  if (item.state != ItemState::dropped || !item.touched) return;
  item.state = ItemState::live;
  auto video = cache::videos::find(taking.database, item.video_id);
  if (!video || !has_script(*video)) return;
  const bool edited = !video->body.empty() && sha256(video->body) != video->taken_body;
  if (video->approved && edited) return;
  video->taken_body.clear();
  cache::videos::save(taking.database, *video);
  if (video->approved) note_body_owed(taking.database, video->id);
}

void take_known(Taking& taking, const Item& item, const Noted& noted, const cache::Page& after) {
  auto change = change_of(taking, item);
  change.first = !noted.before;
  change.number_ours = after.last_edited_by == taking.bot || wrote_words(noted, after);
  change.foreign = taking.reading.foreign.contains(after.page_id);
  if (noted.before) change.sent = noted.before->sent;
  take_trash(change, noted, after.in_trash);
  take_edits(change, details_binding(), noted.before ? noted.before->values : cache::Values(),
             after.values);
  keep_touched(taking, *change.subject.item);
  std::ranges::replace_if(
      taking.items, [&](const Item& other) { return other.id == item.id; }, *change.subject.item);
  finish(taking, change, after, {});
}

void take_page(Taking& taking, const Page& page) {
  const auto item = cache::items::find_by_page(taking.database, page.id);
  const bool unknown = !item || item->video_id != taking.video.id;
  if (unknown && page.in_trash) return;
  if (!item && taking.creating && page.created_by == taking.bot) {
    taking.seen.stale = true;
    return;
  }
  const auto noted = note_page(taking.database, taking.base, page, taking.reading, taking.seen);
  if (!noted || (!unknown && !noted->differs)) return;
  const auto after = cache::pages::find(taking.database, page.id);
  if (!unknown) return take_known(taking, *item, *noted, *after);
  if (item) leave_video(taking, *item);
  take_new(taking, *after, item ? &*item : nullptr);
}

std::optional<double> shown_number(const Taking& taking, const Item& item) {
  const auto mirror = cache::pages::find(taking.database, item.page_id);
  return mirror ? to_number(text_in(mirror->values, "Sentence Number")) : std::nullopt;
}

std::vector<Place> places_of(const Taking& taking, const std::vector<Item>& live) {
  std::vector<Place> places;
  for (const auto& item : live) {
    Place place;
    place.numbered = taking.numbers.contains(item.id);
    place.shown = shown_number(taking, item);
    if (const auto move = taking.moves.find(item.id); move != taking.moves.end()) {
      place.moved = true;
      place.number = move->second.number;
      place.created = move->second.created;
      const auto original = std::ranges::find(live, move->second.behind, &Item::id);
      if (original != live.end()) {
        place.behind = static_cast<std::size_t>(original - live.begin());
      }
    }
    places.push_back(place);
  }
  return places;
}

// A duplicate is known by what its original shows now.
void originals_first(const Taking& taking, std::vector<Page>& pages) {
  std::set<std::string> known;
  for (const auto& item : taking.items) known.insert(item.page_id);
  std::ranges::sort(pages, {}, [&](const Page& page) {
    return std::tuple(!known.contains(page.id), page.created_time, page.id);
  });
}

// The target order is committed before any number is written. Rows in the trash keep their place
// behind the one they follow, should they come back.
void order_rows(Taking& taking) {
  auto items = cache::items::of_video(taking.database, taking.video.id);
  double position = 0;
  for (const auto index : reorder(places_of(taking, items))) {
    auto& item = items[index];
    item.position = ++position;
    cache::items::save(taking.database, item);
  }
  cache::videos::touch(taking.database, taking.video.id);
}

}  // namespace

Seen observe_rows(cache::Database& database, const cache::Base& base, std::vector<Page> pages,
                  const Reading& reading) {
  // A database that was given up while it was asked has nothing to say any more.
  if (!cache::bases::find(database, base.source_id)) return {};
  auto video = cache::videos::find(database, base.video_id);
  if (!video) return {};
  auto taking = begin(database, base, *std::move(video), reading);
  originals_first(taking, pages);
  for (const auto& page : pages) take_page(taking, page);
  if (!taking.moves.empty()) order_rows(taking);
  return std::move(taking.seen);
}

}  // namespace storyreel::notion
