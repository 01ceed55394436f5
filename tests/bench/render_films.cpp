// Films against what people use without us; prints one markdown table:
//   storyreel_render_bench [--minutes 6,20,74] [--runs 5] [--images 20] [--piece 12]
//                          [--sentences 60] [--spoken-piece 12] [--crf 20] [--other-crf 20]
//                          [--narrated-crf 19] [--zoompan-crf 20.1] [--folder DIR]
// Ways that take hours are measured on albums whose tracks last --piece seconds, and on narrated
// films of --spoken-piece sentences (8 or more), and extrapolated by a line of which the table says
// how straight it is. The CRFs are those at which both sides are equally good.
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <sstream>
#include <vector>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/memory.hpp"
#include "pipeline/render/decoder_child.hpp"
#include "tests/bench/render_job.hpp"
#include "tests/bench/render_meter.hpp"
#include "tests/bench/render_table.hpp"

namespace {

using namespace storyreel;
using namespace storyreel::bench;
namespace fs = std::filesystem;

struct Options {
  std::string program;
  std::vector<double> minutes{6, 20, 74};
  int runs = 5;
  int images = 20;
  int sentences = 60;
  double sentence = 5;  ///< seconds
  double piece = 12;    ///< seconds
  int spoken_piece = 12;
  int crf = 20;
  int narrated_crf = 19;
  double other_crf = 20;
  double zoompan_crf = 20.1;
  fs::path folder;
};

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

/// A film's picture in the middle of each segment against its source: the worst and the mean.
Quality quality_of(const Job& job, const fs::path& film) {
  Quality sum;
  for (int i = 0; i < job.count; ++i) {
    const auto one = compare(
        fmt::format("-ss {} -i '{}' -i '{}'", job.seconds * (i + 0.5), film.string(),
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

double megabytes(const fs::path& file) {
  return static_cast<double>(fs::file_size(file)) / 1e6;
}

class Bench {
 public:
  explicit Bench(Options options) : options_(std::move(options)) {}

  void albums();
  void narrated();
  const std::vector<Row>& rows() const { return rows_; }

 private:
  using Way = std::function<std::string(const Job&, const fs::path&)>;
  struct Other {
    std::string name;
    std::string preset;
    Way command;
    std::string goal{};
    Line line{};
  };

  fs::path file(const std::string& name) const { return options_.folder / name; }

  Job job(const std::string& name, int count, double seconds, double crf,
          const std::string& preset = "veryfast") const {
    Job made{file(name), count, seconds, crf, preset};
    make_media(made);
    return made;
  }

  /// Our own program filming a job in a process of its own.
  std::string ours(const char* kind, const Job& job, const fs::path& artifacts,
                   const fs::path& film) const {
    return fmt::format("'{}' --make {} '{}' {} {} {} {} '{}' '{}'", options_.program, kind,
                       job.folder.string(), job.count, job.seconds, job.crf, job.preset,
                       artifacts.string(), film.string());
  }

  std::vector<Other> album_ways() const {
    return {{"ffmpeg, looped segments, medium", "medium", looped_segments, "≥ 25x (40x)"},
            {"ffmpeg, looped segments, veryfast", "veryfast", looped_segments, "≥ 15x (28x)"},
            {"ffmpeg, xfade graph, veryfast", "veryfast", xfade_album},
            {"melt, veryfast", "veryfast", melt_album, "≥ 10x (16x)"}};
  }
  std::vector<Other> narrated_ways() const {
    return {
        {"ffmpeg, zoompan of twice the size + xfade + subtitles", "veryfast",
         [](const Job& work, const fs::path& film) { return zoompan_narrated(work, film, true); },
         "≥ 1.6x (2x)"},
        {"ffmpeg, zoompan as it is (it jitters) + xfade + subtitles", "veryfast",
         [](const Job& work, const fs::path& film) {
           return zoompan_narrated(work, film, false);
         }}};
  }

  void measure_piece(Other& way, const Job& piece, std::size_t part) const;
  Row extrapolated(const Other& way, const std::string& film, double length,
                   const std::string& unit) const;
  void album(double minutes, std::vector<Row>& mine) const;
  void measure_spoken(std::vector<Row>& rows, const Job& work) const;
  Quality sampled(Job work, const Way& make) const;

  Options options_;
  std::vector<Row> rows_;
};

void Bench::measure_piece(Other& way, const Job& piece, std::size_t part) const {
  const auto film = file("other.mp4");
  auto& row = way.line.pieces[part];
  row.costs.push_back(run_metered(way.command(piece, film)));
  row.megabytes = megabytes(film);
}

Row Bench::extrapolated(const Other& way, const std::string& film, double length,
                        const std::string& unit) const {
  return {.film = film,
          .way = way.name,
          .costs = {way.line.at(length)},
          .megabytes = way.line.megabytes_at(length),
          .quality = way.line.pieces[0].quality,
          .goal = way.goal,
          .note = way.line.note(unit)};
}

void Bench::album(double minutes, std::vector<Row>& mine) const {
  const auto name = fmt::format("album, {:.3g} min", minutes);
  const auto work = job(fmt::format("album{:.3g}", minutes), options_.images,
                        minutes * 60 / options_.images, options_.crf);
  const auto artifacts = file("artifacts");
  const auto film = file("ours.mp4");
  std::vector<Row> rows{
      {.film = name, .way = "storyreel, from nothing", .goal = "≤ 300 (150) MB"},
      {.film = name, .way = "storyreel, tracks encoded before", .goal = "74 min: ≤ 25 (12) s"},
      {.film = name, .way = "storyreel, nothing changed"}};
  for (int run = 0; run < options_.runs; ++run) {
    fs::remove_all(artifacts);
    rows[0].costs.push_back(run_metered(ours("album", work, artifacts, film)));
    for (const auto& entry : fs::directory_iterator(artifacts))
      if (const auto kind = entry.path().extension(); kind == ".body" || kind == ".join")
        fs::remove(entry.path());
    rows[1].costs.push_back(run_metered(ours("album", work, artifacts, film)));
    rows[2].costs.push_back(run_metered(ours("album", work, artifacts, film)));
  }
  for (auto& row : rows) row.megabytes = megabytes(film);
  rows[0].quality = quality_of(work, film);
  mine.insert(mine.end(), rows.begin(), rows.end());
}

void Bench::albums() {
  if (options_.minutes.empty()) return;
  auto ways = album_ways();
  for (int run = 0; run < options_.runs; ++run)
    for (auto& way : ways)
      for (std::size_t part = 0; part < 3; ++part) {
        way.line.whole = options_.piece;
        const auto piece = job(fmt::format("piece{}", part), options_.images,
                               options_.piece / (1 << part), options_.other_crf, way.preset);
        measure_piece(way, piece, part);
        if (run == 0 && part == 0)
          way.line.pieces[0].quality = quality_of(piece, file("other.mp4"));
      }
  for (double minutes : options_.minutes) {
    std::vector<Row> rows;
    album(minutes, rows);
    for (const auto& way : ways)
      rows.push_back(extrapolated(way, rows[0].film, minutes * 60 / options_.images, "s a track"));
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    print(rows);
  }
}

void Bench::measure_spoken(std::vector<Row>& rows, const Job& work) const {
  const auto artifacts = file("spoken-artifacts");
  const auto film = file("spoken.mp4");
  const auto middle = work.count / 2;
  fs::remove_all(artifacts);
  rows[0].costs.push_back(run_metered(ours("narrated", work, artifacts, film)));
  for (const auto& [at, kind] : std::vector<std::pair<int, std::string>>{
           {middle, "aac"}, {middle, "body"}, {middle, "join"}, {middle - 1, "join"}})
    fs::remove(artifacts / fmt::format("{:02}.{}", at, kind));
  rows[1].costs.push_back(run_metered(ours("narrated", work, artifacts, film)));
  rows[2].costs.push_back(run_metered(ours("narrated", work, artifacts, film)));
  for (auto& row : rows) row.megabytes = megabytes(film);
}

/// A film of three sentences against the same nearly without loss.
Quality Bench::sampled(Job work, const Way& make) const {
  constexpr int kSample = 3;
  work.count = kSample;
  auto best = work;
  best.crf = 1;
  run_metered(make(work, file("plain.mp4")));
  run_metered(make(best, file("reference.mp4")));
  return quality_against(file("plain.mp4"), file("reference.mp4"));
}

void Bench::narrated() {
  if (options_.sentences == 0 || options_.spoken_piece < 8) return;
  const auto name = fmt::format("narrated, {} sentences", options_.sentences);
  // Our segments add room for breath; the other way takes as long in all.
  const auto work =
      job("spoken", options_.sentences, options_.sentence - 0.6, options_.narrated_crf);
  std::vector<Row> rows{
      {.film = name, .way = "storyreel, from nothing", .goal = "≤ 400 (250) MB"},
      {.film = name, .way = "storyreel, one sentence edited", .goal = "≤ 1/25 (1/45) of the film"},
      {.film = name, .way = "storyreel, nothing changed"}};
  auto ways = narrated_ways();
  for (int run = 0; run < options_.runs; ++run) {
    measure_spoken(rows, work);
    for (auto& way : ways)
      for (std::size_t part = 0; part < 3; ++part) {
        way.line.whole = options_.spoken_piece;
        const auto piece = job("other", options_.spoken_piece / (1 << part), options_.sentence,
                               options_.zoompan_crf);
        measure_piece(way, piece, part);
      }
  }
  rows[0].quality = sampled(work, [this](const Job& what, const fs::path& film) {
    fs::remove_all(file("sample"));
    return ours("narrated", what, file("sample"), film);
  });
  for (auto& way : ways) {
    way.line.pieces[0].quality =
        sampled(job("other", 3, options_.sentence, options_.zoompan_crf), way.command);
    rows.push_back(extrapolated(way, name, options_.sentences, "sentences"));
  }
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  print(rows);
}

int make(char** arguments) {
  const std::string kind = arguments[2];
  const Job job{arguments[3], std::atoi(arguments[4]), std::atof(arguments[5]),
                std::atof(arguments[6]), arguments[7]};
  (kind == "album" ? make_album : make_narrated)(job, arguments[8], arguments[9]);
  return 0;
}

std::vector<double> numbers(const std::string& text) {
  std::vector<double> all;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one, ',');) all.push_back(std::atof(one.c_str()));
  return all;
}

bool read_option(Options& options, const std::string& name, const std::string& value) {
  const std::map<std::string, int Options::*> wholes{{"--runs", &Options::runs},
                                                     {"--images", &Options::images},
                                                     {"--sentences", &Options::sentences},
                                                     {"--spoken-piece", &Options::spoken_piece},
                                                     {"--crf", &Options::crf},
                                                     {"--narrated-crf", &Options::narrated_crf}};
  const std::map<std::string, double Options::*> parts{{"--piece", &Options::piece},
                                                       {"--other-crf", &Options::other_crf},
                                                       {"--zoompan-crf", &Options::zoompan_crf}};
  if (const auto whole = wholes.find(name); whole != wholes.end())
    options.*whole->second = std::atoi(value.c_str());
  else if (const auto part = parts.find(name); part != parts.end())
    options.*part->second = std::atof(value.c_str());
  else if (name == "--minutes")
    options.minutes = numbers(value);
  else if (name == "--folder")
    options.folder = value;
  else
    return false;
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  give_back_large_memory();
  render::decoder_child(count, arguments);
  if (count == 10 && std::string(arguments[1]) == "--make") return make(arguments);
  Options options;
  options.program = fs::read_symlink("/proc/self/exe").string();
  for (int i = 1; i < count; i += 2)
    if (i + 1 == count || !read_option(options, arguments[i], arguments[i + 1])) {
      std::fprintf(stderr, "there is no option %s; they stand at the top of render_films.cpp\n",
                   arguments[i]);
      return 2;
    }
  const TemporaryFolder temporary;
  if (options.folder.empty()) options.folder = temporary.path();
  Bench bench(options);
  bench.albums();
  bench.narrated();
  std::puts("");
  print(bench.rows());
  return 0;
}
