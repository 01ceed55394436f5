#include "pipeline/render/film_streams.hpp"

#include <algorithm>

#include "pipeline/render/layout.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/rest.hpp"

namespace storyreel::render {

namespace {

std::string_view codec_header(const AVStream& stream) {
  return {reinterpret_cast<const char*>(stream.codecpar->extradata),
          static_cast<std::size_t>(stream.codecpar->extradata_size)};
}

/// How a player draws soft subtitles (3GPP TS 26.245): at the bottom, centred, white.
constexpr std::string_view kTextStyle{
    "\0\0\0\0"              // no display flags
    "\x01\xFF"              // centred; at the bottom
    "\0\0\0\0"              // no background
    "\0\0\0\0\0\0\0\0"      // the whole box
    "\0\0\0\0\0\x01\0\x12"  // all characters in font 1, plain, 18
    "\xFF\xFF\xFF\xFF"      // white
    "\0\0\0\x12"
    "ftab"  // the font table
    "\0\x01\0\x01\x05"
    "Serif",  // one font, number 1
    48};

}  // namespace

Pictures::Pictures(const std::vector<Segment>& segments, const config::Render& settings)
    : settings_(settings) {
  const auto spans = lay_out(segments, settings);
  const auto join = join_frames(settings);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    parts_.push_back({segments[i].body, spans[i].body, segments[i].camera == Camera::rest});
    if (!spans[i].place.last && join > 0) parts_.push_back({segments[i].join, join});
  }
  open();
}

bool Pictures::next(AVPacket& packet) {
  for (; taken_ == parts_[part_].frames; open())
    if (taken_ = 0; ++part_ == parts_.size()) return --part_, taken_ = parts_[part_].frames, false;
  const auto& part = parts_[part_];
  if (part.rests) {
    av::share(*rest_[static_cast<std::size_t>(rest_packet(taken_, part.frames))], packet);
    packet.pts = taken_;
  } else {
    if (!input_->read(packet))
      refuse(part.file, "it is too short for its sound; it has to be made again");
    if (taken_ == 0) shown_from_ = packet.pts;
    packet.pts -= shown_from_;
    if (packet.pts < 0 || packet.pts >= part.frames)
      refuse(part.file, "its frames don't stand in order; it has to be made again");
  }
  packet.pts += frame_ - taken_;
  packet.dts = frame_ - kFrameDelay;
  packet.duration = 1;
  ++taken_;
  ++frame_;
  return true;
}

void Pictures::open() {
  const auto& part = parts_[part_];
  input_ =
      std::make_unique<av::Input>(part.file, "mov", "it can't be read; it has to be made again");
  stream_ = input_->stream(AVMEDIA_TYPE_VIDEO);
  check();
  header_ = codec_header(*stream_);
  if (part.rests) load_rest();
}

void Pictures::check() const {
  const auto& file = parts_[part_].file;
  if (!stream_ || stream_->codecpar->codec_id != AV_CODEC_ID_H264)
    refuse(file, "there is no picture in it; it has to be made again");
  const auto& codec = *stream_->codecpar;
  const bool is_first = header_.empty();
  if ((!is_first && header_ != codec_header(*stream_)) || codec.width != settings_.width ||
      codec.height != settings_.height)
    refuse(file,
           "it was encoded with other settings than the rest of the film; it has to be made again");
}

void Pictures::load_rest() {
  rest_.clear();
  for (auto packet = av::make_packet(); input_->read(*packet); packet = av::make_packet())
    rest_.push_back(std::move(packet));
  const auto& file = parts_[part_].file;
  if (std::ssize(rest_) != kRestFrames)
    refuse(file, "it is no picture at rest; it has to be made again");
  for (auto i = static_cast<std::size_t>(kRestHead); i < rest_.size(); ++i)
    if (rest_[i]->size > most_rest_bytes(settings_))
      refuse(file, "it does not rest; it has to be made again");
}

bool Sounds::next(AVPacket& packet) {
  for (; segment_ < segments_.size(); ++segment_, left_ = -1) {
    const auto& segment = segments_[segment_];
    if (left_ < 0) {
      reader_ = std::make_unique<AdtsReader>(segment.packets);
      left_ = segment.sound.packets;
    }
    if (left_ == 0) continue;
    if (!reader_->read(bytes_))
      refuse(segment.packets, "the sound is too short; it has to be made again");
    --left_;
    av::fill(packet, bytes_);
    packet.pts = packet.dts = sample();
    packet.duration = kPacketSamples;
    packet.flags |= AV_PKT_FLAG_KEY;
    ++packet_;
    return true;
  }
  return false;
}

av::Parameters sound_parameters() {
  auto made = av::make_parameters(AVMEDIA_TYPE_AUDIO, AV_CODEC_ID_AAC, kAacConfig);
  made->sample_rate = kSampleRate;
  made->frame_size = kPacketSamples;
  made->profile = FF_PROFILE_AAC_LOW;
  av::set_stereo(*made);
  return made;
}

av::Packet Texts::next(std::int64_t sample) {
  if (at_ == cues_.size() || cues_[at_].start > sample) return nullptr;
  const auto& cue = cues_[at_++];
  const auto size = cue.text.size();
  auto packet = av::make_packet(
      std::string{static_cast<char>(size >> 8), static_cast<char>(size & 0xFF)} + cue.text);
  packet->pts = packet->dts = cue.start;
  packet->duration = cue.end - cue.start;
  packet->flags |= AV_PKT_FLAG_KEY;
  return packet;
}

av::Parameters text_parameters() {
  return av::make_parameters(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_MOV_TEXT, kTextStyle);
}

}  // namespace storyreel::render
