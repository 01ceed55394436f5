#include "pipeline/ingest.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <span>
#include <sstream>
#include <utility>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Item;
using cache::ItemState;

constexpr std::size_t kNone = SIZE_MAX;
constexpr std::size_t kMostCells = 25'000'000;
constexpr double kAlike = 0.3;  // share of common words from which a sentence counts as rewritten

/// For each sentence, the index of the row that holds it, or kNone.
using Matches = std::vector<std::size_t>;

/// Rows that came from the body, as indices into the items, in the order of the script as it was
/// last taken: users may have moved rows since. One whose sentence left the body, and that went to
/// the trash for it, is history: should the sentence come back, it is new.
std::vector<std::size_t> rows_from_body(const std::vector<Item>& items) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool history = items[i].state == ItemState::trashed && !items[i].touched;
    if (!items[i].source.empty() && !history) rows.push_back(i);
  }
  std::ranges::sort(rows, {}, [&](std::size_t row) { return std::pair(items[row].ordinal, row); });
  return rows;
}

/// Longest common subsequence of the middle part that is left when equal ends are cut off.
void match_middle(const std::vector<Item>& items, std::span<const std::size_t> rows,
                  std::span<const std::string> sentences, std::size_t first, Matches& matches) {
  const auto n = rows.size();
  const auto m = sentences.size();
  if (n * m > kMostCells) return;  // equal sentences are matched one by one then
  std::vector<std::vector<std::uint16_t>> length(n + 1, std::vector<std::uint16_t>(m + 1));
  for (auto i = n; i-- > 0;)
    for (auto j = m; j-- > 0;)
      length[i][j] = items[rows[i]].source == sentences[j]
                         ? static_cast<std::uint16_t>(length[i + 1][j + 1] + 1)
                         : std::max(length[i + 1][j], length[i][j + 1]);
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (items[rows[i]].source == sentences[j])
      matches[first + j++] = rows[i++];
    else if (length[i + 1][j] >= length[i][j + 1])
      ++i;
    else
      ++j;
  }
}

Matches match_in_order(const std::vector<Item>& items, const std::vector<std::size_t>& rows,
                       const std::vector<std::string>& sentences) {
  Matches matches(sentences.size(), kNone);
  std::size_t head = 0;
  const auto most = std::min(rows.size(), sentences.size());
  while (head < most && items[rows[head]].source == sentences[head]) {
    matches[head] = rows[head];
    ++head;
  }
  std::size_t tail = 0;
  while (tail < most - head &&
         items[rows[rows.size() - 1 - tail]].source == sentences[sentences.size() - 1 - tail]) {
    matches[sentences.size() - 1 - tail] = rows[rows.size() - 1 - tail];
    ++tail;
  }
  match_middle(items, std::span(rows).subspan(head, rows.size() - head - tail),
               std::span(sentences).subspan(head, sentences.size() - head - tail), head, matches);
  return matches;
}

