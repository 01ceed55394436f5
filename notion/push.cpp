#include <algorithm>
#include <map>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "cache/hosting.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/group.hpp"
#include "notion/push_video.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

constexpr std::size_t kVideosAtOnce = 4;

}  // namespace

/// What push remembers between passes.
struct Push::State {
  Files files;
  Desk desk;
  PushMemory memory;
  Pass pass;

  bool looked = false;

  Task<> retry_refused();
  Task<> push_all(Group& group);
  Task<> push_one(std::string video_id, std::int64_t revision);
};

// What another plan was too small for may go now; work looks at every video when a process begins.
Task<> Push::State::retry_refused() {
  if (std::exchange(looked, true)) co_return;
  co_await desk.cache.write([most = desk.client.most_upload()](cache::Database& database) {
    cache::uploads::retry_refused(database, most);
  });
}

Task<> Push::State::push_one(std::string video_id, std::int64_t revision) {
  const auto done = co_await push_video(desk, memory, std::move(video_id), revision);
  pass.changed = pass.changed || done.changed;
  if (!done.again_at) co_return;
  pass.again_at = std::min(pass.again_at.value_or(*done.again_at), *done.again_at);
}

Task<> Push::State::push_all(Group& group) {
  for (auto& [video_id, revision] : co_await desk.cache.read(&cache::videos::unpushed)) {
    co_await group.until_below(kVideosAtOnce);
    group.spawn(push_one(video_id, revision));
  }
}

Push::Push(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings,
           Files files)
    : state_(std::make_unique<State>(State{
          .files = std::move(files),
          .desk = {
              .client = client, .cache = cache, .log = log, .settings = std::move(settings)}})) {
  state_->desk.files = &state_->files;
}

Push::~Push() = default;

Task<Pass> Push::pass() {
  state_->pass = {};
  co_await state_->retry_refused();
  tidy(state_->memory, now());
  Group group(co_await boost::asio::this_coro::executor);
  co_await group.run(state_->push_all(group));
  co_return state_->pass;
}

}  // namespace storyreel::notion
