#pragma once

#include <cstddef>

/// The size limits of Notion's API, in its own units (characters are UTF-16 units).
namespace storyreel::workspace::limits {

inline constexpr std::size_t kPayloadBytes = 500u << 10;
inline constexpr std::size_t kPayloadBlocks = 1000;
inline constexpr std::size_t kText = 2000;
inline constexpr std::size_t kExpression = 1000;
inline constexpr std::size_t kUrl = 2000;
inline constexpr std::size_t kContact = 200;  ///< email, phone_number
inline constexpr std::size_t kArray = 100;    ///< blocks, rich text, options, people, files
inline constexpr std::size_t kNesting = 2;    ///< levels of blocks in one request
inline constexpr std::size_t kOptionName = 100;
inline constexpr std::size_t kProperties = 500;
inline constexpr std::size_t kFormula = 20'000;
inline constexpr std::size_t kZone = 100;       ///< dates and names of time zones
inline constexpr std::size_t kPrefix = 20;      ///< of unique ids
inline constexpr std::size_t kReferences = 25;  ///< pages or people that one value shows
inline constexpr std::size_t kPageSize = 100;
inline constexpr std::size_t kResults = 10'000;  ///< of one query or search
inline constexpr std::size_t kFilterDepth = 2;
inline constexpr std::size_t kJsonDepth = 48;

}  // namespace storyreel::workspace::limits