std::set<std::string> word_set(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

double likeness(const std::string& a, const std::string& b) {
  const auto left = word_set(a);
  const auto right = word_set(b);
  std::vector<std::string> common;
  std::ranges::set_intersection(left, right, std::back_inserter(common));
  const auto all = left.size() + right.size() - common.size();
  return all == 0 ? 0 : static_cast<double>(common.size()) / static_cast<double>(all);
}

std::vector<std::size_t> unmatched(const std::vector<std::size_t>& rows, const Matches& matches) {
  std::vector<std::size_t> left;
  for (auto row : rows)
    if (std::ranges::find(matches, row) == matches.end()) left.push_back(row);
  return left;
}

/// A sentence without a row takes a left-over row that `fits` it best (above 0).
template <class Fits>
void match_rest(std::vector<std::size_t>& left, const std::vector<std::string>& sentences,
                Matches& matches, Fits fits) {
  for (std::size_t j = 0; j < sentences.size() && !left.empty(); ++j) {
    if (matches[j] != kNone) continue;
    auto best = std::ranges::max_element(left, {},
                                         [&](std::size_t row) { return fits(row, sentences[j]); });
    if (fits(*best, sentences[j]) <= 0) continue;
    matches[j] = *best;
    left.erase(best);
  }
}

/// A row that nobody has seen yet gives its sentence to a left-over one that stood for an older
/// wording of it, and that a user touched while it was to go.
void give_way(std::vector<Item>& items, std::vector<std::size_t>& left, Matches& matches) {
  for (auto& match : matches) {
    if (match == kNone || items[match].touched || !items[match].page_id.empty()) continue;
    auto& unseen = items[match];
    const auto fits = [&](std::size_t row) {
      return items[row].touched ? likeness(items[row].source, unseen.source) : 0;
    };
    const auto best = std::ranges::max_element(left, {}, fits);
    if (best == left.end() || fits(*best) < kAlike) continue;
    unseen.state = ItemState::dropped;
    unseen.source.clear();
    match = *best;
    left.erase(best);
  }
}

/// Untouched rows that moved in the body: all but the longest run of them that stands in it as it
/// did. `old_order`: the rows as the script had them.
std::set<std::size_t> moved(const std::vector<Item>& items,
                            const std::vector<std::size_t>& old_order, const Matches& matches) {
  std::vector<std::size_t> old_place(items.size());
  for (std::size_t place = 0; place < old_order.size(); ++place)
    old_place[old_order[place]] = place;
  const auto place_of = [&](std::size_t sentence) { return old_place[matches[sentence]]; };
  std::set<std::size_t> rows;
  std::vector<std::size_t> ends;  // of the best run of each length, as sentences
  std::vector<std::size_t> before(matches.size(), kNone);
  for (std::size_t j = 0; j < matches.size(); ++j) {
    if (matches[j] == kNone || items[matches[j]].touched) continue;
    rows.insert(matches[j]);
    const auto end = std::ranges::lower_bound(ends, place_of(j), {}, place_of);
    if (end != ends.begin()) before[j] = *std::prev(end);
    if (end == ends.end()) {
      ends.push_back(j);
    } else {
      *end = j;
    }
  }
  for (auto j = ends.empty() ? kNone : ends.back(); j != kNone; j = before[j]) {
    rows.erase(matches[j]);
  }
  return rows;
}

Item new_item(const std::string& video_id, const std::string& sentence) {
  Item item;
  item.id = new_uuid();
  item.video_id = video_id;
  item.text = item.source = sentence;
  item.words = count_words(sentence);
  item.created_at = now();
  return item;
}

/// The new order as indices: every row keeps its place; `placed` ones (new or moved) come right
/// after the row of the sentence before them.
std::vector<std::size_t> order_of(std::size_t old_count, const Matches& matches,
                                  const std::set<std::size_t>& placed) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < old_count; ++i)
    if (!placed.contains(i)) order.push_back(i);
  auto next = order.begin();
  for (auto row : matches) {
    if (placed.contains(row))
      next = std::next(order.insert(next, row));
    else
      next = std::next(std::ranges::find(order, row));
  }
  return order;
}

void drop(std::vector<Item>& items, const std::vector<std::size_t>& rows) {
  for (auto row : rows)
    if (!items[row].touched && items[row].state == ItemState::live)
      items[row].state = ItemState::dropped;
}

std::vector<Item> renumbered(std::vector<Item> items, const std::vector<std::size_t>& order) {
  std::vector<Item> result;
  for (auto index : order) {
    result.push_back(std::move(items[index]));
    result.back().position = static_cast<double>(result.size());
  }
  return result;
}

}  // namespace

std::vector<Item> take_passages(const std::string& video_id, std::vector<Item> items,
                                const std::vector<Passage>& passages) {
  std::vector<std::string> sentences;
  for (const auto& passage : passages) sentences.push_back(passage.text);
  const auto rows = rows_from_body(items);
  auto matches = match_in_order(items, rows, sentences);
  auto left = unmatched(rows, matches);
  match_rest(left, sentences, matches, [&](std::size_t row, const std::string& sentence) {
    return items[row].source == sentence ? 1.0 : 0.0;
  });
  match_rest(left, sentences, matches, [&](std::size_t row, const std::string& sentence) {
    if (!items[row].touched) return 0.0;
    const auto score = likeness(items[row].source, sentence);
    return score >= kAlike ? score : 0.0;
  });
  give_way(items, left, matches);
  drop(items, left);

  const auto old_count = items.size();
  auto placed = moved(items, rows, matches);
  for (std::size_t j = 0; j < sentences.size(); ++j) {
    if (matches[j] == kNone) {
      placed.insert(items.size());
      matches[j] = items.size();
      items.push_back(new_item(video_id, sentences[j]));
    }
    auto& item = items[matches[j]];
    item.source = sentences[j];
    item.section = passages[j].section;
    item.ordinal = static_cast<int>(j) + 1;
    // Its sentence came back before its page was trashed.
    if (item.state == ItemState::dropped) item.state = ItemState::live;
  }
  return renumbered(std::move(items), order_of(old_count, matches, placed));
}

}  // namespace storyreel::pipeline
