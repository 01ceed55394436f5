#pragma once

#include <cstdint>
#include <string_view>

namespace storyreel::pipeline {

/// Where a picture plays. The builtin painter has a motif for each.
enum class Place {
  sea,
  mountains,
  city,
  forest,
  fields,
  desert,
  river,
  sky,
  winter,
  interior,
  shapes
};

enum class Hour { dawn, day, dusk, night };

/// What a sentence or a prompt says about its picture, in any of the languages of the cue tables;
/// what it doesn't say is chosen by hash. Pure.
struct Scene {
  Place place = Place::shapes;
  Hour hour = Hour::day;
  bool place_told = false;  ///< a word names it
  bool hour_told = false;
};

Scene scene_of(std::string_view text, std::uint64_t hash);

/// A number that depends on every field of a text; the same everywhere and for ever.
std::uint64_t hash_of(std::string_view kind, std::string_view text);

/// Draws numbers from a hash, one after the other; the same sequence everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();
  double real(double low, double high);  ///< low ≤ x < high
  int whole(int low, int high);          ///< low ≤ n ≤ high

  template <class Table>
  const auto& pick(const Table& table) {
    return table[static_cast<std::size_t>(next() % std::size(table))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace storyreel::pipeline
