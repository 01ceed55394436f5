#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>

#include "pipeline/render/av/container.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/sound_reader.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

using Faults = std::vector<std::string>;

/// A box at the top of an MP4 file.
struct Box {
  std::string kind;
  std::uint64_t size = 0;
};

std::uint64_t big_endian(const char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

/// The top boxes of a file; the last may be cut off.
std::vector<Box> boxes_of(const std::filesystem::path& film) {
  constexpr std::size_t kMostBoxes = 64;
  std::vector<Box> boxes;
  std::ifstream in(film, std::ios::binary);
  std::array<char, 16> head{};
  for (std::uint64_t at = 0; boxes.size() < kMostBoxes &&
                             in.seekg(static_cast<std::streamoff>(at)) &&
                             in.read(head.data(), 8);) {
    std::uint64_t size = big_endian(head.data(), 4);
    if (size == 1 && in.read(&head[8], 8)) size = big_endian(&head[8], 8);
    if (size < 8) break;
    boxes.push_back({std::string(&head[4], 4), size});
    at += size;
  }
  return boxes;
}

void check_boxes(const std::filesystem::path& film, Faults& faults) {
  std::uint64_t total = 0;
  bool index = false;
  bool is_late = false;
  for (const auto& box : boxes_of(film)) {
    total += box.size;
    index |= box.kind == "moov";
    is_late |= box.kind == "mdat" && !index;
  }
  std::error_code failed;
  if (total != std::filesystem::file_size(film, failed))
    faults.push_back("the file is cut off or has something added at its end");
  if (is_late)
    faults.push_back("the index stands behind the content, so players can't start early");
}

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
struct Walk {
  std::int64_t packets = 0;
  std::int64_t strays = 0;  ///< packets that don't stand where a constant rate puts them
  std::int64_t damaged = 0;

  void add(const AVPacket& packet, AVRational time_base, AVRational rate) {
    // pts * time_base == packets / rate, in whole numbers.
    const auto left = packet.pts * time_base.num * rate.num;
    if (left != packets * rate.den * time_base.den || packet.dts != packet.pts) ++strays;
    if (packet.size == 0 || (packet.flags & AV_PKT_FLAG_CORRUPT)) ++damaged;
    ++packets;
  }
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
                   Faults& faults) {
  Walk frames;
  Walk packets;
  const auto packet = av::make_packet();
  while (input.read(*packet)) {
    if (packet->stream_index == picture.index) frames.add(*packet, picture.time_base, {fps, 1});
    if (packet->stream_index == sound.index)
      packets.add(*packet, sound.time_base, {kSampleRate, kPacketSamples});
  }
  report(frames, picture, "picture", faults);
  report(packets, sound, "sound", faults);
  const auto wanted = border(packets.packets * kPacketSamples, fps);
  if (std::abs(wanted - frames.packets) > 1)
    faults.push_back(
        fmt::format("the picture has {} frames, but the sound lasts {}", frames.packets, wanted));
}

Faults find_faults(const std::filesystem::path& film, const config::Render& settings) {
  Faults faults;
  check_boxes(film, faults);
  av::Input input(film, "mov", "the film can't be read");
  const auto* picture = input.stream(AVMEDIA_TYPE_VIDEO);
  const auto* sound = input.stream(AVMEDIA_TYPE_AUDIO);
  check_picture(picture, settings, faults);
  check_sound(sound, faults);
  if (picture && sound) check_packets(input, *picture, *sound, settings.fps, faults);
  return faults;
}

}  // namespace

std::vector<std::string> verify_film(const std::filesystem::path& film,
                                     const config::Render& settings) {
  try {
    return find_faults(film, settings);
  } catch (const Error& error) {
    return {error.what()};
  }
}

}  // namespace storyreel::render
