#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tests/notion/model.hpp"

namespace storyreel::test {

/// What somebody does next. The numbers choose among what there is when it is done, so that a
/// sequence from which steps were taken out still means something.
struct Step {
  std::string_view kind;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
};

/// A step on its way: the world, what must come of it, and the step's numbers.
struct Turn {
  World& world;
  Model& model;
  Step step;

  /// The video that `step.a` chooses; null when nobody can do anything to it now.
  FilmWord* film() const;
};

/// A kind of step. `act` answers whether it could be done.
struct StepKind {
  std::string_view name;
  unsigned weight = 1;
  bool (*act)(Turn&) = nullptr;
};

std::span<const StepKind> loop_steps();
std::span<const StepKind> row_steps();
std::span<const StepKind> film_steps();

/// A details database as its user has it before them.
struct Sight {
  FilmWord& film;
  std::string source;
  std::vector<notion::Page> pages;

  const notion::Page& page(const std::string& id) const;
};
std::optional<Sight> look(World& world, FilmWord& film);

/// Rewrites the page's paragraphs, one for each sentence.
void write_body(World& world, const std::string& page_id,
                const std::vector<std::string>& sentences);

/// A person adds a video.
void add_film(World& world, Model& model, std::size_t sentences);

}  // namespace storyreel::test
