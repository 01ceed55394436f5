#include "pipeline/render/sound_reader.hpp"

#include "pipeline/render/refuse.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr const char* kFailure = "the sound can't be read";
constexpr const char* kFormats = "wav,w64,aiff,mp3,ogg,flac,aac,mov,matroska,caf";

const AVStream* sound_stream(av::Input& input, const std::filesystem::path& file) {
  input.probe();
  const auto* stream = input.stream(AVMEDIA_TYPE_AUDIO);
  if (!stream) refuse(file, "there is no sound in it");
  return stream;
}

}  // namespace

SoundReader::SoundReader(const std::filesystem::path& file)
    : file_(file),
      input_(file, kFormats, kFailure),
      stream_(sound_stream(input_, file)),
      decoder_(stream_->codecpar->codec_id, stream_->codecpar, file, kFailure),
      resampler_(file) {}

bool SoundReader::decode() {
  while (!decoder_.receive(*decoded_)) {
    if (ended_) return false;
    do ended_ = !input_.read(*packet_);
    while (!ended_ && packet_->stream_index != stream_->index);
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
  const bool is_guess = file.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
  if (is_guess || file.duration <= 0) return std::nullopt;
  return file.duration / (AV_TIME_BASE / 1000) * (kSampleRate / 1000);
}

}  // namespace storyreel::render
