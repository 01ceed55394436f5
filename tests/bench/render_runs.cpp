#include "tests/bench/render_runs.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <utility>

namespace storyreel::bench {

namespace {

namespace fs = std::filesystem;

constexpr std::array kOfAlbum{"from nothing", "tracks encoded before", "nothing changed"};
constexpr std::array kOfNarrated{"from nothing", "one sentence edited", "nothing changed"};
constexpr const char* kQuality = "quality of ";
constexpr int kParts = 3;
// Our segments add room for breath; the other way takes as long in all.
constexpr double kBreath = 0.6;

double number_behind(const std::string& text, const std::string& name) {
  const auto at = text.rfind(name);
  return at == std::string::npos ? 0 : std::strtod(text.c_str() + at + name.size(), nullptr);
}

/// How alike two inputs of ffmpeg are after filters of their own.
Quality compare(const std::string& inputs, const std::string& filters) {
  const auto text = output_of("ffmpeg -hide_banner -nostats " + inputs + " -lavfi \"" + filters +
                              "[a][b]psnr;[c][d]ssim\" -f null -");
  return {number_behind(text, "average:"), number_behind(text, "All:")};
}

/// A film's picture in the middle of each segment against its source: the mean.
Quality quality_of(const Job& job, const fs::path& film) {
  Quality sum;
  for (int i = 0; i < job.count; ++i) {
    const auto one = compare(
        fmt::format("-ss {} -t 1 -i '{}' -i '{}'", job.seconds * (i + 0.5), film.string(),
                    job.picture(i)),
        "[0:v]trim=end_frame=1,setpts=0,split[a][c];[1:v]scale=out_color_matrix=bt709:out_range=tv:"
        "flags=accurate_rnd+full_chroma_int+bicubic,format=yuv420p,setpts=0,split[b][d];");
    sum.psnr += one.psnr / job.count;
    sum.ssim += one.ssim / job.count;
  }
  return sum;
}

/// A film against the same film nearly without loss.
Quality quality_against(const fs::path& film, const fs::path& reference) {
  return compare(fmt::format("-i '{}' -i '{}'", film.string(), reference.string()),
                 "[0:v]split[a][c];[1:v]split[b][d];");
}

/// What is measured is the way and what it films.
std::string key_of(const std::string& way, const Job& job) {
  return fmt::format("{}, {} of {:.3g} s, crf {:.3g}", way, job.count, job.seconds, job.crf);
}

Job ready(const Job& job) {
  make_media(job);
  return job;
}

}  // namespace

Runs::Runs(Options options) : options_(std::move(options)), notes_(file("measured")) {}

void Runs::measure() {
  for (int run = 0; run < options_.runs; ++run) {
    for (const double minutes : options_.minutes) measure_album(minutes, run);
    if (!options_.minutes.empty())
      for (const auto& way : album_ways()) measure_other(way, run);
    if (options_.sentences == 0) continue;
    measure_narrated(run);
    for (const auto& way : narrated_ways()) measure_other(way, run);
  }
}

std::vector<Row> Runs::rows() const {
  std::vector<Row> rows;
  for (const double minutes : options_.minutes) {
    const auto film = fmt::format("album, {:.3g} min", minutes);
    tell_ours(rows, film, album_job(minutes), {"≤ 300 (150) MB", "74 min: ≤ 25 (12) s", ""});
    for (const auto& way : album_ways())
      tell_other(rows, film, way, minutes * 60 / options_.images, "s a track");
  }
  if (options_.sentences == 0) return rows;
  const auto film = fmt::format("narrated, {} sentences", options_.sentences);
  tell_ours(rows, film, narrated_job(), {"≤ 400 (250) MB", "≤ 1/25 (1/45) of the film", ""});
  for (const auto& way : narrated_ways())
    tell_other(rows, film, way, options_.sentences, "sentences");
  return rows;
}

std::vector<Runs::Other> Runs::album_ways() const {
  const auto piece = [this](const char* preset) {
    return Job{file(fmt::format("album-{:.3g}s", options_.piece)), options_.images, options_.piece,
               options_.other_crf, preset};
  };
  const auto veryfast = piece("veryfast");
  return {
      {"ffmpeg, looped segments, medium", looped_segments, piece("medium"), true, "≥ 25x (40x)"},
      {"ffmpeg, looped segments, veryfast", looped_segments, veryfast, true, "≥ 15x (28x)"},
      {"ffmpeg, xfade graph, veryfast", xfade_album, veryfast, true},
      {"melt, veryfast", melt_album, veryfast, true, "≥ 10x (16x)"}};
}

std::vector<Runs::Other> Runs::narrated_ways() const {
  const Job piece{file("spoken-whole"), options_.spoken_piece, options_.sentence,
                  options_.zoompan_crf, "veryfast"};
  const auto zoompan = [](bool enlarged) {
    return [enlarged](const Job& job, const fs::path& film) {
      return zoompan_narrated(job, film, enlarged);
    };
  };
  return {
      {"ffmpeg, zoompan of twice the size + xfade + subtitles", zoompan(true), piece, false,
       "≥ 1.6x (2x)"},
      {"ffmpeg, zoompan as it is (it jitters) + xfade + subtitles", zoompan(false), piece, false}};
}

Job Runs::album_job(double minutes) const {
  const auto track = minutes * 60 / options_.images;
  return {file(fmt::format("album-{:.3g}s", track)), options_.images, track,
          static_cast<double>(options_.crf), "veryfast"};
}

Job Runs::narrated_job() const {
  return {file("spoken"), options_.sentences, options_.sentence - kBreath,
          static_cast<double>(options_.narrated_crf), "veryfast"};
}

std::string Runs::ours(const char* kind, const Job& job, const fs::path& artifacts,
                       const fs::path& film) const {
  return fmt::format("'{}' --make {} '{}' {} {} {} {} '{}' '{}'", options_.program, kind,
                     job.folder.string(), job.count, job.seconds, job.crf, job.preset,
                     artifacts.string(), film.string());
}

Sample Runs::filmed(const std::string& command, const fs::path& film) const {
  const auto cost = run_metered(command);
  return {.cost = cost, .megabytes = static_cast<double>(fs::file_size(film)) / 1e6};
}

bool Runs::lacks(const std::string& key, int run) const {
  return notes_.of(key).size() <= static_cast<std::size_t>(run);
}

void Runs::measure_album(double minutes, int run) {
  const auto key = key_of("album", album_job(minutes));
  if (!lacks(key + kOfAlbum.back(), run)) return;
  const auto work = ready(album_job(minutes));
  const auto artifacts = file("artifacts");
  const auto film = file("ours.mp4");
  const auto command = ours("album", work, artifacts, film);
  fs::remove_all(artifacts);
  std::array<Sample, kParts> made{filmed(command, film)};
  if (lacks(kQuality + key, 0)) notes_.add(kQuality + key, {.quality = quality_of(work, film)});
  for (const auto& entry : fs::directory_iterator(artifacts))
    if (const auto kind = entry.path().extension(); kind == ".body" || kind == ".join")
      fs::remove(entry.path());
  made[1] = filmed(command, film);
  made[2] = filmed(command, film);
  for (std::size_t at = 0; at < made.size(); ++at) notes_.add(key + kOfAlbum.at(at), made.at(at));
}

void Runs::measure_narrated(int run) {
  const auto key = key_of("narrated", narrated_job());
  if (!lacks(key + kOfNarrated.back(), run)) return;
  const auto work = ready(narrated_job());
  const auto artifacts = file("spoken-artifacts");
  const auto film = file("spoken.mp4");
  const auto command = ours("narrated", work, artifacts, film);
  const auto middle = work.count / 2;
  fs::remove_all(artifacts);
  std::array<Sample, kParts> made{filmed(command, film)};
  for (const auto& [at, kind] : std::vector<std::pair<int, std::string>>{
           {middle, "aac"}, {middle, "body"}, {middle, "join"}, {middle - 1, "join"}})
    fs::remove(artifacts / fmt::format("{:02}.{}", at, kind));
  made[1] = filmed(command, film);
  made[2] = filmed(command, film);
  for (std::size_t at = 0; at < made.size(); ++at)
    notes_.add(key + kOfNarrated.at(at), made.at(at));
  if (!lacks(kQuality + key, 0)) return;
  const auto quality = sampled(work, [this](const Job& what, const fs::path& to) {
    fs::remove_all(file("sample"));
    return ours("narrated", what, file("sample"), to);
  });
  notes_.add(kQuality + key, {.quality = quality});
}

void Runs::measure_other(const Other& way, int run) {
  const auto film = file("other.mp4");
  const auto key = key_of(way.name, way.job);
  for (int part = 0; part < kParts; ++part) {
    const auto of_part = fmt::format("{}, part {}", key, part);
    if (!lacks(of_part, run)) continue;
    auto piece = way.job;
    if (way.by_length) {
      piece.seconds /= 1 << part;
      piece.folder = file(fmt::format("album-{:.3g}s", piece.seconds));
    } else {
      piece.count /= 1 << part;
    }
    const auto made = filmed(way.command(ready(piece), film), film);
    if (part == 0 && lacks(kQuality + key, 0))
      notes_.add(kQuality + key, {.quality = quality_of_other(way, piece)});
    notes_.add(of_part, made);
  }
}

Quality Runs::quality_of_other(const Other& way, const Job& piece) const {
  return way.by_length ? quality_of(piece, file("other.mp4")) : sampled(piece, way.command);
}

/// A film of three sentences against the same nearly without loss.
Quality Runs::sampled(Job work, const Way& make) const {
  constexpr int kSample = 3;
  work.count = kSample;
  auto best = work;
  best.crf = 1;
  run_metered(make(work, file("plain.mp4")));
  run_metered(make(best, file("reference.mp4")));
  return quality_against(file("plain.mp4"), file("reference.mp4"));
}

void Runs::tell_ours(std::vector<Row>& rows, const std::string& film, const Job& job,
                     const std::vector<std::string>& goals) const {
  const bool album = film.starts_with("album");
  const auto key = key_of(album ? "album" : "narrated", job);
  const auto& states = album ? kOfAlbum : kOfNarrated;
  for (std::size_t at = 0; at < states.size(); ++at) {
    auto middle = middle_of(notes_.of(key + states.at(at)));
    if (at == 0) middle.quality = notes_.of(kQuality + key).front().quality;
    rows.push_back({.film = film,
                    .way = std::string("storyreel, ") + states.at(at),
                    .middle = middle,
                    .goal = goals.at(at)});
  }
}

void Runs::tell_other(std::vector<Row>& rows, const std::string& film, const Other& way,
                      double length, const std::string& unit) const {
  const auto key = key_of(way.name, way.job);
  Line line{.whole = way.by_length ? way.job.seconds : way.job.count, .pieces = {}};
  for (std::size_t part = 0; part < line.pieces.size(); ++part)
    line.pieces.at(part) = middle_of(notes_.of(fmt::format("{}, part {}", key, part)));
  line.pieces[0].quality = notes_.of(kQuality + key).front().quality;
  rows.push_back({.film = film,
                  .way = way.name,
                  .middle = line.at(length),
                  .goal = way.goal,
                  .note = line.note(unit)});
}

}  // namespace storyreel::bench
