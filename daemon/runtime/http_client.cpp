#include "daemon/runtime/http_client.hpp"

#include <csignal>
#include <map>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/runtime/http_transfer.hpp"

namespace storyreel {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

/// libcurl says which descriptors and which time to wait for; the loop waits and tells libcurl.
/// Handlers hold weak pointers: what they waited for may be gone when they come.
struct HttpClient::State : std::enable_shared_from_this<State> {
  /// A descriptor that libcurl owns and the loop watches.
  struct Socket {
    explicit Socket(const Executor& loop, curl_socket_t fd) : descriptor(loop, fd) {}
    ~Socket() { descriptor.release(); }  // libcurl closes it
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    Descriptor descriptor;
    int wanted = CURL_POLL_NONE;
    bool reading = false;
    bool writing = false;
  };

  State(Executor executor, Reach the_reach);
  ~State();

  template <class Handler>
  void start(std::unique_ptr<Transfer> transfer, Handler handler);
  void finish(std::uint64_t id, Outcome outcome);
  void finish_all();
  void act(curl_socket_t fd, int events);

  void watch(curl_socket_t fd, int wanted);
  void arm(curl_socket_t fd, const std::shared_ptr<Socket>& socket);
  void arm(curl_socket_t fd, const std::shared_ptr<Socket>& socket, bool Socket::* waiting,
           Descriptor::wait_type type, int event);
  void arm_timer(long milliseconds_from_now);
  static int on_socket(CURL*, curl_socket_t fd, int wanted, void* self, void*) noexcept;
  static int on_timer(CURLM*, long milliseconds_from_now, void* self) noexcept;

  curl::Library library;
  Executor loop;
  const Reach reach;
  asio::steady_timer timer;
  std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers;
  std::uint64_t last_id = 0;
  std::map<curl_socket_t, std::shared_ptr<Socket>> sockets;
  curl::Multi multi;
};

HttpClient::State::State(Executor executor, Reach the_reach)
    : loop(std::move(executor)),
      reach(std::move(the_reach)),
      timer(loop),
      multi(curl_multi_init()) {
  if (!multi) throw Error("libcurl can't start; is memory short?");
  std::signal(SIGPIPE, SIG_IGN);  // libcurl leaves it to the program under NOSIGNAL
  curl_multi_setopt(multi.get(), CURLMOPT_SOCKETFUNCTION, &State::on_socket);
  curl_multi_setopt(multi.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi.get(), CURLMOPT_TIMERFUNCTION, &State::on_timer);
  curl_multi_setopt(multi.get(), CURLMOPT_TIMERDATA, this);
}

HttpClient::State::~State() {
  while (!transfers.empty()) finish(transfers.begin()->first, {cancelled(), {}});
}

template <class Handler>
void HttpClient::State::start(std::unique_ptr<Transfer> transfer, Handler handler) {
  const std::uint64_t id = transfer->id = ++last_id;
  auto slot = asio::get_associated_cancellation_slot(handler);
  if (slot.is_connected()) {
    slot.assign([weak = weak_from_this(), id](asio::cancellation_type) {
      if (const auto self = weak.lock()) self->finish(id, {cancelled(), {}});
    });
  }
  // Posted, so that no coroutine goes on inside libcurl or inside its own cancellation.
  auto work = asio::make_work_guard(handler);
  transfer->done = [guard = std::move(work), resume = std::move(handler)](Outcome outcome) mutable {
    const auto executor = guard.get_executor();
    asio::post(executor, [resume = std::move(resume), outcome = std::move(outcome)]() mutable {
      std::move(resume)(std::move(outcome));
    });
  };
  CURL* const handle = transfer->handle();
  transfers.emplace(id, std::move(transfer));
  const CURLMcode code = curl_multi_add_handle(multi.get(), handle);
  if (code != CURLM_OK) {
    finish(id, {std::make_exception_ptr(TransportError(curl_multi_strerror(code), false)), {}});
  }
}

void HttpClient::State::finish(std::uint64_t id, Outcome outcome) {
  const auto node = transfers.extract(id);
  if (node.empty()) return;
  curl_multi_remove_handle(multi.get(), node.mapped()->handle());
  node.mapped()->done(std::move(outcome));
}

void HttpClient::State::finish_all() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Transfer& transfer = Transfer::of(message->easy_handle);
    finish(transfer.id, transfer.outcome(message->data.result));
  }
}

void HttpClient::State::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi.get(), fd, events, &running);
  finish_all();
}

void HttpClient::State::watch(curl_socket_t fd, int wanted) {
  if (wanted == CURL_POLL_REMOVE) {
    const auto node = sockets.extract(fd);
    // Now, and not with the last handler that holds it: libcurl is about to close `fd`.
    if (!node.empty()) node.mapped()->descriptor.release();
    return;
  }
  auto& socket = sockets[fd];
  if (!socket) socket = std::make_shared<Socket>(loop, fd);
  socket->wanted = wanted;
  arm(fd, socket);
}

void HttpClient::State::arm(curl_socket_t fd, const std::shared_ptr<Socket>& socket) {
  if (socket->wanted & CURL_POLL_IN) {
    arm(fd, socket, &Socket::reading, Descriptor::wait_read, CURL_CSELECT_IN);
  }
  if (socket->wanted & CURL_POLL_OUT) {
    arm(fd, socket, &Socket::writing, Descriptor::wait_write, CURL_CSELECT_OUT);
  }
}

void HttpClient::State::arm(curl_socket_t fd, const std::shared_ptr<Socket>& socket,
                            bool Socket::* waiting, Descriptor::wait_type type, int event) {
  if (std::exchange((*socket).*waiting, true)) return;
  socket->descriptor.async_wait(
      type, [this, fd, weak = std::weak_ptr(socket), waiting, event](boost::system::error_code) {
        const auto watched = weak.lock();  // alive: so is the client, its only owner
        if (!watched) return;
        (*watched).*waiting = false;
        act(fd, event);
        if (watched->descriptor.is_open()) arm(fd, watched);
      });
}

void HttpClient::State::arm_timer(long milliseconds_from_now) {
  if (milliseconds_from_now < 0) {
    timer.cancel();
    return;
  }
  timer.expires_after(milliseconds{milliseconds_from_now});
  timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (self && !error) self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

int HttpClient::State::on_socket(CURL*, curl_socket_t fd, int wanted, void* self, void*) noexcept {
  static_cast<State*>(self)->watch(fd, wanted);
  return 0;
}

int HttpClient::State::on_timer(CURLM*, long milliseconds_from_now, void* self) noexcept {
  static_cast<State*>(self)->arm_timer(milliseconds_from_now);
  return 0;
}

HttpClient::HttpClient(Executor loop, Reach reach)
    : state_(std::make_shared<State>(std::move(loop), std::move(reach))) {}
HttpClient::~HttpClient() = default;

Task<HttpResponse> HttpClient::send(HttpRequest request) {
  auto transfer = std::make_unique<Transfer>(std::move(request), state_->reach);
  Outcome outcome = co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Outcome)>(
      [this, &transfer](auto handler) { state_->start(std::move(transfer), std::move(handler)); },
      asio::use_awaitable);
  if (outcome.error) std::rethrow_exception(outcome.error);
  co_return std::move(outcome.response);
}

}  // namespace storyreel
