#include "pipeline/ingest.hpp"

#include <algorithm>
#include <map>

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

using cache::Item;
using cache::ItemState;
using Texts = std::vector<std::string>;

std::vector<Item> take(const std::string& video, std::vector<Item> items, const Texts& sentences) {
  std::vector<Passage> all;
  for (const auto& sentence : sentences) all.push_back({.text = sentence, .section = {}});
  return take_passages(video, std::move(items), all);
}

std::vector<Item> rows(const Texts& sentences) {
  return take("v", {}, sentences);
}

/// Rows that stand, in order.
Texts live(const std::vector<Item>& items) {
  Texts texts;
  for (const auto& item : items)
    if (item.state == ItemState::live) texts.push_back(item.text);
  return texts;
}

std::map<std::string, std::string> ids(const std::vector<Item>& items) {
  std::map<std::string, std::string> result;
  for (const auto& item : items) result[item.text] = item.id;
  return result;
}

}  // namespace

TEST_CASE("pipeline::take_sentences fills an empty video verbatim") {
  const auto items = rows({"One two.", "Three."});
  CHECK(live(items) == Texts{"One two.", "Three."});
  CHECK(items[0].source == "One two.");
  CHECK(items[0].words == 2);
  CHECK(items[0].position == 1);
  CHECK(items[1].position == 2);
  CHECK(items[0].page_id.empty());
  CHECK(items[0].changed_at == Time{});
}

TEST_CASE("pipeline::take_sentences keeps the rows of unchanged sentences") {
  const auto before = rows({"A.", "B.", "C.", "D."});
  const auto after = take("v", before, {"A.", "New.", "B.", "D."});
  CHECK(live(after) == Texts{"A.", "New.", "B.", "D."});
  const auto old_ids = ids(before);
  const auto new_ids = ids(after);
  for (const auto* kept : {"A.", "B.", "D."}) CHECK(old_ids.at(kept) == new_ids.at(kept));
  const auto gone = std::ranges::find(after, "C.", &Item::text);
  REQUIRE(gone != after.end());
  CHECK(gone->state == ItemState::dropped);
}

TEST_CASE("pipeline::take_sentences lets a row that was touched when it was to go win") {
  const Texts body{"One red fox ran.", "It slept soundly all day.", "Then it woke."};
  auto items = rows(body);
  for (auto& item : items) item.page_id = "page of " + item.text;
  auto changed = body;
  changed[1] = "It slept soundly all night.";
  items = take("v", items, changed);
  const auto old = std::ranges::find(items, body[1], &Item::text);
  REQUIRE(old->state == ItemState::dropped);
  old->state = ItemState::live;
  old->touched = true;
  old->text = "Mine.";
  SUBCASE("over the planned one") {
    items = take("v", items, changed);
    CHECK(live(items) == Texts{body[0], "Mine.", body[2]});
    CHECK(live(take("v", items, changed)) == Texts{body[0], "Mine.", body[2]});
  }
  SUBCASE("but not over one that stands") {
    std::ranges::find(items, changed[1], &Item::text)->page_id = "its page";
    CHECK(live(take("v", items, changed)).size() == 4);
  }
}

TEST_CASE("pipeline::take_sentences lets a moved sentence keep its row") {
  const auto before = rows({"A.", "B.", "C."});
  const auto after = take("v", before, {"C.", "A.", "B."});
  CHECK(live(after) == Texts{"C.", "A.", "B."});
  CHECK(ids(before) == ids(after));
}

TEST_CASE("pipeline::take_sentences takes a row that its user moved for no move of the others") {
  auto before = rows({"A.", "B.", "C.", "D."});
  std::ranges::rotate(before, before.begin() + 1);
  before[3].touched = true;
  CHECK(live(before) == Texts{"B.", "C.", "D.", "A."});
  const auto after = take("v", before, {"A.", "New.", "B.", "C.", "D."});
  CHECK(live(after) == Texts{"B.", "C.", "D.", "A.", "New."});
}

TEST_CASE("pipeline::take_sentences remembers where sentences stood, wherever rows were moved to") {
  auto items = rows({"A.", "B.", "C."});
  std::ranges::rotate(items.begin() + 1, items.begin() + 2, items.end());
  items[2].touched = true;
  REQUIRE(live(items) == Texts{"A.", "C.", "B."});
  items = take("v", items, {"A.", "B.", "New.", "Newer.", "C."});
  CHECK(live(items) == Texts{"A.", "C.", "B.", "New.", "Newer."});
  SUBCASE("no untouched row moves at a later edit") {
    CHECK(live(take("v", items, {"A.", "B.", "New.", "Newer.", "C.", "D."})) ==
          Texts{"A.", "C.", "D.", "B.", "New.", "Newer."});
  }
  SUBCASE("one that moves in the body moves") {
    CHECK(live(take("v", items, {"Newer.", "A.", "B.", "New.", "C."})) ==
          Texts{"Newer.", "A.", "C.", "B.", "New."});
  }
}

