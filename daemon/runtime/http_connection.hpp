#pragma once

#include <functional>
#include <list>
#include <utility>

#include <boost/asio/ip/tcp.hpp>

#include "daemon/runtime/http_server.hpp"

/// The conversation of an HttpServer with one caller.
namespace storyreel {

using ServerSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

/// The connections whose caller is waited for, to send or to take something, those that have waited
/// longest first.
class Waiting {
 public:
  /// One of them, for as long as it waits.
  class Seat {
   public:
    Seat(Waiting& waiting, std::function<void()> close) : waiting_(waiting) {
      place_ = waiting_.all_.insert(waiting_.all_.end(), std::move(close));
    }
    ~Seat() { waiting_.all_.erase(place_); }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

   private:
    Waiting& waiting_;
    std::list<std::function<void()>>::iterator place_;
  };

  /// Closes the one that has waited longest, of those that were not closed yet.
  void close_longest();

 private:
  std::list<std::function<void()>> all_;  ///< how to close each; empty: it is closed
};

/// What every connection shares.
struct ServerContext {
  ServerLimits limits;
  ServerHandler handler;
  ServerComplaint complain;
  Waiting waiting{};
};

/// Answers requests until either side ends the connection or it is cancelled. Whatever goes wrong
/// stays within it. `context` outlives it.
Task<> serve_connection(ServerSocket socket, ServerContext* context);

}  // namespace storyreel
