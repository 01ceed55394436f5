#include "daemon/runtime/http_connection.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_fields.hpp"
#include "daemon/runtime/http_file.hpp"

namespace storyreel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Stream = beast::basic_stream<tcp, Executor>;
using Headers = std::vector<std::pair<std::string, std::string>>;

/// A refusal by its cause; every other fault of the sender's is a 400.
struct Refusal {
  http::error cause;
  int status;
};
constexpr std::array kRefusals{
    Refusal{http::error::header_limit, 431},
    Refusal{http::error::buffer_overflow, 431},
    Refusal{http::error::body_limit, 413},
};

/// The status to refuse a request with; throws when the connection itself has ended.
int refusal_for(error_code error) {
  const bool ended = error == http::error::end_of_stream || error == http::error::partial_message;
  if (ended || error.category() != http::make_error_code(http::error::bad_target).category()) {
    throw boost::system::system_error(error);
  }
  for (const auto& [cause, status] : kRefusals) {
    if (error == cause) return status;
  }
  return 400;
}

/// What the server itself decides, whatever a handler says.
bool is_framing(std::string_view name) {
  constexpr std::array<std::string_view, 3> kNames{"Content-Length", "Transfer-Encoding",
                                                   "Connection"};
  return std::ranges::any_of(kNames, [&](auto one) { return beast::iequals(one, name); });
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text,
                              [](unsigned char c) { return (c < 32 && c != '\t') || c == 127; });
}

/// `reply` itself; throws when its headers would break the message apart.
ServerReply checked(ServerReply reply) {
  for (const auto& [name, value] : reply.headers) {
    if (!is_plain(name) || !is_plain(value)) throw Error("a reply's header has control characters");
  }
  return reply;
}

void set_headers(http::fields& fields, const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!is_framing(name)) fields.insert(name, value);
  }
  if (!fields.count(http::field::date)) fields.set(http::field::date, to_http_date(now()));
}

ServerReply plain_reply(int status) {
  const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::string(reason) + "\n"};
}

bool has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

/// One connection: request, reply, request, until either side ends it.
class Connection {
 public:
  Connection(ServerSocket socket, ServerContext& context)
      : context_(context),
        stream_(std::move(socket)),
        buffer_(context.limits.header_bytes + (64u << 10)) {}

  Task<> converse();

 private:
  using Parser = http::request_parser<http::string_body>;

  Waiting::Seat wait() {
    return {context_.waiting, [this] { stream_.close(); }};
  }
  Task<int> read(Parser& parser);
  Task<ServerReply> ask(ServerRequest request);
  Task<> write(ServerReply reply);
  Task<> write_file(ServerReply reply, FileAnswer answer);
  Task<> write_stream(ServerReply reply);
  Task<> refuse(ServerReply reply);
  ServerReply refusal(int status, std::string_view target) const;
  bool take(Parser& parser);
  template <class Body>
  http::response<Body> head(int status, const Headers& headers, std::uint64_t length) const;

  ServerContext& context_;
  Stream stream_;
  beast::flat_buffer buffer_;
  ServerRequest request_;  ///< the one being answered, less its body
  std::string body_;
  unsigned version_ = 11;
  bool head_only_ = false;
  bool keep_alive_ = true;
};

/// 0 when a whole request came, else the status to refuse it with.
Task<int> Connection::read(Parser& parser) {
  parser.header_limit(static_cast<std::uint32_t>(context_.limits.header_bytes));
  const auto bytes_of = context_.limits.body_bytes_of;
  parser.body_limit(bytes_of ? boost::none
                             : boost::optional<std::uint64_t>(context_.limits.body_bytes));
  stream_.expires_after(context_.limits.idle);
  const auto seat = wait();
  error_code error;
  co_await http::async_read_header(stream_, buffer_, parser,
                                   asio::redirect_error(asio::use_awaitable, error));
  if (!error && bytes_of) {
    const std::uint64_t most = bytes_of(parser.get().target());
    parser.body_limit(most);
    // The parser compares a Content-Length only while it reads the headers.
    if (parser.content_length().value_or(0) > most) co_return 413;
  }
  if (!error && beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream_, asio::buffer(kContinue), asio::use_awaitable);
  }
  if (!error) {
    co_await http::async_read(stream_, buffer_, parser,
                              asio::redirect_error(asio::use_awaitable, error));
  }
  co_return error ? refusal_for(error) : 0;
}

/// Takes the request over from the parser; false when its target is malformed.
bool Connection::take(Parser& parser) {
  auto message = parser.release();
  const std::string_view target = message.target();
  const auto path = decode_path(target);
  const auto question = target.find('?');
  head_only_ = message.method() == http::verb::head;
  version_ = message.version();
  keep_alive_ = message.keep_alive();
  request_ = {};
  request_.method = head_only_ ? "GET" : std::string(message.method_string());
  request_.path = path.value_or("");
  if (question != target.npos) {
    const auto query = target.substr(question + 1);
    request_.query = query.substr(0, query.find('#'));
  }
  for (const auto& field : message) {
    request_.headers.emplace_back(field.name_string(), field.value());
  }
  body_ = std::move(message.body());
  return path.has_value();
}

