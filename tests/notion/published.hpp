#pragma once

#include <string>
#include <vector>

#include "tests/notion/filled.hpp"

namespace storyreel::test {

/// A studio whose one video has rows, and files in its store that can be published.
struct Published : Filled {
  explicit Published(const std::vector<std::string>& sentences = {"One", "Two"})
      : Filled(sentences) {}

  /// A file of so many bytes in the store, published; returns the publication's name.
  std::string publish(const std::string& kind, std::size_t bytes, const std::string& extension);
  /// Passes of the films' loop until nothing is held back.
  void show_films();
  /// Blocks that show a video in the one video's page, as the person sees them.
  std::vector<boost::json::object> film_blocks();
  /// A row's picture is made, as the pipeline says it.
  void show(const std::string& name, std::size_t row = 0);
  /// The video's film is verified, as the pipeline says it.
  void verify(const std::string& name);

  /// How many requests of ours went to paths that begin so, less their ids; "POST /v1/pages".
  std::size_t asked(const std::string& method, const std::string& path);
  /// What fails once: a request, in a way (GET /_control/).
  void fail_once(const char* kind, const char* method, const char* pattern);
  std::string log_text();

  notion::Films films{client, cache, log, settings, shelf, true};
};

}  // namespace storyreel::test
