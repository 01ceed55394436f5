#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storyreel::workspace {

/// One field of a form. `bytes` looks into the body it was read from.
struct FormField {
  std::string name;
  std::optional<std::string> filename;
  std::string content_type;  ///< as it came; empty when it was not said
  std::string_view bytes;
};

/// The fields of a multipart/form-data body (RFC 7578), at most 16 of them; nullopt when the
/// content type or the body is anything else or cut short. Copies nothing but the fields' headers.
std::optional<std::vector<FormField>> parse_form(std::string_view content_type,
                                                 std::string_view body);

}  // namespace storyreel::workspace
