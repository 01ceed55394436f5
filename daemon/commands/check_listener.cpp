#include <exception>
#include <fmt/format.h>
#include <optional>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::commands {
namespace {

constexpr auto kWhat = "listener";
constexpr seconds kPatience{5};
constexpr std::size_t kShown = 200;
constexpr int kWell = 200;
constexpr int kStarting = 503;

Finding free_or_taken(const Executor& loop, const std::string& listen) {
  try {
    const HttpServer trial(loop, listen);
    return {Verdict::ok, kWhat, listen + " is free", {}};
  } catch (const Error& error) {
    return {Verdict::failed, kWhat, error.what(), "set another [http] listen"};
  }
}

Finding judged(const HttpResponse& response, const std::string& where) {
  const auto said = where + " says: " + one_line(response.body, kShown);
  if (response.status == kWell && response.body == "ok\n") return {Verdict::ok, kWhat, said, {}};
  if (response.status == kWell || response.status == kStarting)
    return {Verdict::warning, kWhat, said, "see storyreel status and storyreel log"};
  return {Verdict::failed, kWhat, fmt::format("{} answers {}", where, response.status),
          "something else listens there: set another [http] listen"};
}

/// By no proxy: it is on this machine.
Task<Finding> ask(Executor loop, std::string listen, std::string where) {
  HttpClient http(loop, {.may = [](const std::string&) { return true; }});
  std::optional<HttpResponse> response;
  std::exception_ptr error;
  try {
    response = co_await http.send({.url = "http://" + listen + "/healthz", .timeout = kPatience});
  } catch (const Error&) {
    error = std::current_exception();
  }
  if (response) co_return judged(*response, where);
  co_return Finding{Verdict::failed, kWhat, where + " does not answer: " + describe(error),
                    "restart it, also where it was given another [http] listen"};
}

}  // namespace

Task<Finding> check_listener(Executor loop, config::Settings settings) {
  const auto& listen = settings.http.listen;
  const int holder = StateLock::holder(settings.state.directory);
  if (holder == 0) co_return free_or_taken(loop, listen);
  const auto where = fmt::format("process {} at {}", holder, listen);
  if (listen.ends_with(":0"))
    co_return Finding{Verdict::ok, kWhat, where + ": a port of its own choice", {}};
  co_return co_await ask(loop, listen, where);
}

}  // namespace storyreel::commands