Task<> Connection::converse() {
  stream_.socket().set_option(tcp::no_delay(true));
  while (keep_alive_) {
    Parser parser;
    int status = co_await read(parser);
    if (status == 0 && !take(parser)) status = 400;
    if (status != 0) {
      co_await refuse(refusal(status, parser.get().target()));
      co_return;
    }
    stream_.expires_never();
    ServerRequest asked = request_;
    asked.body = std::move(body_);
    ServerReply reply = co_await ask(std::move(asked));
    if (reply.drop) co_return;
    co_await write(std::move(reply));
  }
  stream_.socket().shutdown(tcp::socket::shutdown_send);
}

Task<ServerReply> Connection::ask(ServerRequest request) {
  std::exception_ptr error;
  try {
    co_return checked(co_await context_.handler(std::move(request)));
  } catch (...) {
    error = std::current_exception();
  }
  if (is_cancelled(error)) std::rethrow_exception(error);
  context_.complain(request_.method + " " + request_.path + " failed: " + describe(error));
  co_return plain_reply(500);
}

template <class Body>
http::response<Body> Connection::head(int status, const Headers& headers,
                                      std::uint64_t length) const {
  http::response<Body> message;
  message.version(version_);
  message.result(static_cast<unsigned>(status));
  message.keep_alive(keep_alive_);
  set_headers(message, headers);
  if (has_body(status)) message.content_length(length);
  return message;
}

Task<> Connection::write(ServerReply reply) {
  stream_.expires_after(context_.limits.idle);
  if (reply.file) {
    auto answer = answer_from_file(*reply.file, request_);
    if (answer.status == 200) answer.status = reply.status;
    if (answer.status != 404) {
      co_await write_file(std::move(reply), std::move(answer));
      co_return;
    }
    reply = plain_reply(404);
  }
  if (reply.stream) {
    co_await write_stream(std::move(reply));
    co_return;
  }
  const auto seat = wait();
  if (head_only_ || !has_body(reply.status)) {
    const auto message = head<http::empty_body>(reply.status, reply.headers, reply.body.size());
    co_await http::async_write(stream_, message, asio::use_awaitable);
  } else {
    auto message = head<http::string_body>(reply.status, reply.headers, reply.body.size());
    message.body() = std::move(reply.body);
    co_await http::async_write(stream_, message, asio::use_awaitable);
  }
}

Task<> Connection::write_file(ServerReply reply, FileAnswer answer) {
  reply.headers.insert(reply.headers.end(), answer.headers.begin(), answer.headers.end());
  const auto message = head<http::empty_body>(answer.status, reply.headers, answer.length);
  co_await http::async_write(stream_, message, asio::use_awaitable);
  if (head_only_) co_return;
  for (auto piece = next_piece(answer); !piece.empty(); piece = next_piece(answer)) {
    const auto seat = wait();
    stream_.expires_after(context_.limits.idle);
    co_await asio::async_write(stream_, asio::buffer(piece), asio::use_awaitable);
  }
}

Task<> Connection::write_stream(ServerReply reply) {
  auto& [length, next] = *reply.stream;
  auto message = head<http::empty_body>(reply.status, reply.headers, length.value_or(0));
  if (!length) message.chunked(true);
  http::response_serializer<http::empty_body> serializer(message);
  co_await http::async_write_header(stream_, serializer, asio::use_awaitable);
  if (head_only_) co_return;
  std::uint64_t sent = 0;
  for (auto piece = co_await next(); !piece.empty(); piece = co_await next()) {
    sent += piece.size();
    const auto seat = wait();
    stream_.expires_after(context_.limits.idle);
    if (length) {
      co_await asio::async_write(stream_, asio::buffer(piece), asio::use_awaitable);
    } else {
      co_await asio::async_write(stream_, http::make_chunk(asio::buffer(piece)),
                                 asio::use_awaitable);
    }
    stream_.expires_never();
  }
  if (length && sent != *length) {
    keep_alive_ = false;
  } else if (!length) {
    co_await asio::async_write(stream_, http::make_chunk_last(), asio::use_awaitable);
  }
}

ServerReply Connection::refusal(int status, std::string_view target) const {
  const bool told = status == 413 && context_.limits.too_large;
  return told ? context_.limits.too_large(target) : plain_reply(status);
}

/// Refuses and closes. What the caller still sends is read for a while: closing on unread bytes
/// would reset the connection and lose the reply.
Task<> Connection::refuse(ServerReply reply) {
  keep_alive_ = false;
  head_only_ = false;
  co_await write(std::move(reply));
  stream_.socket().shutdown(tcp::socket::shutdown_send);
  stream_.expires_after(seconds{2});
  std::array<char, 16 << 10> unread;
  error_code error;
  for (int piece = 0; piece < 1024 && !error; ++piece) {
    co_await stream_.async_read_some(asio::buffer(unread),
                                     asio::redirect_error(asio::use_awaitable, error));
  }
}

}  // namespace

void Waiting::close_longest() {
  const auto found = std::ranges::find_if(all_, [](const auto& close) { return bool(close); });
  if (found != all_.end()) std::exchange(*found, nullptr)();
}

Task<> serve_connection(ServerSocket socket, ServerContext* context) {
  std::exception_ptr error;
  try {
    Connection connection(std::move(socket), *context);
    co_await connection.converse();
  } catch (const boost::system::system_error&) {
    // The caller went away or was too slow, or the server ends.
  } catch (...) {
    error = std::current_exception();
  }
  if (error) context->complain("a connection was dropped: " + describe(error));
}

}  // namespace storyreel
