#include "pipeline/stages/make.hpp"

#include <fmt/format.h>
#include <optional>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/full_disk.hpp"
#include "pipeline/providers/wav.hpp"
#include "pipeline/render/picture.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using cache::Artifact;

constexpr seconds kRoomWait{60};
constexpr seconds kLookWait{60};
// Of a shot in which nothing is said: as long as silence may be (render/survey.cpp).
constexpr milliseconds kSilence{950};

/// Removes a file that was not committed after all.
class Unfinished {
 public:
  explicit Unfinished(fs::path file) : file_(std::move(file)) {}
  ~Unfinished() {
    std::error_code ignored;
    fs::remove(file_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  const fs::path& path() const { return file_; }

 private:
  fs::path file_;
};

/// A full disk is nobody's fault but the machine's: the step waits for room, however long.
void check_room(const Store& store, std::uintmax_t bytes = 0) {
  try {
    store.require_room(bytes);
  } catch (const Error& error) {
    throw ProviderError(ProviderError::Class::later, error.what(), kRoomWait);
  }
}

/// Before something is bought: its answer stands twice while it is put in its place.
void check_room_to_buy(const Store& store) {
  check_room(store, 2 * kMostAnswer);
}

/// What was bought is of no use, which asking again does not mend.
class Spoilt : public ProviderError {
 public:
  explicit Spoilt(const Error& why)
      : ProviderError(Class::refused,
                      fmt::format("what came, and was paid for, is of no use ({}). It is bought "
                                  "again only if you ask for it.",
                                  why.what())) {}
};

/// Keeps bytes from a provider as an artifact once `verify` finds them sound.
struct Keep {
  const Store* store;
  Target target;
  std::string bytes;
  std::string extension;
  void (*verify)(const fs::path&, const std::stop_token&);
  bool bought = false;

  std::vector<Artifact> operator()(std::stop_token stop) const {
    check_room(*store);
    const Unfinished file(store->temporary(extension));
    write_file(file.path(), bytes);
    judge(file.path(), stop);
    return {store->commit(target.key, std::string(words(target.stage).artifact), file.path())};
  }

  void judge(const fs::path& file, const std::stop_token& stop) const {
    try {
      verify(file, stop);
    } catch (const render::CannotDecode&) {
      throw;  // which says nothing of the picture
    } catch (const Error& error) {
      if (bought) throw Spoilt(error);
      throw;
    }
  }
};

Task<std::vector<Artifact>> run(Offload& offload, Keep keep, Till& till) {
  std::optional<Spoilt> spoilt;
  try {
    co_return co_await offload.run(std::move(keep));
  } catch (const Spoilt& error) {
    spoilt = error;
  }
  co_await till.spoilt();
  throw Spoilt(*spoilt);
}

void check_inputs(const Store& store, const std::vector<Artifact>& artifacts,
                  const std::stop_token& stop) {
  for (const auto& artifact : artifacts)
    if (!is_sound(store, artifact, true, stop)) throw DamagedInput(artifact.key);
}

/// Renders and commits; what stands beside a film is committed with it.
struct Render {
  const Store* store;
  RenderJob job;
  std::vector<Artifact> artifacts;
  render::Progress progress;

  std::vector<Artifact> operator()(std::stop_token stop) const {
    check_room(*store, room());
    check_inputs(*store, artifacts, stop);
    const Unfinished file(store->temporary(extension(job.target.stage)));
    try {
      return make_at(file.path(), std::move(stop));
    } catch (const FullDiskError&) {
      throw ProviderError(ProviderError::Class::later,
                          "the disk that holds " + file.path().parent_path().string() +
                              " is full: free some space.",
                          kRoomWait);
    }
  }

  /// A film is as large as what it is put together from; of the rest nobody knows before.
  std::uintmax_t room() const {
    std::uintmax_t bytes = 0;
    if (job.target.stage == Stage::film)
      for (const auto& artifact : artifacts) bytes += static_cast<std::uintmax_t>(artifact.bytes);
    return bytes;
  }

  std::vector<Artifact> make_at(const fs::path& file, std::stop_token stop) const {
    const auto& target = job.target;
    auto meta = render(job, file, progress, stop);
    std::vector<Artifact> made;
    if (target.stage == Stage::film)
      for (const auto& companion : companions(job.timeline))
        made.push_back(beside(file, companion, stop));
    made.insert(made.begin(),
                store->commit(target.key, std::string(words(target.stage).artifact), file));
    made.front().meta = std::move(meta);
    return made;
  }

  Artifact beside(const fs::path& film, const Companion& companion, std::stop_token stop) const {
    const Unfinished file(store->temporary(companion.extension));
    render_companion(job, companion.kind, film, file.path(), std::move(stop));
    return store->commit(companion_key(job.target.key, companion.kind), companion.kind,
                         file.path());
  }
};

Task<Keep> draw(Providers& providers, const Store& store, RenderJob job, Till& till) {
  auto& image = job.by_fallback ? *providers.image_fallback : *providers.image;
  const bool bought = image.tariff().has_value();
  if (bought) check_room_to_buy(store);
  auto picture = co_await image.draw(picture_request(job), till);
  co_return Keep{
      &store, job.target, std::move(picture.bytes), picture.extension, &render::verify_picture,
      bought};
}

Task<Keep> speak(Providers& providers, const Store& store, RenderJob job, Till& till) {
  const auto& text = job.timeline.shots[job.target.at].text;
  auto& speaker = job.by_fallback ? *providers.voice_fallback : *providers.voice;
  const bool bought = !text.empty() && speaker.tariff();
  if (bought) check_room_to_buy(store);
  auto voice = text.empty() ? silent_wav(kSilence)
                            : co_await speaker.speak(text, job.timeline.language, till);
  co_return Keep{&store,
                 job.target,
                 std::move(voice),
                 "wav",
                 [](const fs::path& file, const std::stop_token&) { render::verify_voice(file); },
                 bought};
}

}  // namespace

PictureRequest picture_request(const RenderJob& job) {
  const auto& sentence = job.sentence;
  return {.prompt = sentence.prompt,
          .caption = sentence.prompt_is_ours ? sentence.text : "",
          .language = job.timeline.language,
          .take = sentence.take,
          .width = job.timeline.settings.width,
          .height = job.timeline.settings.height};
}

bool is_sound(const Store& store, const Artifact& artifact, bool deep,
              const std::stop_token& stop) {
  try {
    return store.sound(artifact, deep, stop);
  } catch (const Error& error) {
    throw ProviderError(ProviderError::Class::later, error.what(), kLookWait);
  }
}

Task<std::vector<Artifact>> make(Providers& providers, Offload& offload, const Store& store,
                                 RenderJob job, std::vector<Artifact> artifacts,
                                 render::Progress progress, Till& till) {
  for (const auto& artifact : artifacts)
    job.inputs[artifact.key] = {store.path(artifact), artifact.meta};
  if (job.target.stage == Stage::illustrate)
    co_return co_await run(offload, co_await draw(providers, store, std::move(job), till), till);
  if (job.target.stage == Stage::speak)
    co_return co_await run(offload, co_await speak(providers, store, std::move(job), till), till);
  co_return co_await offload.run(
      Render{&store, std::move(job), std::move(artifacts), std::move(progress)});
}

Task<std::vector<Artifact>> keep_picture(Offload& offload, const Store& store, Target target,
                                         Picture picture) {
  co_return co_await offload.run(Keep{&store, std::move(target), std::move(picture.bytes),
                                      std::move(picture.extension), &render::verify_picture});
}

}  // namespace storyreel::pipeline