TEST_CASE("pipeline::take_sentences treats equal sentences one by one") {
  const auto after = take("v", rows({"Ha.", "Ha."}), {"Ha.", "Ha.", "Ha."});
  CHECK(live(after) == Texts{"Ha.", "Ha.", "Ha."});
  CHECK(live(take("v", after, {"Ha."})) == Texts{"Ha."});
}

TEST_CASE("pipeline::take_sentences leaves touched rows as they are") {
  auto before = rows({"The fox ran away.", "B.", "C."});
  before[0].touched = true;
  before[0].text = "The fox, my fox.";
  SUBCASE("when the body does not change there") {
    CHECK(live(take("v", before, {"The fox ran away.", "B."})) == Texts{"The fox, my fox.", "B."});
  }
  SUBCASE("when its sentence was rewritten, the row wins") {
    const auto after = take("v", before, {"The fox ran far away.", "B.", "C."});
    CHECK(live(after) == Texts{"The fox, my fox.", "B.", "C."});
    CHECK(live(take("v", after, {"The fox ran far away.", "B.", "C."})) ==
          Texts{"The fox, my fox.", "B.", "C."});
  }
  SUBCASE("when its sentence is gone") {
    CHECK(live(take("v", before, {"B.", "C."})) == Texts{"The fox, my fox.", "B.", "C."});
  }
  SUBCASE("when the user moved it") {
    std::ranges::rotate(before, before.begin() + 1);
    CHECK(live(take("v", before, {"The fox ran away.", "B.", "C.", "D."})) ==
          Texts{"B.", "C.", "D.", "The fox, my fox."});
  }
}

TEST_CASE("pipeline::take_sentences keeps users' rows and trashed rows") {
  auto before = rows({"A.", "B."});
  before[1].state = ItemState::trashed;
  before[1].touched = true;
  Item own;
  own.id = "own";
  own.text = "Mine.";
  own.touched = true;
  before.insert(before.begin() + 1, own);
  const auto after = take("v", before, {"A.", "B.", "C."});
  CHECK(live(after) == Texts{"A.", "Mine.", "C."});
}

TEST_CASE(
    "pipeline::take_sentences makes a row anew when its sentence returns after it was trashed") {
  auto dropped = take("v", rows({"A.", "B."}), {"A."});
  dropped[1].state = ItemState::trashed;
  CHECK(live(take("v", dropped, {"A.", "B."})) == Texts{"A.", "B."});
  dropped[1].touched = true;
  CHECK(live(take("v", dropped, {"A.", "B."})) == Texts{"A."});
}

TEST_CASE("pipeline::take_sentences takes a dropped row back when its sentence returns") {
  const auto dropped = take("v", rows({"A.", "B."}), {"A."});
  const auto back = take("v", dropped, {"A.", "B."});
  CHECK(live(back) == Texts{"A.", "B."});
  CHECK(back.size() == 2);
}

TEST_CASE("pipeline::take_sentences handles thousands of rows") {
  Texts many;
  for (int i = 0; i < 3000; ++i) many.push_back("Sentence number " + std::to_string(i) + ".");
  const auto before = rows(many);
  auto edited = many;
  edited.erase(edited.begin() + 1500);
  edited.insert(edited.begin() + 10, "Another.");
  CHECK(live(take("v", before, edited)) == edited);
}

TEST_CASE("pipeline::take_passages notes the headings that sentences stand below") {
  const auto sections = [](const std::vector<Item>& items) {
    Texts all;
    for (const auto& item : items) all.push_back(item.section);
    return all;
  };
  auto items = take_passages("v", {}, {{"A.", ""}, {"B.", "One"}, {"C.", "One"}});
  CHECK(sections(items) == Texts{"", "One", "One"});
  items[1].touched = true;
  CHECK(sections(take_passages("v", items, {{"A.", "Zero"}, {"B.", "Two"}, {"C.", "Two"}})) ==
        Texts{"Zero", "Two", "Two"});
}

}  // namespace storyreel::pipeline
