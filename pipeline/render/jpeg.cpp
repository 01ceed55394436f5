#include "pipeline/render/jpeg.hpp"

#include <cerrno>
#include <fstream>
#include <string>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/refuse.hpp"

namespace storyreel::render {

namespace {

/// mjpeg's quantisers: lower is better.
constexpr int kBest = 2;
constexpr int kWorst = 31;

}  // namespace

std::string encode_jpeg(const AVFrame& yuv, int quantiser, const std::filesystem::path& out) {
  auto context = av::Encoder::prepare("mjpeg");
  context->width = yuv.width;
  context->height = yuv.height;
  context->pix_fmt = AV_PIX_FMT_YUVJ420P;
  context->color_range = AVCOL_RANGE_JPEG;
  context->time_base = {1, 1};
  context->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT;
  context->global_quality = quantiser * FF_QP2LAMBDA;
  context->thread_count = 1;
  av::Encoder encoder(std::move(context), {}, out);
  encoder.send(&yuv);
  encoder.send(nullptr);
  const auto packet = av::make_packet();
  std::string bytes;
  while (encoder.receive(*packet))
    bytes.append(reinterpret_cast<const char*>(packet->data),
                 static_cast<std::size_t>(packet->size));
  return bytes;
}

void write_jpeg(const AVFrame& rgba, const std::filesystem::path& out, std::size_t most) {
  const auto yuv = av::to_jpeg_yuv(rgba, out);
  yuv->pts = 0;
  std::string bytes;
  for (int quantiser = kBest; quantiser <= kWorst; quantiser += quantiser / 2) {
    yuv->quality = quantiser * FF_QP2LAMBDA;
    bytes = encode_jpeg(*yuv, quantiser, out);
    if (bytes.size() <= most) break;
  }
  if (bytes.size() > most) refuse(out, "the picture does not fit into its size");
  std::ofstream file(out, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) refuse_unwritten(out, errno);
}

}  // namespace storyreel::render
