// Films against what people use without us; prints one markdown table:
//   storyreel_render_bench [--minutes 6,20,74] [--runs 5] [--images 20] [--sentences 60]
//                          [--piece 12] [--crf 20] [--narrated-crf 19] [--folder DIR]
// Ways that take hours are measured on albums whose tracks last --piece seconds and a half of that,
// and extrapolated; a quarter of it says how straight the line is.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <sstream>
#include <vector>

#include "daemon/runtime/files.hpp"
#include "pipeline/render/decoder_child.hpp"
#include "tests/bench/render_job.hpp"
#include "tests/bench/render_meter.hpp"

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
  int crf = 20;
  int narrated_crf = 19;
  fs::path folder;
};

struct Quality {
  double psnr = 0;
  double ssim = 0;
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

struct Row {
  std::string film;
  std::string way;
  std::vector<Cost> costs{};
  double megabytes = 0;
  Quality quality{};
  std::string note{};

  Cost median() const {
    const auto middle = [this](double Cost::* part) {
      std::vector<double> all;
      for (const auto& cost : costs) all.push_back(cost.*part);
      std::ranges::sort(all);
      return all[all.size() / 2];
    };
    return {middle(&Cost::wall), middle(&Cost::cpu), middle(&Cost::peak)};
  }
};

double megabytes(const fs::path& file) {
  return static_cast<double>(fs::file_size(file)) / 1e6;
}

void print(const std::vector<Row>& rows) {
  std::puts("| film | way | wall s | against ours | CPU s | peak MB | MB | PSNR | SSIM | |");
  std::puts("|---|---|---|---|---|---|---|---|---|---|");
  std::map<std::string, double> ours;
  for (const auto& row : rows) {
    const auto cost = row.median();
    const auto base = ours.try_emplace(row.film, cost.wall).first->second;
    std::puts(fmt::format("| {} | {} | {:.1f} | {:.1f}x | {:.1f} | {:.0f} | {:.0f} | {:.2f} | "
                          "{:.4f} | {} |",
                          row.film, row.way, cost.wall, cost.wall / base, cost.cpu, cost.peak,
                          row.megabytes, row.quality.psnr, row.quality.ssim, row.note)
                  .c_str());
  }
  std::fflush(stdout);
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
    std::vector<Row> pieces{3};  ///< a piece, a half and a quarter of it
  };

  fs::path file(const std::string& name) const { return options_.folder / name; }

