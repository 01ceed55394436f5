#include <fmt/format.h>

#include "tests/bench/render_job.hpp"

namespace storyreel::bench {

namespace {

namespace fs = std::filesystem;

const std::string kFfmpeg = "ffmpeg -v error -y ";

std::string x264(const Job& job) {
  return fmt::format("-c:v libx264 -preset {} -crf {} -pix_fmt yuv420p ", job.preset, job.crf);
}

constexpr const char* kSound = "-c:a aac -b:a 192k -ar 48000 ";
constexpr const char* kColours =
    "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=color_primaries=bt709:"
    "color_trc=bt709:colorspace=bt709";

/// All pictures as inputs, each looped for `seconds`, then all sounds.
std::string inputs(const Job& job, double seconds, bool loops) {
  std::string text;
  for (int i = 0; i < job.count; ++i)
    text += loops ? fmt::format("-loop 1 -framerate 30 -t {} -i '{}' ", seconds, job.picture(i))
                  : fmt::format("-i '{}' ", job.picture(i));
  for (int i = 0; i < job.count; ++i) text += fmt::format("-i '{}' ", job.sound(i));
  return text;
}

/// Fades picture after picture into what was there: labels v0, v1, … become [v].
std::string fades(const Job& job, double fade) {
  std::string text;
  std::string last = "v0";
  for (int i = 1; i < job.count; ++i) {
    const auto next = i + 1 == job.count ? std::string("v") : fmt::format("x{}", i);
    text += fmt::format("[{}][v{}]xfade=transition=fade:duration={}:offset={}[{}];", last, i, fade,
                        job.seconds * i - fade / 2, next);
    last = next;
  }
  return text;
}

std::string sounds(const Job& job) {
  std::string text;
  for (int i = 0; i < job.count; ++i) text += fmt::format("[{}:a]", job.count + i);
  return text + fmt::format("concat=n={}:v=0:a=1[a]", job.count);
}

std::string maps(const Job& job, const fs::path& film) {
  return "-map '[v]' -map '[a]' " + x264(job) + kSound +
         fmt::format("-r 30 -movflags +faststart '{}'", film.string());
}

}  // namespace

std::string looped_segments(const Job& job, const fs::path& film) {
  const auto parts = film.string() + ".parts";
  std::string text = fmt::format("mkdir -p '{0}'; : >'{0}/list'; ", parts);
  for (int i = 0; i < job.count; ++i)
    text += kFfmpeg +
            fmt::format("-loop 1 -framerate 30 -i '{}' -i '{}' -vf {} -shortest -t {} ",
                        job.picture(i), job.sound(i), kColours, job.seconds) +
            x264(job) + kSound +
            fmt::format("'{0}/{1}.mp4' && echo \"file '{1}.mp4'\" >>'{0}/list' && ", parts, i);
  return text + kFfmpeg +
         fmt::format(
             "-f concat -safe 0 -i '{0}/list' -c copy -movflags +faststart '{1}' && "
             "rm -r '{0}'",
             parts, film.string());
}

std::string xfade_album(const Job& job, const fs::path& film) {
  std::string graph;
  for (int i = 0; i < job.count; ++i) graph += fmt::format("[{}:v]{}[v{}];", i, kColours, i);
  return kFfmpeg + inputs(job, job.seconds + 1, true) + "-filter_complex \"" + graph +
         fades(job, 1) + sounds(job) + "\" " + maps(job, film);
}

std::string melt_album(const Job& job, const fs::path& film) {
  const int frames = static_cast<int>(job.seconds * 30);
  std::string text = "melt -silent -profile atsc_1080p_30 ";
  for (int i = 0; i < job.count; ++i)
    text += fmt::format("'{}' out={} {}", job.picture(i), frames + 29,
                        i > 0 ? "-mix 30 -mixer luma " : "");
  text += "-audio-track ";
  for (int i = 0; i < job.count; ++i) text += fmt::format("'{}' ", job.sound(i));
  return text + fmt::format(
                    "-consumer avformat:'{}' vcodec=libx264 preset={} crf={} acodec=aac "
                    "ab=192k movflags=+faststart real_time=-2 >/dev/null 2>&1",
                    film.string(), job.preset, job.crf);
}

std::string zoompan_narrated(const Job& job, const fs::path& film, bool enlarged) {
  const auto lines = film.string() + ".srt";
  std::string text = fmt::format(": >'{}'; ", lines);
  const auto clock = [](double at) {
    const auto whole = static_cast<int>(at * 1000);
    return fmt::format("{:02}:{:02}:{:02},{:03}", whole / 3'600'000, whole / 60'000 % 60,
                       whole / 1000 % 60, whole % 1000);
  };
  std::string graph;
  const int frames = static_cast<int>((job.seconds + 0.5) * 30);
  for (int i = 0; i < job.count; ++i) {
    text += fmt::format(
        "printf '{}\\n{} --> {}\\nSentence number {} of a film about far lands and "
        "the people who live in them.\\n\\n' >>'{}'; ",
        i + 1, clock(job.seconds * i), clock(job.seconds * (i + 1)), i + 1, lines);
    // Twice as wide: what people do against zoompan's jitter, as far as it goes.
    graph += fmt::format(
        "[{}:v]{}zoompan=z='1+0.1*on/{}':x='iw/2-(iw/zoom/2)':"
        "y='ih/2-(ih/zoom/2)':d={}:s=1920x1080:fps=30,{}[v{}];",
        i, enlarged ? "scale=3840:-2," : "", frames, frames, kColours, i);
  }
  auto last = fades(job, 0.5);
  last.replace(last.rfind("[v];"), 4, "[w];");
  return text + kFfmpeg + inputs(job, 0, false) + "-filter_complex \"" + graph + last +
         fmt::format("[w]subtitles='{}'[v];", lines) + sounds(job) + "\" " + maps(job, film);
}

}  // namespace storyreel::bench
