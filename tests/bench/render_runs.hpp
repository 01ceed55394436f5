#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/render_job.hpp"
#include "tests/bench/render_notes.hpp"
#include "tests/bench/render_table.hpp"

namespace storyreel::bench {

struct Options {
  std::string program;  ///< this one
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
  std::filesystem::path folder;  ///< media, and what was measured
};

/// Films by us and by others. A run measures each of them once, so that all saw the same machine;
/// what stands in the notes is not measured again.
class Runs {
 public:
  explicit Runs(Options options);

  void measure();
  std::vector<Row> rows() const;

 private:
  using Way = std::function<std::string(const Job&, const std::filesystem::path&)>;
  struct Other {
    std::string name;
    Way command;
    Job job;         ///< its whole piece
    bool by_length;  ///< pieces have shorter sounds; else fewer of them
    std::string goal{};
  };

  std::filesystem::path file(const std::string& name) const { return options_.folder / name; }
  std::vector<Other> album_ways() const;
  std::vector<Other> narrated_ways() const;
  Job album_job(double minutes) const;
  Job narrated_job() const;

  /// Our own program filming a job in a process of its own.
  std::string ours(const char* kind, const Job& job, const std::filesystem::path& artifacts,
                   const std::filesystem::path& film) const;
  Sample filmed(const std::string& command, const std::filesystem::path& film) const;

  bool lacks(const std::string& key, int run) const;
  void measure_album(double minutes, int run);
  void measure_narrated(int run);
  void measure_other(const Other& way, int run);
  Quality quality_of_other(const Other& way, const Job& piece) const;
  Quality sampled(Job work, const Way& make) const;

  void tell_ours(std::vector<Row>& rows, const std::string& film, const Job& job,
                 const std::vector<std::string>& goals) const;
  void tell_other(std::vector<Row>& rows, const std::string& film, const Other& way, double length,
                  const std::string& unit) const;

  Options options_;
  Notes notes_;
};

}  // namespace storyreel::bench
