#include "daemon/runtime/http_server.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/group.hpp"
#include "daemon/runtime/http_connection.hpp"
#include "daemon/runtime/signal.hpp"

namespace storyreel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

// Who asks something must not wait for those who hold a place and say nothing: one is kept free.
Task<> accept_all(Acceptor* acceptor, Group* connections, ServerContext* context) {
  for (;;) {
    if (connections->running() >= context->limits.connections) context->waiting.close_longest();
    co_await connections->until_below(context->limits.connections);
    error_code error;
    ServerSocket socket =
        co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      co_await sleep_for(milliseconds{50});  // out of descriptors, say: others must end first
    } else {
      connections->spawn(serve_connection(std::move(socket), context));
    }
  }
}

void complain_to_stderr(const std::string& line) {
  std::cerr << line << std::endl;
}

/// "HOST:PORT" or "[V6]:PORT", looked up.
tcp::endpoint resolve(const Executor& loop, std::string_view listen) {
  const auto colon = listen.rfind(':');
  std::string_view host = listen.substr(0, std::min(colon, listen.size()));
  const std::string_view port = colon == listen.npos ? "" : listen.substr(colon + 1);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (host.empty() || port.empty() || error != std::errc() || end != port.data() + port.size()) {
    throw UsageError("not an address to listen on: \"" + std::string(listen) +
                     "\"; write HOST:PORT, such as 127.0.0.1:8480");
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  asio::ip::basic_resolver<tcp, Executor> resolver(loop);
  return resolver.resolve(host, port).begin()->endpoint();
}

}  // namespace

struct HttpServer::State {
  State(const Executor& loop, std::string_view listen, ServerLimits bounds)
      : limits(bounds), acceptor(loop) {
    try {
      const tcp::endpoint endpoint = resolve(loop, listen);
      acceptor.open(endpoint.protocol());
      acceptor.set_option(tcp::acceptor::reuse_address(true));
      acceptor.bind(endpoint);
      acceptor.listen();
    } catch (const boost::system::system_error& error) {
      throw UsageError("can't listen on " + std::string(listen) + ": " + error.code().message() +
                       "; choose another address or end what holds it");
    }
  }

  ServerLimits limits;
  Acceptor acceptor;
};

std::string_view ServerRequest::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [&](const auto& header) { return beast::iequals(header.first, name); });
  return found == headers.end() ? std::string_view() : found->second;
}

HttpServer::HttpServer(Executor loop, std::string_view listen, ServerLimits limits)
    : state_(std::make_unique<State>(loop, listen, limits)) {}
HttpServer::~HttpServer() = default;

std::string HttpServer::host() const {
  return state_->acceptor.local_endpoint().address().to_string();
}

std::uint16_t HttpServer::port() const {
  return state_->acceptor.local_endpoint().port();
}

Task<> HttpServer::run(ServerHandler handler, ServerComplaint complain) {
  if (!complain) complain = complain_to_stderr;
  ServerContext context{state_->limits, std::move(handler), std::move(complain)};
  Group connections(state_->acceptor.get_executor());
  co_await connections.run(accept_all(&state_->acceptor, &connections, &context));
}

}  // namespace storyreel
