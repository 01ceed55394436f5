#include "pipeline/render/bed.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <numbers>

#include "pipeline/render/limiter.hpp"
#include "pipeline/render/part.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/sound_source.hpp"
#include "pipeline/render/survey.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr std::int64_t kBlock = 8192;
/// A longer piece is repeated from its beginning; 460 MB.
constexpr std::int64_t kLongestBed = std::int64_t{kSampleRate} * 60 * 20;
constexpr std::int64_t kOverlap = std::int64_t{kSampleRate} * 2;

static_assert(sizeof(Sample) == 2 * sizeof(float));

/// Writes samples as they are in memory.
class SampleWriter {
 public:
  explicit SampleWriter(const std::filesystem::path& file)
      : file_(file), out_(file, std::ios::binary) {}

  void push(Sample sample) {
    block_.push_back(sample);
    if (std::ssize(block_) == kBlock) flush();
  }

  /// Goes back to the first sample.
  void rewind() {
    flush();
    out_.seekp(0);
  }

  void finish() {
    flush();
    out_.close();
    if (!out_) refuse_unwritten(file_, errno);
  }

 private:
  void flush() {
    out_.write(reinterpret_cast<const char*>(block_.data()),
               static_cast<std::streamsize>(block_.size() * sizeof(Sample)));
    if (!out_) refuse_unwritten(file_, errno);
    block_.clear();
  }

  std::filesystem::path file_;
  std::ofstream out_;
  std::vector<Sample> block_;
};

/// Music at its level behind the limiter, without its delay.
class LimitedSource {
 public:
  LimitedSource(const std::filesystem::path& file, LoudnessMeter::Span span, float gain,
                std::stop_token stop)
      : source_(file, span, gain, std::move(stop)) {
    for (std::int64_t i = 0; i < Limiter::kDelay; ++i) next();
  }
  Sample next() { return limiter_.push(source_.next()); }

 private:
  LevelSource source_;
  Limiter limiter_;
};

}  // namespace

void make_bed(const std::filesystem::path& music, const std::filesystem::path& out,
              std::stop_token stop, const Progress& progress) {
  const auto found = survey(music, kMusic, stop, part(progress, 0, kSurveying));
  const auto length = std::min(found.heard.to - found.heard.from, kLongestBed);
  const auto overlap = std::min(kOverlap, length / 4);
  LimitedSource source(music, found.heard, found.gain, stop);
  SampleWriter writer(out);
  std::vector<Sample> head;
  const auto writing = part(progress, kSurveying, 1);
  for (std::int64_t i = 0; i < length - overlap; ++i) {
    tell(writing, i, length);
    const auto sample = source.next();
    if (i < overlap) head.push_back(sample);
    writer.push(sample);
  }
  writer.rewind();
  for (std::int64_t i = 0; i < overlap; ++i) {
    const double turn =
        std::numbers::pi / 2 * (static_cast<double>(i) + 0.5) / static_cast<double>(overlap);
    writer.push(head[static_cast<std::size_t>(i)] * static_cast<float>(std::sin(turn)) +
                source.next() * static_cast<float>(std::cos(turn)));
  }
  writer.finish();
}

BedReader::BedReader(std::filesystem::path file, std::int64_t at)
    : file_(std::move(file)), in_(file_, std::ios::binary) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(file_, failed);
  if (!in_ || failed) refuse(file_, "can't be opened");
  length_ = static_cast<std::int64_t>(bytes / sizeof(Sample));
  if (length_ == 0) refuse(file_, "the music bed is empty; it has to be made again");
  at_ = (at % length_ + length_) % length_;
}

void BedReader::fill() {
  block_.resize(static_cast<std::size_t>(std::min(kBlock, length_ - at_)));
  in_.seekg(at_ * std::int64_t{sizeof(Sample)});
  in_.read(reinterpret_cast<char*>(block_.data()),
           static_cast<std::streamsize>(block_.size() * sizeof(Sample)));
  if (!in_) refuse(file_, "the music bed is damaged; it has to be made again");
  at_ = (at_ + std::ssize(block_)) % length_;
  taken_ = 0;
}

Sample BedReader::next() {
  if (taken_ == block_.size()) fill();
  return block_[taken_++];
}

}  // namespace storyreel::render
