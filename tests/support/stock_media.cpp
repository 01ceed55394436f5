#include "tests/support/stock_media.hpp"

#include <algorithm>

#include "pipeline/stages/make.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::test {
namespace {

using cache::Artifact;
using pipeline::RenderJob;
using pipeline::Stage;
using pipeline::Target;

constexpr std::size_t kSentences = 3;
constexpr auto kLanguage = "en";
// File systems bound how many names a file may have; ext4 at 65,000.
constexpr std::size_t kNames = 30'000;

std::string body_at(std::size_t at, std::size_t count) {
  return at == 0 ? "first body" : at + 1 == count ? "last body" : "body";
}

RenderJob film_of_same(const config::Settings& settings) {
  const std::vector<pipeline::Sentence> sentences(kSentences,
                                                  {.text = "It waits.", .prompt = "A lantern"});
  RenderJob job;
  job.sentence = sentences.front();
  job.timeline = pipeline::narrated(
      {}, sentences, kLanguage,
      {.image = "stock", .voice = [](const auto&) { return "stock"; }, .render = settings.render});
  job.keys = pipeline::part_keys(job.timeline);
  return job;
}

std::vector<Artifact> inputs_of(const Target& target, const std::vector<Artifact>& made) {
  std::vector<Artifact> inputs;
  for (const auto& artifact : made) {
    if (std::ranges::count(target.needs, artifact.key) > 0) inputs.push_back(artifact);
  }
  return inputs;
}

}  // namespace

StockMedia::StockMedia(const config::Settings& settings, pipeline::Providers& providers,
                       Offload& offload, boost::asio::io_context& loop)
    : store_(settings.state.directory / "artifacts"), folder_(settings.state.directory) {
  const pipeline::Store store(folder_.path());
  store.open();
  auto job = film_of_same(settings);
  std::vector<Artifact> all;
  for (const auto& target : pipeline::targets(job.timeline)) {
    job.target = target;
    for (auto& artifact : run(loop, pipeline::make(
                                        providers, offload, store, job, inputs_of(target, all),
                                        [](double) {}, pipeline::closed_till()))) {
      const auto name =
          target.stage == Stage::body ? body_at(target.at, kSentences) : artifact.kind;
      contents_[name] = {.like = artifact, .file = store.path(artifact)};
      all.push_back(std::move(artifact));
    }
  }
}

void StockMedia::add(Artifact& artifact, std::size_t at, std::size_t count) {
  auto& content = contents_.at(artifact.kind == "body" ? body_at(at, count) : artifact.kind);
  artifact.file = artifact.key.substr(0, 2) + "/" + artifact.key +
                  std::filesystem::path(content.like.file).extension().string();
  artifact.bytes = content.like.bytes;
  artifact.sha256 = content.like.sha256;
  artifact.meta = content.like.meta;
  artifact.made_at = now();
  const auto file = store_ / artifact.file;
  std::filesystem::create_directories(file.parent_path());
  if (++content.names % kNames == 0) {
    std::filesystem::copy_file(content.file, file);
    content.file = file;
  } else {
    std::filesystem::create_hard_link(content.file, file);
  }
}

}  // namespace storyreel::test
