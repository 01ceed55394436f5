#include "notion/workspace/workspace.hpp"

#include <iostream>
#include <utility>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_fields.hpp"
#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/control.hpp"
#include "notion/workspace/events.hpp"
#include "notion/workspace/file_import.hpp"
#include "notion/workspace/file_links.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/index.hpp"
#include "notion/workspace/own.hpp"
#include "notion/workspace/seed.hpp"
#include "notion/workspace/tokens.hpp"
#include "notion/workspace/ui.hpp"

namespace storyreel::workspace {
namespace {

std::filesystem::path made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

bool is_loopback(std::string_view host) {
  return host.starts_with("127.") || host == "::1";
}

bool is_api(std::string_view path) {
  return path == "/v1" || path.starts_with("/v1/");
}

ServerReply too_large(std::string_view target) {
  if (!is_api(target)) return {413, {{"Content-Type", "text/plain"}}, "too large\n"};
  return to_reply(answer_error(ApiError(Code::too_large, "The request body is too large.")));
}

/// What `act` answers, whatever happens in it: what was not foreseen is complained of here, and the
/// caller learns nothing of it.
template <class F>
Answer guarded(const ServerRequest& request, F act) {
  try {
    return act();
  } catch (const ApiError& error) {
    return answer_error(error);
  } catch (...) {
    const auto error = std::current_exception();
    std::cerr << request.method << ' ' << one_line(request.path, 200)
              << " failed: " << one_line(describe(error), 500) << std::endl;
    return answer_error(failure(error));
  }
}

}  // namespace

struct Workspace::State {
  State(Executor loop, Options wanted)
      : options(std::move(wanted)),
        folder(made(options.data)),
        store(folder / "workspace.db"),
        rate(options.requests_per_minute),
        events(loop),
        client(loop),
        server(loop, options.listen, {.body_bytes_of = body_bytes_of, .too_large = too_large}) {
    if (store.users().empty()) seed(store, now());
    if (options.control && !is_loopback(server.host()))
      throw UsageError("--control only goes with a loopback address, not " + options.listen);
    integration = kept_token(folder / "integration.token", "ntn_");
    personal = kept_token(folder / "person.token", "ntn_");
    page_key = kept_token(folder / "page.key", "");
    connections.emplace(store, integration, personal);
    control.emplace(store, *connections, cursors, rate, index);
    store.watch([this](std::span<const Change> changes) { events.tell(changes); });
  }

  std::string url() const {
    const auto host = server.host();
    const bool six = host.contains(':') && !host.starts_with('[');
    return "http://" + (six ? "[" + host + "]" : host) + ":" + std::to_string(server.port());
  }

  std::string address() const { return url().substr(std::string_view("http://").size()); }

  Task<ServerReply> handle(ServerRequest request) {
    if (is_api(request.path)) co_return co_await serve_api(std::move(request));
    if (request.path.starts_with("/_control/")) co_return serve_control(request);
    if (request.path.starts_with("/files/")) co_return serve_file(store, control->time(), request);
    co_return serve_page(std::move(request));
  }

  Shared shared(RateLimit& limit, bool ordered) {
    return {store, index, cursors, limit, url(), control->time(), control->result_cap, ordered};
  }

  /// Runs a request between the faults that tests may have asked for.
  Task<ServerReply> serve_api(ServerRequest request) {
    const auto begin = now();
    const auto user = connections->find(bearer(request.header("Authorization")));
    const auto due = control->faults.due(request.method, request.path);
    auto fault = control->faults.strike(due, Moment::before);
    Answer answer;
    if (!fault) {
      answer = guarded(request, [&] {
        return answer_api(shared(rate, false), request, user ? &*user : nullptr);
      });
      fault = control->faults.strike(due, answer.wrote ? Moment::committed : Moment::after);
      if (request.path == "/v1/file_uploads") co_await import_files(client, store, control->time());
    }
    if (fault && fault->details.wait.count() > 0) co_await sleep_for(fault->details.wait);
    auto reply = fault ? fault->kind->reply(answer, fault->details) : to_reply(std::move(answer));
    reply.headers.emplace_back("Date", to_http_date(control->time()));
    log(request, reply, user ? &*user : nullptr, user && user->bot ? "bot" : "person", fault,
        begin);
    co_return reply;
  }

  ServerReply serve_control(const ServerRequest& request) {
    return to_reply(guarded(request, [&]() -> Answer {
      if (!options.control || !same_site(request, address()))
        throw ApiError(Code::invalid_request_url, "Invalid request URL.");
      return {200, control->answer(request), {}, false};
    }));
  }

  ServerReply serve_page(ServerRequest request) {
    switch (judge_visit(request, address(), page_key)) {
      case Visit::refused:
        return to_reply(answer_error(ApiError(Code::unauthorized, "Open the page by its link.")));
      case Visit::file:
        return page_file(request.path);
      case Visit::events:
        return serve_events();
      case Visit::own:
        return to_reply(guarded(request, [&] {
          return answer_own(shared(no_limit, true), request, connections->person(),
                            *own_route(request.method, request.path));
        }));
      case Visit::api:
        break;
    }
    const auto begin = now();
    request.path.erase(0, std::string_view("/ui").size());
    request.headers.emplace_back("Notion-Version", "2026-03-11");
    auto reply = to_reply(guarded(request, [&] {
      return answer_api(shared(no_limit, true), request, &connections->person());
    }));
    log(request, reply, &connections->person(), "page", std::nullopt, begin);
    return reply;
  }

  ServerReply serve_events() {
    auto stream = events.open();
    if (!stream)
      return to_reply(
          answer_error(ApiError(Code::service_overload, "Too many pages listen for changes.")));
    ServerReply reply;
    reply.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
    reply.stream = std::move(stream);
    return reply;
  }

  void log(const ServerRequest& request, const ServerReply& reply, const User* user,
           const char* role, const std::optional<Fault>& fault, Time begin) {
    if (!options.control) return;
    const bool bodies = control->requests.bodies;
    control->requests.add({.method = request.method,
                           .path = request.path,
                           .query = request.query,
                           .status = reply.drop ? 0 : reply.status,
                           .user = user ? role : "",
                           .user_id = user ? user->id : "",
                           .fault = fault ? std::string(fault->kind->name) : "",
                           .time = begin,
                           .took = now() - begin,
                           .request = bodies ? request.body : "",
                           .response = bodies ? reply.body : ""});
  }

  Options options;
  std::filesystem::path folder;
  Store store;
  Index index{store, [this] { return control ? control->time() : now(); }};
  Cursors cursors;
  RateLimit rate;
  RateLimit no_limit{0};
  Events events;
  HttpClient client;  ///< imports files, from loopback only
  HttpServer server;
  std::string integration, personal, page_key;
  std::optional<Connections> connections;
  std::optional<Control> control;
};

Workspace::Workspace(Executor loop, Options options)
    : state_(std::make_unique<State>(std::move(loop), std::move(options))) {}

Workspace::~Workspace() = default;

std::string Workspace::url() const {
  return state_->url();
}
bool Workspace::loopback() const {
  return is_loopback(state_->server.host());
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
  const auto pages = state_->store.shared(state_->connections->bot().id);
  if (pages.empty()) throw Error("no page is shared with the bot");
  return pages.front();
}

Task<> Workspace::run() {
  auto* state = state_.get();
  co_await state->server.run(
      [state](ServerRequest request) { return state->handle(std::move(request)); });
}

}  // namespace storyreel::workspace
