#include <cstdlib>
#include <fmt/format.h>
#include <optional>
#include <set>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/boxes.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/places.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

using Faults = std::vector<std::string>;

void check_picture(const AVStream* stream, const config::Render& settings, Faults& faults) {
  if (!stream) return faults.push_back("there is no picture in it");
  const auto& codec = *stream->codecpar;
  if (codec.codec_id != AV_CODEC_ID_H264) faults.push_back("the picture is not H.264");
  if (codec.width != settings.width || codec.height != settings.height)
    faults.push_back(fmt::format("the picture has {}x{} pixels instead of {}x{}", codec.width,
                                 codec.height, settings.width, settings.height));
}

void check_sound(const AVStream* stream, Faults& faults) {
  if (!stream) return faults.push_back("there is no sound in it");
  if (stream->codecpar->codec_id != AV_CODEC_ID_AAC || stream->codecpar->sample_rate != kSampleRate)
    faults.push_back("the sound is not AAC at 48 kHz");
}

/// What a walk over the packets of one stream found.
class Walk {
 public:
  Walk(AVRational time_base, AVRational rate) : time_base_(time_base), rate_(rate) {}

  void add(const AVPacket& packet) {
    if (!stands(packet)) ++strays;
    if (packet.size == 0 || (packet.flags & AV_PKT_FLAG_CORRUPT)) ++damaged;
    ++packets;
  }

  std::int64_t packets = 0;
  std::int64_t strays = 0;  ///< packets that don't stand where a constant rate puts them
  std::int64_t damaged = 0;

 private:
  /// `time` in packets; nullopt when it falls between two.
  std::optional<std::int64_t> place(std::int64_t time) const {
    const auto scaled = time * time_base_.num * rate_.num;
    const auto unit = std::int64_t{rate_.den} * time_base_.den;
    return scaled % unit == 0 ? std::optional(scaled / unit) : std::nullopt;
  }

  /// Whether it comes at its turn, and is shown when no other is: a few places off its turn.
  bool stands(const AVPacket& packet) {
    constexpr std::int64_t kReach = 16;
    const auto turn = place(packet.dts);
    const auto shown = place(packet.pts);
    if (!turn || !shown) return false;
    if (packets == 0) first_turn_ = *turn;
    const bool is_new = *shown >= next_ && *shown < next_ + kReach && ahead_.insert(*shown).second;
    while (ahead_.erase(next_) > 0) ++next_;
    return is_new && *turn == first_turn_ + packets && *shown >= *turn;
  }

  AVRational time_base_;
  AVRational rate_;
  std::int64_t first_turn_ = 0;
  std::int64_t next_ = 0;         ///< the first place that nothing stood at yet
  std::set<std::int64_t> ahead_;  ///< places behind it that something stood at
};

void report(const Walk& walk, const AVStream& stream, std::string_view name, Faults& faults) {
  if (walk.packets == 0) faults.push_back(fmt::format("the {} is empty", name));
  if (walk.packets != stream.nb_frames)
    faults.push_back(fmt::format("the {} breaks off after {} of {} packets", name, walk.packets,
                                 stream.nb_frames));
  if (walk.damaged > 0)
    faults.push_back(fmt::format("{} packets of the {} are damaged", walk.damaged, name));
  if (walk.strays > 0)
    faults.push_back(fmt::format(
        "the {} does not run at a constant rate: {} packets stand elsewhere", name, walk.strays));
}

void check_packets(av::Input& input, const AVStream& picture, const AVStream& sound, int fps,
                   const std::stop_token& stop, Faults& faults) {
  Walk frames(picture.time_base, {fps, 1});
  Walk packets(sound.time_base, {kSampleRate, kPacketSamples});
  const auto packet = av::make_packet();
  while (input.read(*packet)) {
    check_stop(stop);
    if (packet->stream_index == picture.index) frames.add(*packet);
    if (packet->stream_index == sound.index) packets.add(*packet);
  }
  report(frames, picture, "picture", faults);
  report(packets, sound, "sound", faults);
  const auto wanted = border(packets.packets * kPacketSamples, fps);
  if (std::abs(wanted - frames.packets) > 1)
    faults.push_back(
        fmt::format("the picture has {} frames, but the sound lasts {}", frames.packets, wanted));
}

Faults find_faults(const std::filesystem::path& film, const config::Render& settings,
                   const std::stop_token& stop) {
  Faults faults;
  for (const auto fault : check_boxes(film)) faults.emplace_back(words(fault));
  av::Input input(film, "mov", "the film can't be read");
  const auto* picture = input.stream(AVMEDIA_TYPE_VIDEO);
  const auto* sound = input.stream(AVMEDIA_TYPE_AUDIO);
  check_picture(picture, settings, faults);
  check_sound(sound, faults);
  if (picture && sound) check_packets(input, *picture, *sound, settings.fps, stop, faults);
  if (picture && faults.empty())
    for (const auto at : dark_places(input, *picture, film, 0, stop))
      faults.push_back(fmt::format("the picture can't be decoded from {:.1f} s on", at));
  return faults;
}

}  // namespace

std::vector<std::string> verify_film(const std::filesystem::path& film,
                                     const config::Render& settings, const std::stop_token& stop) {
  try {
    return find_faults(film, settings, stop);
  } catch (const Error& error) {
    return {error.what()};
  }
}

}  // namespace storyreel::render
