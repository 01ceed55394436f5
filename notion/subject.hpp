#pragma once

#include <optional>

#include "cache/cache.hpp"
#include "notion/bindings.hpp"

namespace storyreel::notion {

Subject subject_of(cache::Database& database, cache::Video video);
Subject subject_of(cache::Database& database, cache::Item item);

/// A page with what it is about.
struct Standing {
  cache::Base base;
  cache::Page mirror;
  Subject subject;
};

/// nullopt: the page is unknown, in the trash, or stands for nothing of ours.
std::optional<Standing> standing_of(cache::Database& database, const std::string& page_id);

}  // namespace storyreel::notion
