#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/runtime/time.hpp"
#include "pipeline/providers/till.hpp"

/// What is known of the services that make things for money, in one table.
namespace storyreel::pipeline {

/// What an error of a service means. The first that fits counts.
struct ErrorMeaning {
  int status = 0;         ///< 0: any
  std::string_view code;  ///< the service's own word, or how it begins: "not enough*"; empty: any
  ProviderError::Class kind = ProviderError::Class::again;
  bool doubtful = false;      ///< it may have been made and charged
  std::string_view remedy{};  ///< for people; empty: what the service says is enough
};

/// A service.
struct Facts {
  std::string_view name;   ///< in the configuration: "openai"
  std::string_view makes;  ///< "text", "picture", "voice"
  std::string_view base_url;
  std::string_view model;       ///< its usual one
  std::string_view key_header;  ///< where the key goes, and what stands before it
  std::string_view key_prefix;
  std::string_view account;  ///< a path that costs nothing and wants the key
  std::string_view unit;     ///< that is paid for: "tokens", "pictures", "characters"
  std::size_t longest;       ///< characters of a prompt or text
  seconds patience;          ///< for one request; for a job, until it is looked at again later
  std::string_view words;    ///< JSON pointers into an error: what people read
  std::string_view code;     ///< and the service's own word for it
  std::span<const ErrorMeaning> errors;
  std::string_view other_words{};  ///< where else they may stand; empty: nowhere
  std::string_view other_code{};
};

/// Throws Error for one that isn't there.
const Facts& facts(std::string_view name, std::string_view makes);

/// Whether the service's own errors hold that word.
bool knows(const Facts& service, std::string_view code);

/// What an answer of that status and code means; nullopt: it is none of the known errors of this
/// service, nor of HTTP.
const ErrorMeaning& meaning(const Facts& service, int status, std::string_view code);

}  // namespace storyreel::pipeline
