#include "pipeline/render/examine.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "pipeline/render/boxes.hpp"
#include "pipeline/render/clock.hpp"
#include "pipeline/render/examined.hpp"
#include "pipeline/render/places.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render {

namespace {

constexpr double kFilmLufs = -14;
constexpr double kMostOffLufs = 1;
constexpr double kMostPeakDb = -1;
constexpr const char* kFilmFormats = "mov,matroska,avi,mpegts,flv,mpeg";
/// After a jump frames may come that lean on what stands before it.
constexpr int kForgiven = 64;

/// How each fault is mended. What ffmpeg does to a FILM it writes as NEW.mp4.
namespace remedy {
constexpr auto kWhole =
    "what is missing can't be made up: copy the file anew from where it is whole";
constexpr auto kDamaged =
    "what is damaged can't be made up: export the film again from where it was made";
constexpr auto kIndex = "ffmpeg -i FILM -c copy -movflags +faststart NEW.mp4";
constexpr auto kPicture = "export it with its picture; storyreel album gives tracks theirs";
constexpr auto kSound = "export it again with its sound";
constexpr auto kH264 = "ffmpeg -i FILM -c:v libx264 -crf 20 -pix_fmt yuv420p -c:a copy NEW.mp4";
constexpr auto kEven =
    "ffmpeg -i FILM -vf \"crop=trunc(iw/2)*2:trunc(ih/2)*2\" -c:v libx264 -crf 20 -c:a copy "
    "NEW.mp4";
constexpr auto kColours =
    "where they are BT.709: ffmpeg -i FILM -c copy -bsf:v h264_metadata=colour_primaries=1:"
    "transfer_characteristics=1:matrix_coefficients=1 NEW.mp4";
constexpr auto kRate = "ffmpeg -i FILM -vf fps=30 -c:v libx264 -crf 20 -c:a copy NEW.mp4";
constexpr auto kAac = "ffmpeg -i FILM -c:v copy -c:a aac -b:a 192k NEW.mp4";
constexpr auto kLevel =
    "ffmpeg -i FILM -c:v copy -af loudnorm=I=-14:TP=-1.5 -ar 48000 -c:a aac -b:a 192k NEW.mp4";
constexpr auto kStart = "move the later one to the beginning, and export the film again";
constexpr auto kEnd = "ffmpeg -i FILM -c copy -shortest NEW.mp4";
constexpr auto kJumps = "ffmpeg -i FILM -c:v libx264 -crf 20 -g 300 -c:a copy NEW.mp4";
}  // namespace remedy

const char* remedy_of(BoxFault fault) {
  return fault == BoxFault::cut ? remedy::kWhole : remedy::kIndex;
}

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
    if (has_boxes(film_))
      for (const auto fault : check_boxes(film_)) add(std::string(words(fault)), remedy_of(fault));
    check_picture();
    check_places();
    check_sound();
    check_together();
    return {describe(), std::move(faults_)};
  }

 private:
  void add(std::string what, const char* remedy) { faults_.push_back({std::move(what), remedy}); }
  bool read(AVPacket& packet) {
    try {
      return input_.read(packet);
    } catch (const Error& error) {
      add(error.what(), remedy::kDamaged);
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
  void check_places();
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
  std::vector<Fault> faults_;
};

void Examiner::check_picture() {
  if (!picture_) return add("there is no picture in it", remedy::kPicture);
  const auto& codec = *picture_->stream().codecpar;
  const bool is_h264 = codec.codec_id == AV_CODEC_ID_H264;
  if (!is_h264)
    add(fmt::format("the picture is {}, not H.264", avcodec_get_name(codec.codec_id)),
        remedy::kH264);
  if (codec.width % 2 != 0 || codec.height % 2 != 0)
    add(fmt::format("the picture's size {}x{} is odd", codec.width, codec.height), remedy::kEven);
  if (codec.color_space != AVCOL_SPC_BT709 || codec.color_primaries != AVCOL_PRI_BT709 ||
      codec.color_trc != AVCOL_TRC_BT709)
    add("the colours are not marked as BT.709, so players may show others",
        is_h264 ? remedy::kColours : remedy::kH264);
  if (auto broken = picture_->broken("picture")) add(std::move(*broken), remedy::kDamaged);
  if (!clock_.is_steady()) add("the frame rate varies", remedy::kRate);
}

/// A film that decodes from one end to the other may still not come where somebody jumps to.
void Examiner::check_places() {
  if (!picture_ || picture_->broken("picture")) return;
  av::Input input(film_, kFilmFormats, "the film can't be read");
  input.probe();
  const auto* stream = input.stream(AVMEDIA_TYPE_VIDEO);
  if (!stream || (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) return;
  std::vector<std::string> places;
  for (const auto at : dark_places(input, *stream, film_, kForgiven, stop_))
    places.push_back(clock_of(std::llround(at)));
  if (!places.empty())
    add(fmt::format("there is no picture where somebody jumps to {}", fmt::join(places, ", ")),
        remedy::kJumps);
}

void Examiner::check_sound() {
  if (!sound_) return add("there is no sound in it", remedy::kSound);
  const auto& codec = *sound_->stream().codecpar;
  if (codec.codec_id != AV_CODEC_ID_AAC)
    add(fmt::format("the sound is {}, not AAC", avcodec_get_name(codec.codec_id)), remedy::kAac);
  if (auto broken = sound_->broken("sound")) add(std::move(*broken), remedy::kDamaged);
  const auto loudness = ear_.loudness();
  if (!loudness) return add("there is only silence in it", remedy::kSound);
  if (std::abs(*loudness - kFilmLufs) > kMostOffLufs)
    add(fmt::format("the sound is at {:.1f} LUFS instead of {:.0f}, so platforms change its level",
                    *loudness, kFilmLufs),
        remedy::kLevel);
  if (ear_.peak() > kMostPeakDb)
    add(fmt::format("the sound peaks at {:.1f} dB; above {:.0f} dB it may be distorted",
                    ear_.peak(), kMostPeakDb),
        remedy::kLevel);
}

void Examiner::check_together() {
  if (!picture_ || !sound_ || clock_.count() < 2) return;
  const double frame = 1 / fps();
  const double start = picture_->seconds(clock_.first()) - sound_->seconds(ear_.start());
  if (std::abs(start) > frame)
    add(fmt::format("the picture begins {:.2f} s {} the sound", std::abs(start),
                    start > 0 ? "after" : "before"),
        remedy::kStart);
  const double picture = picture_->seconds(1) * clock_.end();
  const double sound = sound_->seconds(ear_.start()) + ear_.seconds();
  if (std::abs(picture - sound) > frame + 1e-6)
    add(fmt::format("the picture ends at {:.2f} s and the sound at {:.2f} s", picture, sound),
        remedy::kEnd);
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
