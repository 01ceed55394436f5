#include "notion/workspace/numbers.hpp"

#include <algorithm>
#include <array>

#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kConfig{Field{"format", Want::string}};

constexpr std::array<std::string_view, 41> kNumberFormats{"number",
                                                          "number_with_commas",
                                                          "percent",
                                                          "dollar",
                                                          "argentine_peso",
                                                          "australian_dollar",
                                                          "baht",
                                                          "canadian_dollar",
                                                          "chilean_peso",
                                                          "colombian_peso",
                                                          "danish_krone",
                                                          "dirham",
                                                          "euro",
                                                          "forint",
                                                          "franc",
                                                          "hong_kong_dollar",
                                                          "koruna",
                                                          "krona",
                                                          "leu",
                                                          "lira",
                                                          "mexican_peso",
                                                          "new_taiwan_dollar",
                                                          "new_zealand_dollar",
                                                          "norwegian_krone",
                                                          "peruvian_sol",
                                                          "philippine_peso",
                                                          "pound",
                                                          "rand",
                                                          "real",
                                                          "ringgit",
                                                          "riyal",
                                                          "ruble",
                                                          "rupee",
                                                          "rupiah",
                                                          "shekel",
                                                          "singapore_dollar",
                                                          "uruguayan_peso",
                                                          "won",
                                                          "yen",
                                                          "yuan",
                                                          "zloty"};

}  // namespace

json::object configure_number(Setting& setting, const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, kConfig);
  const auto* format = find(value.get_object(), "format");
  const auto before = text_of(setting.old, "format");
  // `{"number": {}}` in a PATCH changes nothing, in a POST it is the default.
  if (!format) return {{"format", before.empty() ? "number" : before}};
  if (std::ranges::find(kNumberFormats, format->get_string()) == kNumberFormats.end())
    invalid_field(at(path, "format"), "a number format", format);
  return {{"format", *format}};
}

}  // namespace storyreel::workspace
