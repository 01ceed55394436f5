#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "cache/records.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/offload.hpp"
#include "pipeline/work.hpp"

namespace storyreel::test {

/// The media of a film whose sentences are all the same, made once by the pipeline's own stages, as
/// files of any number of artifacts: they can be played, and other parts of a film joined to them.
class StockMedia {
 public:
  /// Draws, speaks and renders for a second or two. `loop` runs meanwhile.
  StockMedia(const config::Settings& settings, pipeline::Providers& providers, Offload& offload,
             boost::asio::io_context& loop);

  /// Gives an artifact, of which key and kind are set, its file, and says the rest of it. `at`: of
  /// which sentence of how many, at least three; a body at either end is another.
  void add(cache::Artifact& artifact, std::size_t at = 1, std::size_t count = 3);

 private:
  /// What files of one content share.
  struct Content {
    cache::Artifact like;
    std::filesystem::path file;
    std::size_t names = 1;
  };

  std::filesystem::path store_;
  TemporaryFolder folder_;
  std::map<std::string, Content> contents_;  ///< by kind, bodies also by place
};

}  // namespace storyreel::test
