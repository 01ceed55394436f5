#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/snapshot.hpp"
#include "pipeline/work.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::pipeline {

/// The builtin one under another name: counts what it is asked for, and refuses prompts of
/// sentences that hold `forbidden`.
class CountingImage : public ImageProvider {
 public:
  explicit CountingImage(Offload& offload) : real_(make_builtin_image(offload)) {}
  std::string identity() const override { return name.empty() ? real_->identity() : name; }
  Task<Picture> draw(PictureRequest request, Till& till) override;
  std::optional<Tariff> tariff() const override { return price; }
  bool rests() const override { return resting; }
  std::string call_key(const PictureRequest& request) const override {
    return identity() + request.prompt + std::to_string(request.take);
  }

  std::string name;  ///< empty: the builtin one's
  bool resting = false;
  int calls = 0;
  std::string forbidden;
  std::optional<Tariff> price;  ///< what it takes
  bool lost = false;            ///< whether its answers get lost

 private:
  Task<> buy(PictureRequest request, Till& till);

  std::unique_ptr<ImageProvider> real_;
};

/// Likewise. Keeps what it was to say.
class CountingVoice : public VoiceProvider {
 public:
  explicit CountingVoice(Offload& offload) : real_(make_builtin_voice(offload, {})) {}
  std::string identity(const std::string& language) const override {
    return name.empty() ? real_->identity(language) : name;
  }
  Task<std::string> speak(std::string text, std::string language, Till& till) override;
  std::optional<Tariff> tariff() const override { return price; }
  bool rests() const override { return resting; }

  std::string name;
  bool resting = false;
  std::vector<std::string> said;
  std::optional<Tariff> price;  ///< of a character

 private:
  std::unique_ptr<VoiceProvider> real_;
};

/// Gives the new rows of a video their pages, as push would; true: there were some. Runs inside
/// Cache::write.
bool place_rows(cache::Database& database, const std::string& video_id);

/// Passes until nothing changes.
Task<> pass_until_rest(cache::Cache& cache, Work& work, std::string video_id);

/// A studio without Notion: rows get pages as push would give them.
class Workshop {
 public:
  Workshop();

  template <class F>
  auto write(F change) {
    return await(cache_.write(std::move(change)));
  }

  void add(const std::string& body);
  void change(const std::function<void(cache::Video&)>& edit);
  void change_item(std::size_t at, const std::function<void(cache::Item&)>& edit);
  void approve();

  /// One pass of the one loop that lives as long as the studio.
  Pass pass();
  /// Passes until nothing changes; between them, new rows get their pages. Everything is looked at
  /// anew, as after a restart.
  void work();

  Snapshot look();
  std::vector<cache::Candidate> candidates();
  std::map<std::string, cache::Artifact> artifacts();
  std::filesystem::path file(const std::string& kind);
  cache::Spent spent();
  Providers& providers() { return providers_; }
  Offload& offload() { return offload_; }
  std::string log() { return read_file(folder_.path() / "status.log", 1u << 20); }
  const Store& store() const { return store_; }

  /// How many artifacts of each kind are in `now` but not in `before`.
  static std::map<std::string, int> made(const std::map<std::string, cache::Artifact>& before,
                                         const std::map<std::string, cache::Artifact>& now);

  const std::string id = "00000000-0000-4000-8000-000000000001";
  config::Settings settings;
  CountingImage* images = nullptr;
  CountingVoice* voices = nullptr;

 private:
  template <class T>
  T await(Task<T> task) {
    return test::run(loop_, std::move(task));
  }

  TemporaryFolder folder_;
  boost::asio::io_context loop_;
  cache::Cache cache_{loop_.get_executor(), folder_.path() / "storyreel.db"};
  Offload offload_{2};
  Store store_{folder_.path() / "artifacts"};
  StatusLog log_{folder_.path() / "status.log", false};
  Providers providers_;
  std::optional<Work> work_;
};

/// A script of three sentences.
constexpr auto kBody = "The sea was calm. A boat came in. Nobody spoke.";

}  // namespace storyreel::pipeline
