#include "notion/bindings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "cache/words.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/requests.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

using cache::ItemStatus;
using cache::VideoStatus;
using Shown = std::optional<std::string>;

constexpr std::string_view kWorkflows = "Narrated\nAlbum\nStoryboard\nDigest";
constexpr std::string_view kVideoStatuses =
    "New\nIngesting\nScripting\nAwaiting Approval\nGenerating\nRendering\nComplete\nPaused\nFailed";
constexpr std::string_view kItemStatuses = "Pending\nProcessing\nImage Generated\nComplete";
constexpr std::size_t kTitle = 1900;
constexpr double kDollarParts = 10'000;
constexpr int kPercentSteps = 1000;

void take_title(Change& change, const Edit& edit) {
  if (change.subject.video.title == edit.shown) return;
  change.subject.video.title = edit.shown;
  change.subject.video.changed_at = change.now;
}

void take_url(Change& change, const Edit& edit) {
  if (change.subject.video.url == edit.shown) return;
  change.subject.video.url = edit.shown;
  change.subject.video.changed_at = change.now;
}

void take_approval(Change& change, const Edit& edit) {
  const bool approved = edit.shown == "true";
  if (change.subject.video.approved == approved) return;
  change.subject.video.approved = approved;
  change.said.emplace_back(approved ? "script approved" : "approval taken back");
}

// A blank one is filled with the title of the video at the URL.
Shown show_title(const Subject& subject) {
  const auto& video = subject.video;
  if (video.title.empty() || video.title != video.site_title) return std::nullopt;
  return video.title;
}

// What the site says of another URL than that of now is none of the video's.
template <auto Member>
Shown show_site(const Subject& subject) {
  const auto& video = subject.video;
  if (video.url.empty() || video.read_url != video.url) return std::string();
  const auto& value = video.*Member;
  if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>)
    return value;
  else
    return value ? number_text(std::round(static_cast<double>(*value))) : "";
}

Shown show_video_status(const Subject& subject) {
  return std::string(word(subject.video.status));
}

void take_video_status(Change& change, const Edit& edit) {
  auto& video = change.subject.video;
  if (edit.shown == word(VideoStatus::paused) && !video.paused) {
    video.paused = true;
    change.said.emplace_back("paused by the user");
  }
  if (edit.shown == word(VideoStatus::fresh) && !change.first) {
    video.paused = false;
    video.error.clear();
    change.retry = true;
    change.said.emplace_back("set to New: tried again");
  }
}

Shown show_total(const Subject& subject) {
  return number_text(subject.video.total);
}

Shown show_completed(const Subject& subject) {
  return number_text(subject.video.completed);
}

Shown show_progress(const Subject& subject) {
  const int steps = static_cast<int>(subject.video.progress * kPercentSteps);
  return number_text(static_cast<double>(steps) / kPercentSteps);
}

// A number of Notion's that nobody knows is a blank one, never 0.
Shown dollars(const std::optional<double>& amount) {
  return amount ? number_text(std::round(*amount * kDollarParts) / kDollarParts) : "";
}

Shown show_estimated_cost(const Subject& subject) {
  return dollars(subject.video.estimated_cost);
}

Shown show_cost(const Subject& subject) {
  return dollars(subject.video.cost);
}

Shown show_details(const Subject& subject) {
  return subject.details_url;
}

void take_details(Change& change, const Edit& edit) {
  if (!edit.shown.empty() || change.subject.details_url.empty()) return;
  change.forget = true;
  change.said.emplace_back("a new details database was asked for");
}

Shown show_render(const Subject& subject) {
  return subject.video.render;
}

Shown show_video_error(const Subject& subject) {
  return subject.video.error;
}

Shown show_text(const Subject& subject) {
  if (!subject.item->page_id.empty()) return std::nullopt;
  return subject.item->text;
}

void take_text(Change& change, const Edit& edit) {
  auto& item = *change.subject.item;
  if (item.text == edit.shown) return;
  item.text = edit.shown;
  item.changed_at = change.now;
  item.touched = true;
  change.retry = true;
  change.said.emplace_back("text edited");
}

// A row without text keeps the number it has: somebody may be about to type the text.
Shown show_number(const Subject& subject) {
  if (subject.number == 0) return std::nullopt;
  return number_text(subject.number);
}

// A number that we are about to write is somebody's all the same who typed it: they saw others.
bool was_typed(const Change& change, const Edit& edit) {
  return edit.known && !change.number_ours && text_in(change.sent, edit.property) != edit.shown;
}

void take_number(Change& change, const Edit& edit) {
  const auto committed = change.subject.number == 0 ? "" : number_text(change.subject.number);
  if (edit.shown == committed && !was_typed(change, edit)) return;
  change.moved = true;
  change.subject.item->touched = true;
}

void take_prompt(Change& change, const Edit& edit) {
  auto& item = *change.subject.item;
  const auto* const fill = change.subject.fill(edit.property);
  if (edit.shown.empty() || !fill || !fill->theirs) return;
  item.changed_at = change.now;
  item.touched = true;
  change.retry = true;
  change.said.emplace_back("prompt edited");
}

Shown show_picture(const Subject& subject) {
  return subject.item->picture_link;
}

Shown show_image(const Subject& subject) {
  return subject.item->image;
}

// Before there is a picture, the cover is whoever's it is.
Shown show_cover(const Subject& subject) {
  const auto& image = subject.item->image;
  return image.empty() ? std::nullopt : Shown(image);
}

Shown show_item_status(const Subject& subject) {
  return std::string(word(subject.item->status));
}