  Job job(const std::string& name, int count, double seconds, int crf,
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

  std::vector<Other> others() const {
    return {{"ffmpeg, looped segments, medium", "medium", looped_segments},
            {"ffmpeg, looped segments, veryfast", "veryfast", looped_segments},
            {"ffmpeg, xfade graph, veryfast", "veryfast", xfade_album},
            {"melt, veryfast", "veryfast", melt_album}};
  }

  void measure_pieces(std::vector<Other>& ways) const;
  Row extrapolated(const Other& way, const std::string& film, double seconds) const;
  void album(double minutes, std::vector<Row>& mine) const;

  Options options_;
  std::vector<Row> rows_;
};

void Bench::measure_pieces(std::vector<Other>& ways) const {
  for (int run = 0; run < options_.runs; ++run)
    for (auto& way : ways)
      for (std::size_t part = 0; part < 3; ++part) {
        const double seconds = options_.piece / static_cast<double>(1U << part);
        const auto piece =
            job(fmt::format("piece{}", part), options_.images, seconds, options_.crf, way.preset);
        const auto film = file("other.mp4");
        way.pieces[part].costs.push_back(run_metered(way.command(piece, film)));
        way.pieces[part].megabytes = megabytes(film);
        if (run == 0 && part == 0) way.pieces[0].quality = quality_of(piece, film);
      }
}

/// The line through a piece and its half, at a track of so many seconds.
Row Bench::extrapolated(const Other& way, const std::string& film, double seconds) const {
  const auto whole = way.pieces[0].median();
  const auto half = way.pieces[1].median();
  const auto line = [&](double at, double of_whole, double of_half) {
    const double piece = options_.piece;
    return of_whole + (of_whole - of_half) / (piece / 2) * (at - piece);
  };
  const double quarter = way.pieces[2].median().wall;
  const double off = line(options_.piece / 4, whole.wall, half.wall) / quarter - 1;
  Row row{film, way.name, {}, 0, way.pieces[0].quality, ""};
  row.costs.push_back(
      {line(seconds, whole.wall, half.wall), line(seconds, whole.cpu, half.cpu), whole.peak});
  row.megabytes = line(seconds, way.pieces[0].megabytes, way.pieces[1].megabytes);
  row.note = fmt::format("extrapolated from {:.0f} s a track; a shorter piece lies {:+.0f} % off",
                         options_.piece, 100 * off);
  return row;
}

void Bench::album(double minutes, std::vector<Row>& mine) const {
  const auto name = fmt::format("album, {:.0f} min", minutes);
  const auto work = job(fmt::format("album{:.0f}", minutes), options_.images,
                        minutes * 60 / options_.images, options_.crf);
  const auto artifacts = file("artifacts");
  const auto film = file("ours.mp4");
  std::vector<Row> rows{{name, "storyreel, from nothing"},
                        {name, "storyreel, tracks encoded before"},
                        {name, "storyreel, nothing changed"}};
  for (int run = 0; run < options_.runs; ++run) {
    fs::remove_all(artifacts);
    rows[0].costs.push_back(run_metered(ours("album", work, artifacts, film)));
    for (const auto& entry : fs::directory_iterator(artifacts))
      if (const auto kind = entry.path().extension(); kind == ".body" || kind == ".join")
        fs::remove(entry.path());
    rows[1].costs.push_back(run_metered(ours("album", work, artifacts, film)));
    rows[2].costs.push_back(run_metered(ours("album", work, artifacts, film)));
  }
  for (auto& row : rows) {
    row.megabytes = megabytes(film);
    row.quality = quality_of(work, film);
    mine.push_back(row);
  }
}

void Bench::albums() {
  if (options_.minutes.empty()) return;
  auto ways = others();
  measure_pieces(ways);
  for (double minutes : options_.minutes) {
    std::vector<Row> mine;
    album(minutes, mine);
    for (const auto& way : ways)
      mine.push_back(extrapolated(way, mine[0].film, minutes * 60 / options_.images));
    rows_.insert(rows_.end(), mine.begin(), mine.end());
    print(mine);
  }
}

void Bench::narrated() {
  if (options_.sentences == 0) return;
  const auto name = fmt::format("narrated, {} sentences", options_.sentences);
  // Our segments add room for breath; the other way takes as long in all.
  const auto mine =
      job("spoken", options_.sentences, options_.sentence - 0.6, options_.narrated_crf);
  const auto other = job("other", options_.sentences, options_.sentence, options_.crf);
  const auto artifacts = file("spoken-artifacts");
  const auto film = file("spoken.mp4");
  const auto theirs = file("zoompan.mp4");
  std::vector<Row> rows{{name, "storyreel, from nothing"},
                        {name, "storyreel, one sentence edited"},
                        {name, "storyreel, nothing changed"},
                        {name, "ffmpeg, zoompan + xfade + subtitles, veryfast"}};
  for (int run = 0; run < options_.runs; ++run) {
    fs::remove_all(artifacts);
    rows[0].costs.push_back(run_metered(ours("narrated", mine, artifacts, film)));
    const auto middle = options_.sentences / 2;
    for (const auto& [at, kind] : std::vector<std::pair<int, std::string>>{
             {middle, "aac"}, {middle, "body"}, {middle, "join"}, {middle - 1, "join"}})
      fs::remove(artifacts / fmt::format("{:02}.{}", at, kind));
    rows[1].costs.push_back(run_metered(ours("narrated", mine, artifacts, film)));
    rows[2].costs.push_back(run_metered(ours("narrated", mine, artifacts, film)));
    rows[3].costs.push_back(run_metered(zoompan_narrated(other, theirs)));
  }
  for (std::size_t i = 0; i < 3; ++i) rows[i].megabytes = megabytes(film);
  rows[3].megabytes = megabytes(theirs);

  // Three sentences of each, against the same nearly without loss.
  constexpr int kSample = 3;
  const auto sampled = [&](Job what, const char* kind) {
    what.count = kSample;
    auto best = what;
    best.crf = 1;
    const auto plain = file("plain.mp4");
    const auto reference = file("reference.mp4");
    const auto made = [&](const Job& which, const fs::path& to, const char* folder) {
      fs::remove_all(file(folder));
      run_metered(kind ? ours(kind, which, file(folder), to) : zoompan_narrated(which, to));
    };
    made(what, plain, "plain");
    made(best, reference, "reference");
    return quality_against(plain, reference);
  };
  rows[0].quality = rows[1].quality = rows[2].quality = sampled(mine, "narrated");
  rows[3].quality = sampled(other, nullptr);
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  print(rows);
}

int make(char** arguments) {
  const std::string kind = arguments[2];
  const Job job{arguments[3], std::atoi(arguments[4]), std::atof(arguments[5]),
                std::atoi(arguments[6]), arguments[7]};
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
  const int whole = std::atoi(value.c_str());
  if (name == "--minutes")
    options.minutes = numbers(value);
  else if (name == "--runs")
    options.runs = whole;
  else if (name == "--images")
    options.images = whole;
  else if (name == "--sentences")
    options.sentences = whole;
  else if (name == "--piece")
    options.piece = std::atof(value.c_str());
  else if (name == "--crf")
    options.crf = whole;
  else if (name == "--narrated-crf")
    options.narrated_crf = whole;
  else if (name == "--folder")
    options.folder = value;
  else
    return false;
  return true;
}

}  // namespace

int main(int count, char** arguments) {
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
