#include "notion/workspace/cells.hpp"

#include <simdjson.h>

namespace storyreel::workspace {
namespace {

namespace ondemand = simdjson::ondemand;
using ondemand::json_type;

std::string_view string_in(ondemand::value value) {
  std::string_view text;
  return value.get_string().get(text) ? std::string_view() : text;
}

/// The plain text of a rich text list, or a text itself.
void read_text(ondemand::value value, json_type type, Cell& cell) {
  if (type == json_type::string) cell.text = fold(string_in(value));
  if (type != json_type::array) return;
  std::string plain;
  for (auto item : value.get_array()) {
    std::string_view part;
    if (!item["plain_text"].get_string().get(part)) plain += part;
  }
  cell.text = fold(plain);
}

/// A number, or that of a unique id.
void read_number(ondemand::value value, json_type type, Cell& cell) {
  double number = 0;
  const auto error = type == json_type::object ? value["number"].get_double().get(number)
                                               : value.get_double().get(number);
  if (!error) cell.number = number;
}

void read_tick(ondemand::value value, json_type, Cell& cell) {
  bool ticked = false;
  if (!value.get_bool().get(ticked)) cell.number = ticked ? 1 : 0;
}

void read_date(ondemand::value value, json_type type, Cell& cell) {
  std::string_view start;
  if (type != json_type::object || value["start"].get_string().get(start)) return;
  if (const auto time = from_iso(start)) cell.number = number_of(*time);
}

/// An id, or a list of ids or of objects with one.
void read_words(ondemand::value value, json_type type, Cell& cell) {
  if (type == json_type::string) cell.words.emplace_back(string_in(value));
  if (type != json_type::array) return;
  for (auto item : value.get_array()) {
    std::string_view id;
    const auto error = item.type() == json_type::object ? item["id"].get_string().get(id)
                                                        : item.get_string().get(id);
    if (!error) cell.words.emplace_back(id);
  }
}

void read_files(ondemand::value value, json_type type, Cell& cell) {
  if (type != json_type::array) return;
  ondemand::array files = value.get_array();
  if (!files.is_empty()) cell.number = 1;
}

using Read = void (*)(ondemand::value value, json_type type, Cell& cell);

Read reader_of(Family family) {
  switch (family) {
    case Family::text:
      return read_text;
    case Family::number:
      return read_number;
    case Family::checkbox:
      return read_tick;
    case Family::date:
      return read_date;
    case Family::option:
    case Family::options:
    case Family::people:
    case Family::relation:
      return read_words;
    case Family::files:
      return read_files;
    case Family::computed:
      break;
  }
  return [](ondemand::value, json_type, Cell&) {};
}

void read_properties(ondemand::object properties, std::span<const Subject> subjects,
                     std::span<Cell> cells) {
  for (auto field : properties) {
    const ondemand::raw_json_string key = field.key();
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      if (!key.is_equal(subjects[i].key)) continue;
      ondemand::value value = field.value();
      reader_of(subjects[i].family)(value, value.type(), cells[i]);
      break;
    }
  }
}

}  // namespace

struct CellReader::Parser {
  ondemand::parser parser;
  std::string padded;
};

CellReader::CellReader() : parser_(std::make_unique<Parser>()) {}
CellReader::CellReader(CellReader&&) noexcept = default;
CellReader& CellReader::operator=(CellReader&&) noexcept = default;
CellReader::~CellReader() = default;

bool CellReader::read(std::string_view body, std::span<const Subject> subjects,
                      std::span<Cell> cells) {
  for (auto& cell : cells) cell = {};
  auto& padded = parser_->padded;
  padded.reserve(body.size() + simdjson::SIMDJSON_PADDING);
  padded = body;
  bool archived = false;
  try {
    auto document = parser_->parser.iterate(
        simdjson::padded_string_view(padded.data(), padded.size(), padded.capacity()));
    for (auto field : document.get_object()) {
      const ondemand::raw_json_string key = field.key();
      if (key.is_equal("properties"))
        read_properties(field.value().get_object(), subjects, cells);
      else if (key.is_equal("is_archived"))
        archived = field.value().get_bool();
    }
  } catch (const simdjson::simdjson_error&) {
    // What can't be read counts as empty.
  }
  return archived;
}

}  // namespace storyreel::workspace
