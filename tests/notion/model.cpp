#include "tests/notion/model.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "tests/notion/model_words.hpp"

namespace storyreel::test {
namespace {

using Rows = std::vector<RowWord>;

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

Rows::iterator with_sentence(Rows& rows, const std::string& sentence) {
  return std::ranges::find(rows, sentence, &RowWord::sentence);
}

// Where both changed, the row wins: it stands for the sentence as it reads now.
void keep_touched(FilmWord& film, const std::vector<std::string>& body) {
  for (auto& row : film.rows) {
    if (row.sentence.empty() || has(body, row.sentence)) continue;
    if (!row.touched && !row.trashed) continue;
    for (const auto& sentence : body) {
      const bool held = with_sentence(film.rows, sentence) != film.rows.end();
      if (!held && name_in(sentence) == name_in(row.sentence)) row.sentence = sentence;
    }
  }
}

void drop_gone(FilmWord& film, const std::vector<std::string>& body) {
  const auto goes = [&](const RowWord& row) {
    return !row.sentence.empty() && !has(body, row.sentence) && !row.touched && !row.trashed;
  };
  for (const auto& row : film.rows) {
    if (goes(row) && !row.page.empty()) film.gone.insert(row.page);
  }
  std::erase_if(film.rows, goes);
}

/// Where a row sorts while moves are taken: by number, what moved there before what holds it, and
/// else as it stood.
struct Key {
  double number = 0;
  bool holds = true;
  std::size_t stood = 0;

  auto operator<=>(const Key&) const = default;
};

const MoveWord* move_of(const FilmWord& film, const RowWord& row) {
  const auto found = std::ranges::find(film.moves, row.page, &MoveWord::page);
  return found == film.moves.end() ? nullptr : &*found;
}

// Notion tells ages to the minute: of two that ask for one place, nobody knows the older.
void loosen_equals(FilmWord& film) {
  for (const auto& one : film.moves) {
    const auto equal = std::ranges::count_if(film.moves, [&](const MoveWord& other) {
      return other.number == one.number && other.behind == one.behind;
    });
    if (equal > 1) film.row(one.page)->loose = true;
  }
}

void place_behind(Rows& order, RowWord row, const std::string& original) {
  auto at = std::ranges::find(order, original, &RowWord::page);
  if (at != order.end()) ++at;
  order.insert(at, std::move(row));
}

}  // namespace

RowWord* FilmWord::row(const std::string& page_id) {
  const auto found = std::ranges::find(rows, page_id, &RowWord::page);
  return page_id.empty() || found == rows.end() ? nullptr : &*found;
}

RowWord* FilmWord::unmet(const std::string& text, const std::string& prompt) {
  RowWord* best = nullptr;
  for (auto& row : rows) {
    if (!row.page.empty() || row.trashed || row.text != text) continue;
    if (row.prompt == prompt) return &row;
    if (!best || (best->prompt && !row.prompt)) best = &row;
  }
  return best;
}

std::size_t FilmWord::standing() const {
  return static_cast<std::size_t>(std::ranges::count(rows, false, &RowWord::trashed));
}

FilmWord* Model::film(const std::string& page_id) {
  const auto found = std::ranges::find(films, page_id, &FilmWord::page);
  return found == films.end() ? nullptr : &*found;
}

void follow_body(FilmWord& film, std::vector<std::string> body) {
  keep_touched(film, body);
  drop_gone(film, body);
  std::string previous;
  for (const auto& sentence : body) {
    if (with_sentence(film.rows, sentence) == film.rows.end()) {
      RowWord row;
      row.text = row.sentence = sentence;
      auto at = previous.empty() ? film.rows.begin() : with_sentence(film.rows, previous);
      if (!previous.empty()) {
        // What a row in the trash is said to stand before, nobody sees.
        row.loose = at->loose || at->trashed;
        ++at;
      }
      film.rows.insert(at, row);
    }
    previous = sentence;
  }
  film.taken = std::move(body);
}

void forget_replaced(FilmWord& film, const std::string& text) {
  for (auto& row : film.rows) {
    if (row.page.empty() || row.touched || row.trashed || row.sentence != text) continue;
    film.gone.insert(std::exchange(row.page, {}));
    row.takes = {};
  }
}

void take_moves(FilmWord& film) {
  if (film.moves.empty()) return;
  loosen_equals(film);
  std::vector<std::pair<Key, RowWord>> keyed;
  Rows copies;
  double held = 0;
  for (const auto& row : film.rows) {
    held = std::max(held, row.held);
    const auto* const move = move_of(film, row);
    if (move && !move->behind.empty()) {
      copies.push_back(row);
      continue;
    }
    const auto last = std::numeric_limits<double>::infinity();
    const auto stood = keyed.size();
    keyed.emplace_back(
        move ? Key{move->number.value_or(last), false, stood} : Key{held, true, stood}, row);
  }
  std::ranges::sort(keyed, {}, &std::pair<Key, RowWord>::first);
  Rows order;
  for (auto& [key, row] : keyed) order.push_back(std::move(row));
  for (auto& copy : copies) {
    const auto behind = move_of(film, copy)->behind;
    place_behind(order, std::move(copy), behind);
  }
  film.rows = std::move(order);
  film.moves.clear();
  film.calm = false;
}

void loosen_moves(FilmWord& film) {
  for (const auto& move : film.moves) {
    if (auto* row = film.row(move.page)) row->loose = true;
  }
  if (!film.moves.empty()) film.calm = false;
  film.moves.clear();
}

void polled(Model& model) {
  for (auto& film : model.films) {
    if (film.hidden || film.trashed || film.details_trashed) continue;
    take_moves(film);
    for (auto& row : film.rows) {
      if (row.takes.open && row.takes.sure) ++row.takes.least;
      row.takes.open = row.fresh = false;
    }
  }
}

}  // namespace storyreel::test
