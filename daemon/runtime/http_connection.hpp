#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "daemon/runtime/http_server.hpp"

/// The conversation of an HttpServer with one caller.
namespace storyreel {

using ServerSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

/// What every connection shares.
struct ServerContext {
  ServerLimits limits;
  ServerHandler handler;
  ServerComplaint complain;
};

/// Answers requests until either side ends the connection or it is cancelled. Whatever goes wrong
/// stays within it. `context` outlives it.
Task<> serve_connection(ServerSocket socket, const ServerContext* context);

}  // namespace storyreel
