#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/container.hpp"

namespace storyreel::render {

/// How a clip's frames lean on each other.
enum class Leaning {
  both,  ///< most lean on earlier and later ones, but neither of the last two does
  back,  ///< on earlier ones only: packets stand as frames do, and may end anywhere
};

/// Encodes a body or a join: H.264 in MP4, every clip of one film with the same codec headers,
/// whatever its leaning, so that its packets can stand anywhere and its last one be left out.
class ClipWriter {
 public:
  /// `frames` is how many are kept, from the first on. `extra` (x264's parameters) must leave the
  /// codec headers alone.
  ClipWriter(const std::filesystem::path& out, const config::Render& settings, std::int64_t frames,
             Leaning leaning, const std::string& extra = {});

  void push(AVFrame& frame);
  void finish();

  /// Whether all that are kept were encoded; the encoder may still hold others.
  bool is_full() const { return std::ssize(sizes_) == frames_; }

  /// Bytes of each frame kept.
  const std::vector<int>& sizes() const { return sizes_; }

 private:
  AVPictureType type_of(std::int64_t at) const;
  void drain();

  AVRational time_base_;
  std::int64_t frames_;
  Leaning leaning_;
  std::int64_t key_every_;
  std::int64_t at_ = 0;
  std::vector<int> sizes_;
  av::Encoder encoder_;
  av::Output output_;
  av::Packet packet_ = av::make_packet();
};

}  // namespace storyreel::render
