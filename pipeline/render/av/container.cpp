#include "pipeline/render/av/container.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/mem.h>
}

#include <algorithm>
#include <new>

#include "pipeline/render/av/error.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render::av {

namespace {

/// Enough to find the streams of any sane file; a hostile one is not read to its end for it.
constexpr const char* kProbeBytes = "2000000";

int is_stopped(void* stop) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

}  // namespace

Input::Input(const std::filesystem::path& file, const std::string& formats, std::string failure)
    : file_(file), failure_(std::move(failure)) {
  quiet();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set(&options, "format_whitelist", formats.c_str(), 0);
  av_dict_set(&options, "probesize", kProbeBytes, 0);
  AVFormatContext* raw = nullptr;
  const int code = avformat_open_input(&raw, ("file:" + file.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (code == AVERROR(EINVAL)) refuse(file_, failure_ + ": its format is not taken");
  check(code, failure_, file_);
  context_.reset(raw);
}

void Input::probe() {
  check(avformat_find_stream_info(context_.get(), nullptr), failure_, file_);
}

const AVStream* Input::stream(AVMediaType kind) const {
  const int index = av_find_best_stream(context_.get(), kind, -1, -1, nullptr, 0);
  return index < 0 ? nullptr : context_->streams[index];
}

std::vector<std::int64_t> Input::key_times(const AVStream& stream) const {
  // The library takes a mutable stream, though it only looks.
  auto* own = context_->streams[stream.index];
  std::vector<std::int64_t> times;
  for (int i = 0; i < avformat_index_get_entries_count(own); ++i) {
    const auto* entry = avformat_index_get_entry(own, i);
    if ((entry->flags & AVINDEX_KEYFRAME) != 0) times.push_back(entry->timestamp);
  }
  return times;
}

void Input::seek(const AVStream& stream, std::int64_t time) {
  check(av_seek_frame(context_.get(), stream.index, time, AVSEEK_FLAG_BACKWARD), failure_, file_);
}

bool Input::read(AVPacket& packet) {
  av_packet_unref(&packet);
  const int code = av_read_frame(context_.get(), &packet);
  if (code == AVERROR_EOF) return false;
  check(code, failure_, file_);
  return true;
}

Output::Output(std::filesystem::path file, std::stop_token stop)
    : file_(std::move(file)), stop_(std::make_unique<std::stop_token>(std::move(stop))) {
  quiet();
  AVFormatContext* raw = nullptr;
  check(avformat_alloc_output_context2(&raw, nullptr, "mp4", nullptr), "writing it", file_);
  context_.reset(raw);
  raw->flags |= AVFMT_FLAG_BITEXACT;
  raw->interrupt_callback = {is_stopped, stop_.get()};
  check_written(avio_open2(&raw->pb, ("file:" + file_.string()).c_str(), AVIO_FLAG_WRITE,
                           &raw->interrupt_callback, nullptr),
                "writing it");
  // Faststart reads the file again while it moves the index; the muxer opens it by this name.
  raw->url = av_strdup(("file:" + file_.string()).c_str());
}

void Output::check_written(int code, std::string_view what) const {
  if (code == AVERROR_EXIT) check_stop(*stop_);
  check(code, what, file_);
}

AVStream& Output::add() {
  auto* stream = avformat_new_stream(context_.get(), nullptr);
  if (!stream) throw std::bad_alloc();
  return *stream;
}

void Output::add(const AVCodecParameters& parameters, AVRational time_base,
                 const std::string& language) {
  auto& stream = add();
  check(avcodec_parameters_copy(stream.codecpar, &parameters), "writing it", file_);
  stream.codecpar->codec_tag = 0;
  stream.time_base = time_base;
  if (!language.empty()) av_dict_set(&stream.metadata, "language", language.c_str(), 0);
}

void Output::add(const AVCodecContext& encoder) {
  auto& stream = add();
  check(avcodec_parameters_from_context(stream.codecpar, &encoder), "writing it", file_);
  stream.time_base = encoder.time_base;
}

void Output::add_chapter(const std::string& title, std::int64_t start, std::int64_t end,
                         AVRational time_base) {
  auto* chapter = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
  if (!chapter) throw std::bad_alloc();
  auto& context = *context_;
  int count = static_cast<int>(context.nb_chapters);
  av_dynarray_add(static_cast<void*>(&context.chapters), &count, chapter);
  if (count == 0) throw std::bad_alloc();
  context.nb_chapters = static_cast<unsigned>(count);
  chapter->id = count;
  chapter->time_base = time_base;
  chapter->start = start;
  chapter->end = end;
  av_dict_set(&chapter->metadata, "title", title.c_str(), 0);
}

void Output::begin(const Options& options) {
  AVDictionary* raw = nullptr;
  for (const auto& [key, value] : options) av_dict_set(&raw, key.c_str(), value.c_str(), 0);
  const int code = avformat_write_header(context_.get(), &raw);
  av_dict_free(&raw);
  check_written(code, "writing its header");
}

void Output::write(AVPacket& packet, int index, AVRational time_base) {
  packet.stream_index = index;
  av_packet_rescale_ts(&packet, time_base, context_->streams[index]->time_base);
  check_written(av_interleaved_write_frame(context_.get(), &packet), "writing it");
}

void Output::finish() {
  check_written(av_write_trailer(context_.get()), "writing its index");
  check_written(avio_closep(&context_->pb), "writing it");
}

void Output::Close::operator()(AVFormatContext* context) const noexcept {
  avio_closep(&context->pb);
  avformat_free_context(context);
}

Parameters make_parameters(AVMediaType kind, AVCodecID codec, std::string_view extra) {
  Parameters made(avcodec_parameters_alloc());
  if (!made) throw std::bad_alloc();
  made->codec_type = kind;
  made->codec_id = codec;
  made->extradata =
      static_cast<std::uint8_t*>(av_mallocz(extra.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  if (!made->extradata) throw std::bad_alloc();
  std::ranges::copy(extra, made->extradata);
  made->extradata_size = static_cast<int>(extra.size());
  return made;
}

void set_stereo(AVCodecParameters& parameters) {
  av_channel_layout_default(&parameters.ch_layout, 2);
}

}  // namespace storyreel::render::av
