#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/http_server.hpp"
#include "pipeline/providers/till.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::test {

/// A till that writes down what it was told.
class NotingTill : public pipeline::Till {
 public:
  Task<pipeline::Earlier> open(pipeline::Offer offer) override;
  Task<> submitted(std::string job) override;
  Task<> paid(pipeline::Bill bill) override;
  Task<> unpaid() override;
  Task<> doubtful() override;
  Task<> kept() override;
  Task<> spoilt() override;
  Task<> left() override;

  std::string story;  ///< what happened, in order: "open submitted:job7 paid"
  std::vector<pipeline::Offer> offers;
  std::vector<pipeline::Bill> bills;
  pipeline::Earlier earlier;  ///< what it gives out

 private:
  void note(const std::string& what) { story += (story.empty() ? "" : " ") + what; }
};

/// A service on this machine: answers in turn, the last reply for good, and keeps what it was
/// asked.
class Vendor {
 public:
  std::string url(const std::string& path = "") const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + path;
  }
  HttpClient& http() { return http_; }
  Executor loop() { return loop_.get_executor(); }

  void reply(ServerReply reply) { replies_.push_back(std::move(reply)); }
  void reply(const boost::json::value& body, int status = 200);
  void reply_bytes(std::string bytes, const std::string& type);
  /// One that breaks off halfway.
  void reply_cut(std::string bytes, const std::string& type);
  void forget() { replies_.clear(), asked.clear(); }
  /// Answers by the request, in place of one after the other.
  void answer_by(std::function<Task<ServerReply>(ServerRequest)> answer) {
    answer_by_ = std::move(answer);
  }

  /// Runs `task` while the service stands.
  template <class T>
  T run(Task<T> task) {
    using namespace boost::asio::experimental::awaitable_operators;
    auto result = std::get<0>(test::run(
        loop_, ended(std::move(task)) ||
                   server_.run([this](ServerRequest request) { return answer(request); })));
    if (result.error) std::rethrow_exception(result.error);
    return std::move(*result.value);
  }

  /// The ProviderError that it ends with.
  template <class T>
  std::optional<pipeline::ProviderError> error(Task<T> task) {
    try {
      run(std::move(task));
    } catch (const pipeline::ProviderError& error) {
      return error;
    }
    return {};
  }

  boost::json::value body(std::size_t at) const;  ///< of a request, as JSON

  std::vector<ServerRequest> asked;

 private:
  template <class T>
  struct Ended {
    std::optional<T> value;
    std::exception_ptr error;
  };
  template <class T>
  static Task<Ended<T>> ended(Task<T> task) {
    Ended<T> result;
    try {
      result.value.emplace(co_await std::move(task));
    } catch (...) {
      result.error = std::current_exception();
    }
    co_return result;
  }
  Task<ServerReply> answer(ServerRequest request);

  boost::asio::io_context loop_;
  HttpServer server_{loop_.get_executor(), "127.0.0.1:0"};
  HttpClient http_{loop_.get_executor()};
  std::vector<ServerReply> replies_;
  std::function<Task<ServerReply>(ServerRequest)> answer_by_;
};

}  // namespace storyreel::test
