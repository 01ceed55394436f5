#include <algorithm>

#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/stages/render.hpp"
#include "pipeline/standing.hpp"
#include "pipeline/work.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;

/// The film of one video, made of what the store holds; what is missing is made in a folder.
class Rendering {
 public:
  Rendering(cache::Database& database, const Store& store, RenderJob job, std::vector<Target> all,
            fs::path folder)
      : database_(database),
        store_(store),
        job_(std::move(job)),
        targets_(std::move(all)),
        keys_(part_keys(targets_, job_.sentences.size())),
        folder_(std::move(folder)) {}

  void operator()(const std::function<void(std::string_view, double)>& progress,
                  const fs::path& out, std::stop_token stop) {
    std::size_t done = 0;
    for (const auto& target : targets_) {
      if (stop.stop_requested()) throw Error("stopped");
      make(target, out, stop);
      progress(target.stage == Stage::film ? "film" : "clips",
               static_cast<double>(++done) / static_cast<double>(targets_.size()));
    }
  }

 private:
  void make(const Target& target, const fs::path& out, std::stop_token stop) {
    const auto artifact = cache::artifacts::find(database_, target.key);
    if (artifact && store_.sound(*artifact, true)) {
      job_.inputs[target.key] = {store_.path(*artifact), artifact->meta};
      if (target.stage == Stage::film) copy(store_.path(*artifact), out);
      return;
    }
    if (target.stage == Stage::illustrate || target.stage == Stage::speak)
      throw Error(std::string(words(target.stage).noun) + " of sentence " +
                  std::to_string(target.at + 1) +
                  " is not there yet: approve the video and let the daemon make it.");
    job_.target = target;
    const auto file = folder_ / (target.key + "." + extension(target.stage));
    auto meta = render(job_, keys_, file, [](double) {}, stop);
    job_.inputs[target.key] = {file, std::move(meta)};
    if (target.stage == Stage::film) commit_file(file, out);
  }

  void copy(const fs::path& film, const fs::path& out) const {
    const auto copied = folder_ / "film";
    fs::copy_file(film, copied);
    commit_file(copied, out);
  }

  cache::Database& database_;
  const Store& store_;
  RenderJob job_;
  std::vector<Target> targets_;
  std::vector<PartKeys> keys_;
  fs::path folder_;
};

std::vector<Target> film_targets(const Snapshot& snapshot, const RenderJob& job,
                                 const Providers& providers) {
  const auto* voice = providers.voice.get();
  const Recipe recipe{.image = providers.image->identity(),
                      .voice = [voice](const std::string& tag) { return voice->identity(tag); },
                      .render = job.settings};
  auto all = targets(job.sentences, snapshot.video.id, job.language, recipe);
  if (all.empty() || all.back().stage != Stage::film)
    throw Error("\"" + snapshot.video.title +
                "\" is not ready to be rendered: its sentences or prompts are not all there.");
  return all;
}

}  // namespace

Task<> render_to(cache::Database& database, Offload& offload, Store& store,
                 const config::Settings& settings, std::string video_id, fs::path out,
                 std::function<void(std::string_view, double)> progress) {
  const auto snapshot = load_snapshot(database, video_id);
  if (!snapshot) throw Error("there is no such video");
  const auto providers = make_providers(settings, offload);
  // As the daemon plans: with the language that its text would be written in.
  const auto language =
      wanted_writing(*snapshot, providers.text->identity(), seconds(0), now()).known_language;
  RenderJob job{.target = {},
                .sentences = sentences_of(*snapshot),
                .language = language,
                .settings = settings.render,
                .inputs = {}};
  auto all = film_targets(*snapshot, job, providers);
  const TemporaryFolder folder(fs::absolute(out).parent_path());
  Rendering rendering(database, store, std::move(job), std::move(all), folder.path());
  struct Run {
    Rendering* rendering;
    std::function<void(std::string_view, double)> progress;
    fs::path out;
    void operator()(std::stop_token stop) const { (*rendering)(progress, out, std::move(stop)); }
  };
  co_await offload.run(Run{&rendering, std::move(progress), fs::absolute(out)});
}

Providers make_providers(const config::Settings& settings, Offload& offload) {
  return {.text = make_builtin_text(offload),
          .image = make_builtin_image(offload),
          .voice = make_builtin_voice(offload, settings.voice)};
}

}  // namespace storyreel::pipeline
