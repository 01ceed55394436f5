#include "pipeline/render/examine.hpp"

extern "C" {
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/boxes.hpp"
#include "pipeline/render/clock.hpp"
#include "pipeline/render/loudness.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/true_peak.hpp"

namespace storyreel::render {

namespace {

constexpr double kFilmLufs = -14;
constexpr double kMostOffLufs = 1;
constexpr double kMostPeakDb = -1;
constexpr std::size_t kMostTimes = 5;
constexpr const char* kFilmFormats = "mov,matroska,avi,mpegts,flv,mpeg";

using Faults = std::vector<std::string>;

double db(double share) {
  return 20 * std::log10(std::max(share, 1e-9));
}

/// One stream being decoded; what does not decode is noted and passed over.
class Track {
 public:
  Track(const AVStream& stream, const std::filesystem::path& film)
      : stream_(stream), decoder_(stream.codecpar->codec_id, stream.codecpar, film, "") {}

  const AVStream& stream() const { return stream_; }

  /// Decodes a packet (null: the rest) and calls `take` with each frame.
  template <class Take>
  void decode(const AVPacket* packet, Take take) {
    if (packet && packet->pts != AV_NOPTS_VALUE) at_ = seconds(packet->pts);
    try {
      decoder_.send(packet);
      while (decoder_.receive(*frame_)) take(*frame_);
    } catch (const Error&) {
      if (broken_.size() < kMostTimes) broken_.push_back(clock_of(std::llround(at_)));
      ++count_;
    }
  }

  double seconds(std::int64_t ticks) const {
    return static_cast<double>(ticks) * av_q2d(stream_.time_base);
  }

  void report(std::string_view name, Faults& faults) const {
    if (count_ > 0)
      faults.push_back(fmt::format("the {} does not decode in {} places, at {}{}", name, count_,
                                   fmt::join(broken_, ", "),
                                   count_ > std::ssize(broken_) ? " and others" : ""));
  }

 private:
  const AVStream& stream_;
  av::Decoder decoder_;
  av::Frame frame_ = av::make_frame();
  double at_ = 0;
  std::vector<std::string> broken_;
  std::int64_t count_ = 0;
};

/// The decoded pictures' times.
class Clock {
 public:
  void add(std::int64_t pts) {
    if (pts == AV_NOPTS_VALUE) return;
    if (count_ == 0) first_ = pts;
    if (count_ > 0) {
      shortest_ = std::min(shortest_, pts - last_);
      longest_ = std::max(longest_, pts - last_);
    }
    last_ = pts;
    ++count_;
  }
  std::int64_t count() const { return count_; }
  std::int64_t first() const { return first_; }
  /// Time bases are often too coarse for the rate: a tick more or less is none.
  bool is_steady() const { return count_ < 2 || longest_ - shortest_ <= 1; }
  double step() const {
    return count_ < 2 ? 0 : static_cast<double>(last_ - first_) / static_cast<double>(count_ - 1);
  }
  double end() const { return static_cast<double>(last_) + step(); }

 private:
  std::int64_t count_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::int64_t shortest_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t longest_ = 0;
};

/// The decoded sound's length and levels.
class Ear {
 public:
  explicit Ear(const std::filesystem::path& film) : resampler_(film) {}

  void add(const AVFrame* frame) {
    if (frame && !start_ && frame->pts != AV_NOPTS_VALUE) start_ = frame->pts;
    const auto sound = resampler_.convert(frame);
    const auto left = av::channel(*sound, 0);
    const auto right = av::channel(*sound, 1);
    for (std::size_t i = 0; i < left.size(); ++i) {
      meter_.add({left[i], right[i]});
      peak_ = std::max(peak_, peaks_.push({left[i], right[i]}));
    }
  }
  std::int64_t start() const { return start_.value_or(0); }
  double seconds() const { return static_cast<double>(meter_.samples()) / kSampleRate; }
  std::optional<double> loudness() const { return meter_.loudness(); }
  double peak() const { return db(peak_); }

 private:
  av::Resampler resampler_;
  LoudnessMeter meter_;
  TruePeak peaks_{0};
  float peak_ = 0;
  std::optional<std::int64_t> start_;
};

class Examiner {
 public:
  Examiner(const std::filesystem::path& film, std::stop_token stop)
      : film_(film),
        stop_(std::move(stop)),
        input_(film, kFilmFormats, "the film can't be read"),
        ear_(film) {
    input_.probe();
    if (const auto* stream = input_.stream(AVMEDIA_TYPE_VIDEO)) picture_.emplace(*stream, film);
    if (const auto* stream = input_.stream(AVMEDIA_TYPE_AUDIO)) sound_.emplace(*stream, film);
  }

  void decode(const Progress& progress) {
    const auto packet = av::make_packet();
    const auto length =
        static_cast<double>(std::max<std::int64_t>(1, input_.context().duration)) / AV_TIME_BASE;
    while (read(*packet)) {
      check_stop(stop_);
      if (picture_ && packet->stream_index == picture_->stream().index) {
        look(packet.get());
        if (progress && packet->pts != AV_NOPTS_VALUE)
          progress(std::clamp(picture_->seconds(packet->pts) / length, 0.0, 1.0));
      }
      if (sound_ && packet->stream_index == sound_->stream().index) hear(packet.get());
    }
    if (picture_) look(nullptr);
    if (sound_) hear(nullptr), ear_.add(nullptr);
  }

  Examination result() {
    if (has_boxes(film_)) check_boxes(film_, faults_);
    check_picture();
    check_sound();
    check_together();
    return {describe(), std::move(faults_)};
  }

 private:
  bool read(AVPacket& packet) {
    try {
      return input_.read(packet);
    } catch (const Error& error) {
      faults_.emplace_back(error.what());
      return false;
    }
  }
  void look(const AVPacket* packet) {
    picture_->decode(packet, [this](AVFrame& frame) { clock_.add(frame.best_effort_timestamp); });
  }
  void hear(const AVPacket* packet) {
    sound_->decode(packet, [this](AVFrame& frame) { ear_.add(&frame); });
  }

  void check_picture();
  void check_sound();
  void check_together();
  std::string describe() const;
  double fps() const { return 1 / std::max(1e-9, picture_->seconds(1) * clock_.step()); }

  std::filesystem::path film_;
  std::stop_token stop_;
  av::Input input_;
  std::optional<Track> picture_;
  std::optional<Track> sound_;
  Clock clock_;
  Ear ear_;
  Faults faults_;
};

void Examiner::check_picture() {
  if (!picture_) return faults_.push_back("there is no picture in it");
  const auto& codec = *picture_->stream().codecpar;
  if (codec.codec_id != AV_CODEC_ID_H264)
    faults_.push_back(
        fmt::format("the picture is {}, not H.264", avcodec_get_name(codec.codec_id)));
  if (codec.width % 2 != 0 || codec.height % 2 != 0)
    faults_.push_back(fmt::format("the picture's size {}x{} is odd", codec.width, codec.height));
  if (codec.color_space != AVCOL_SPC_BT709 || codec.color_primaries != AVCOL_PRI_BT709 ||
      codec.color_trc != AVCOL_TRC_BT709)
    faults_.emplace_back("the colours are not marked as BT.709, so players may show others");
  picture_->report("picture", faults_);
  if (!clock_.is_steady()) faults_.emplace_back("the frame rate varies");
}

void Examiner::check_sound() {
  if (!sound_) return faults_.push_back("there is no sound in it");
  const auto& codec = *sound_->stream().codecpar;
  if (codec.codec_id != AV_CODEC_ID_AAC)
    faults_.push_back(fmt::format("the sound is {}, not AAC", avcodec_get_name(codec.codec_id)));
  sound_->report("sound", faults_);
  const auto loudness = ear_.loudness();
  if (!loudness) return faults_.push_back("there is only silence in it");
  if (std::abs(*loudness - kFilmLufs) > kMostOffLufs)
    faults_.push_back(
        fmt::format("the sound is at {:.1f} LUFS instead of {:.0f}, so platforms "
                    "change its level",
                    *loudness, kFilmLufs));
  if (ear_.peak() > kMostPeakDb)
    faults_.push_back(
        fmt::format("the sound peaks at {:.1f} dB; above {:.0f} dB it may be distorted",
                    ear_.peak(), kMostPeakDb));
}

void Examiner::check_together() {
  if (!picture_ || !sound_ || clock_.count() < 2) return;
  const double frame = 1 / fps();
  const double start = picture_->seconds(clock_.first()) - sound_->seconds(ear_.start());
  if (std::abs(start) > frame)
    faults_.push_back(fmt::format("the picture begins {:.2f} s {} the sound", std::abs(start),
                                  start > 0 ? "after" : "before"));
  const double picture = picture_->seconds(1) * clock_.end();
  const double sound = sound_->seconds(ear_.start()) + ear_.seconds();
  if (std::abs(picture - sound) > frame + 1e-6)
    faults_.push_back(
        fmt::format("the picture ends at {:.2f} s and the sound at {:.2f} s", picture, sound));
}

std::string Examiner::describe() const {
  std::string text;
  if (picture_) {
    const auto& codec = *picture_->stream().codecpar;
    text +=
        fmt::format("{} {}x{}, {:.5g} fps; ",
                    codec.codec_id == AV_CODEC_ID_H264 ? "H.264" : avcodec_get_name(codec.codec_id),
                    codec.width, codec.height, fps());
  }
  if (sound_) {
    const auto& codec = *sound_->stream().codecpar;
    text +=
        fmt::format("{} {:.5g} kHz, {} channels; ",
                    codec.codec_id == AV_CODEC_ID_AAC ? "AAC" : avcodec_get_name(codec.codec_id),
                    codec.sample_rate / 1000.0, codec.ch_layout.nb_channels);
  }
  text += clock_of((std::max<std::int64_t>(0, input_.context().duration) + AV_TIME_BASE / 2) /
                   AV_TIME_BASE);
  if (const auto loudness = ear_.loudness())
    text += fmt::format("; {:.1f} LUFS, true peak {:.1f} dB", *loudness, ear_.peak());
  if (const auto chapters = input_.context().nb_chapters; chapters > 0)
    text += fmt::format("; {} chapters", chapters);
  return text;
}

}  // namespace

Examination examine_film(const std::filesystem::path& film, const Progress& progress,
                         std::stop_token stop) {
  Examiner examiner(film, std::move(stop));
  examiner.decode(progress);
  return examiner.result();
}

}  // namespace storyreel::render
