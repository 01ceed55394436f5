#include "notion/workspace/workspace.hpp"

#include <algorithm>
#include <utility>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_server.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/seed.hpp"
#include "notion/workspace/tokens.hpp"

namespace storyreel::workspace {
namespace {

std::filesystem::path made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

struct Workspace::State {
  State(Executor loop, Options wanted)
      : options(std::move(wanted)),
        folder(made(options.data)),
        store(folder / "workspace.db"),
        rate(options.requests_per_minute),
        server(loop, options.listen) {
    if (store.users().empty()) seed(store, now());
    for (const auto& user : store.users()) (user.bot ? bot : person) = user;
    integration = kept_token(folder / "integration.token", "ntn_");
    personal = kept_token(folder / "person.token", "ntn_");
    page_key = kept_token(folder / "page.key", "");
  }

  const User* user_of(const ServerRequest& request) const {
    const auto token = bearer(request.header("Authorization"));
    if (same_token(token, integration)) return &bot;
    return same_token(token, personal) ? &person : nullptr;
  }

  std::string url() const {
    const auto host = server.host();
    const bool six = host.contains(':') && !host.starts_with('[');
    return "http://" + (six ? "[" + host + "]" : host) + ":" + std::to_string(server.port());
  }

  Task<ServerReply> handle(ServerRequest request) {
    const Shared shared{store, cursors, rate, url(), now(), limits::kResults};
    co_return to_reply(answer_api(shared, request, user_of(request)));
  }

  Options options;
  std::filesystem::path folder;
  Store store;
  Cursors cursors;
  RateLimit rate;
  HttpServer server;
  User bot, person;
  std::string integration, personal, page_key;
};

Workspace::Workspace(Executor loop, Options options)
    : state_(std::make_unique<State>(std::move(loop), std::move(options))) {}

Workspace::~Workspace() = default;

std::string Workspace::url() const {
  return state_->url();
}
std::string Workspace::page_url() const {
  return url() + "/?key=" + state_->page_key;
}
std::string Workspace::integration_token() const {
  return state_->integration;
}
std::string Workspace::person_token() const {
  return state_->personal;
}

std::string Workspace::studio_page() const {
  const auto tree = state_->store.tree();
  const auto top = std::ranges::find_if(tree, [](const Node& node) { return node.parent.empty(); });
  if (top == tree.end()) throw Error("the workspace has no page at the top");
  return top->id;
}

Task<> Workspace::run() {
  auto* state = state_.get();
  co_await state->server.run(
      [state](ServerRequest request) { return state->handle(std::move(request)); });
}

}  // namespace storyreel::workspace
