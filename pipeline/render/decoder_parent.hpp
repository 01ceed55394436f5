#pragma once

#include <array>
#include <memory>

#include "daemon/runtime/fd.hpp"
#include "pipeline/render/decoder_child.hpp"

namespace storyreel::render {

/// A decoder at work. It is gone when this is.
class Decoding {
 public:
  Decoding() = default;
  virtual ~Decoding() = default;
  Decoding(const Decoding&) = delete;
  Decoding& operator=(const Decoding&) = delete;

  /// Becomes readable when the decoder ends.
  virtual const Fd& watch() const = 0;

  /// Ends it, and gives its exit code, or 128 + the signal that ended it.
  virtual int reap() = 0;
};

/// Has a decoder born that obeys `order` with `descriptors` as its standard input and output.
/// Starting a program of so many libraries takes longer than most pictures do: it is started once,
/// stands by for the rest of the process, and forks (decoder_child.hpp); if it is gone, it is
/// started anew. Any thread may call this. Throws Error when it can't be started.
std::unique_ptr<Decoding> fork_decoder(const DecoderOrder& order,
                                       const std::array<int, 2>& descriptors);

}  // namespace storyreel::render
