#include "pipeline/render/sound_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

#include "pipeline/render/refuse.hpp"
#include "pipeline/render/timeline.hpp"

extern "C" {
#include <libavutil/mathematics.h>
}

namespace storyreel::render {

namespace {

constexpr const char* kFailure = "the sound can't be read";
constexpr const char* kFormats = "wav,w64,aiff,mp3,ogg,flac,aac,mov,matroska,caf";

/// The WAV reader takes whatever is there for the whole.
void refuse_cut_wav(const std::filesystem::path& file) {
  std::array<char, 8> head{};
  std::ifstream(file, std::ios::binary).read(head.data(), head.size());
  std::uint32_t size = 0;
  std::memcpy(&size, &head[4], sizeof size);
  // Those who write to a pipe put the largest number here.
  constexpr std::uint32_t kUnknown = 0x7FFF0000;
  std::error_code failed;
  if (std::string_view(head.data(), 4) == "RIFF" && size < kUnknown &&
      std::filesystem::file_size(file, failed) + 4096 < size)
    refuse(file, "the sound can't be read: the file is cut off");
}

/// Nor does an Ogg say how much there should be; but it is made of pages, and the last is whole.
void refuse_cut_ogg(const std::filesystem::path& file) {
  constexpr std::string_view kPage = "OggS";
  constexpr std::size_t kHeader = 27;
  constexpr std::streamoff kMostPage = 65'307;
  std::ifstream in(file, std::ios::binary);
  std::string start(kPage.size(), '\0');
  if (!in.read(start.data(), std::ssize(start)) || start != kPage) return;
  const auto size = static_cast<std::streamoff>(in.seekg(0, std::ios::end).tellg());
  std::string end(static_cast<std::size_t>(std::min(size, kMostPage)), '\0');
  in.seekg(size - std::ssize(end)).read(end.data(), std::ssize(end));
  const auto at = end.rfind(kPage);
  if (at == std::string::npos) return;
  const auto last = std::string_view(end).substr(at);
  const std::size_t parts =
      last.size() < kHeader ? 0 : static_cast<unsigned char>(last[kHeader - 1]);
  std::size_t length = kHeader + parts;
  for (const char part : last.substr(std::min(kHeader, last.size())).substr(0, parts))
    length += static_cast<unsigned char>(part);
  if (length > last.size()) refuse(file, "the sound can't be read: the file is cut off");
}

const std::filesystem::path& checked(const std::filesystem::path& file) {
  std::error_code failed;
  if (std::filesystem::file_size(file, failed) == 0 && !failed)
    refuse(file, "the sound can't be read: the file is empty");
  refuse_cut_wav(file);
  refuse_cut_ogg(file);
  return file;
}

[[noreturn]] void refuse_locked(const std::filesystem::path& file) {
  refuse(file,
         "it is encrypted (copy protection), so nothing can be heard in it; export it "
         "without");
}

/// Shops' files: iTunes' and Audible's, and what the common scheme locks as a whole.
bool is_locked(const AVStream& stream) {
  constexpr std::array<std::uint32_t, 3> kTags{MKTAG('d', 'r', 'm', 's'), MKTAG('a', 'a', 'v', 'd'),
                                               MKTAG('e', 'n', 'c', 'a')};
  return std::ranges::find(kTags, stream.codecpar->codec_tag) != kTags.end();
}

/// Whether nothing in the file lasts but one sound: covers and fonts don't.
bool sounds_alone(const AVFormatContext& file) {
  const auto lasts = [](const AVStream* stream) {
    return stream->codecpar->codec_type != AVMEDIA_TYPE_ATTACHMENT &&
           (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
  };
  return std::count_if(file.streams, file.streams + file.nb_streams, lasts) == 1;
}

const AVStream* sound_stream(av::Input& input, const std::filesystem::path& file) {
  input.probe();
  const auto* stream = input.stream(AVMEDIA_TYPE_AUDIO);
  if (!stream) refuse(file, "there is no sound in it");
  if (is_locked(*stream)) refuse_locked(file);
  return stream;
}

}  // namespace

SoundReader::SoundReader(const std::filesystem::path& file)
    : file_(file),
      input_(checked(file), kFormats, kFailure),
      stream_(sound_stream(input_, file)),
      decoder_(stream_->codecpar->codec_id, stream_->codecpar, file, kFailure),
      resampler_(file) {}

bool SoundReader::decode() {
  while (!decoder_.receive(*decoded_)) {
    if (ended_) return false;
    do ended_ = !input_.read(*packet_);
    while (!ended_ && packet_->stream_index != stream_->index);
    if (!ended_ && av::is_encrypted(*packet_)) refuse_locked(file_);
    decoder_.send(ended_ ? nullptr : packet_.get());
  }
  return true;
}

av::Frame SoundReader::read() {
  while (decode()) {
    auto frame = resampler_.convert(decoded_.get());
    if (frame->nb_samples > 0) return frame;
  }
  auto rest = resampler_.convert(nullptr);
  return rest->nb_samples > 0 ? std::move(rest) : nullptr;
}

std::optional<std::int64_t> SoundReader::promised() const {
  const auto& file = input_.context();
  if (file.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE) return std::nullopt;
  constexpr AVRational kSamples{1, kSampleRate};
  if (stream_->duration > 0) return av_rescale_q(stream_->duration, stream_->time_base, kSamples);
  // The file lasts as long as the longest of its streams.
  if (file.duration <= 0 || !sounds_alone(file)) return std::nullopt;
  return av_rescale_q(file.duration, AV_TIME_BASE_Q, kSamples);
}

}  // namespace storyreel::render