void take_item_status(Change& change, const Edit& edit) {
  if (change.first || edit.before.empty() || edit.shown != word(ItemStatus::pending)) return;
  ++change.subject.item->take;
  change.retry = true;
  change.said.emplace_back("another take was asked for");
}

Shown show_words(const Subject& subject) {
  return subject.item->words == 0 ? "" : number_text(subject.item->words);
}

Shown show_item_error(const Subject& subject) {
  return subject.item->error;
}

void take_item_error(Change& change, const Edit& edit) {
  if (edit.shown.empty() && !change.first) change.again = true;
}

using enum Type;
using enum Owner;

constexpr std::array kVideos{
    Bound{"Title", title, user, {}, show_title, take_title},
    Bound{"YouTube URL", url, user, {}, nullptr, take_url},
    Bound{"Workflow", select, fill, kWorkflows},
    Bound{"Language", select, fill, {}},
    Bound{"Script Approved", checkbox, user, {}, nullptr, take_approval},
    Bound{"Status", select, daemon, kVideoStatuses, show_video_status, take_video_status,
          "Paused\nNew"},
    Bound{"VideoID", rich_text, daemon, {}, show_site<&cache::Video::site_id>},
    Bound{"Channel", rich_text, daemon, {}, show_site<&cache::Video::channel>},
    Bound{"Duration", number, daemon, {}, show_site<&cache::Video::duration>},
    Bound{"View Count", number, daemon, {}, show_site<&cache::Video::views>},
    Bound{"Published Date", date, daemon, {}, show_site<&cache::Video::published>},
    Bound{"Optimized Title", rich_text, fill, {}},
    Bound{"Optimized Description", rich_text, fill, {}},
    Bound{"Keywords", multi_select, fill, {}},
    Bound{"Script Details Database URL", url, daemon, {}, show_details, take_details},
    Bound{"Total Sentences", number, daemon, {}, show_total},
    Bound{"Completed Sentences", number, daemon, {}, show_completed},
    Bound{"Progress", number, daemon, "percent", show_progress},
    Bound{"Estimated Cost", number, daemon, "dollar", show_estimated_cost},
    Bound{"Cost", number, daemon, "dollar", show_cost},
    Bound{"Render", url, daemon, {}, show_render},
    Bound{"Error", rich_text, daemon, {}, show_video_error},
    Bound{kCover, cover, fill, {}},
};

constexpr std::array kDetails{
    Bound{"Script Text", title, user, {}, show_text, take_text},
    Bound{"Sentence Number", number, shared, {}, show_number, take_number},
    Bound{"Image Prompt", rich_text, fill, {}, nullptr, take_prompt},
    Bound{"Generated Image URL", url, daemon, {}, show_picture},
    Bound{"Image", files, daemon, {}, show_image},
    Bound{"Status", select, daemon, kItemStatuses, show_item_status, take_item_status, "Pending"},
    Bound{"Word Count", number, daemon, {}, show_words},
    Bound{"Error", rich_text, daemon, {}, show_item_error, take_item_error},
    Bound{"Created Time", created_time, notion, {}},
    Bound{"Updated Time", last_edited_time, notion, {}},
    Bound{kCover, cover, daemon, {}, show_cover},
};

constexpr std::array kVideosViews{
    BoundView{.name = "By status", .type = "board", .shows = "Status"},
    BoundView{.name = "Needs approval",
              .type = "table",
              .filter = "Status",
              .equals = "Awaiting Approval"},
    BoundView{.name = "Errors", .type = "table", .filter = "Error"},
};

constexpr std::string_view kOrder = "Sentence Number";
constexpr std::array kDetailsViews{
    BoundView{.name = "Sentences", .type = "table", .sort = kOrder, .given = true},
    BoundView{.name = "Pictures", .type = "gallery", .shows = "Image", .sort = kOrder},
    BoundView{.name = "By status", .type = "board", .shows = "Status", .sort = kOrder},
    BoundView{.name = "Errors", .type = "table", .filter = "Error", .sort = kOrder},
};

constexpr Binding kVideosBinding{"videos", kVideos, kVideosViews};
constexpr Binding kDetailsBinding{"details", kDetails, kDetailsViews};

}  // namespace

const cache::Fill* Subject::fill(std::string_view property) const {
  const auto found = std::ranges::find(fills, property, &cache::Fill::property);
  return found == fills.end() ? nullptr : &*found;
}

cache::Fill& Subject::make_fill(std::string_view property) {
  const auto found = std::ranges::find(fills, property, &cache::Fill::property);
  if (found != fills.end()) return *found;
  cache::Fill fill;
  fill.owner_id = id();
  fill.property = property;
  return fills.emplace_back(std::move(fill));
}

const Bound* Binding::find(std::string_view property) const {
  const auto found = std::ranges::find(properties, property, &Bound::name);
  return found == properties.end() ? nullptr : &*found;
}

const Binding& videos_binding() {
  return kVideosBinding;
}

const Binding& details_binding() {
  return kDetailsBinding;
}

const Binding& binding_of(const cache::Base& base) {
  for (const auto* binding : {&kVideosBinding, &kDetailsBinding}) {
    if (binding->name == base.binding) return *binding;
  }
  throw Error("the cache holds a database of the unknown kind \"" + base.binding + "\"");
}

std::string details_title(const cache::Video& video) {
  return one_line(video.title.empty() ? "Untitled" : video.title, kTitle) + " - Script Details";
}

std::string replaced(std::string_view property) {
  return std::string(property) + ", replaced";
}

}  // namespace storyreel::notion
