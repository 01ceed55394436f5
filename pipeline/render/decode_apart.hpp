#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/runtime/time.hpp"
#include "pipeline/render/av/frame.hpp"
#include "pipeline/render/decoder_child.hpp"

namespace storyreel::render {

/// Who decodes, and for how long at most. Tests put other programs in this one's place.
struct Apart {
  std::vector<std::string> argv{};  ///< started for the picture; empty: this program's own child
  milliseconds wall{40'000};
};

/// Has a child decode `file` and gives its frame; null when the order was only to see whether it
/// decodes. Blocks. Throws Error naming the file when the child refuses it, crashes, answers
/// nonsense or goes over a limit, and leaves as check_stop() does when `stop` is requested; the
/// child is gone then.
av::Frame decode_apart(const std::filesystem::path& file, const DecoderOrder& order,
                       const Apart& apart, const std::stop_token& stop);

}  // namespace storyreel::render
