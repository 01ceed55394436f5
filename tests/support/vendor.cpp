#include "tests/support/vendor.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace storyreel::test {

Task<pipeline::Earlier> NotingTill::open(pipeline::Offer offer) {
  note("open");
  offers.push_back(std::move(offer));
  co_return earlier;
}

Task<> NotingTill::submitted(std::string job) {
  note("submitted:" + job);
  co_return;
}

Task<> NotingTill::paid(pipeline::Bill bill) {
  note("paid");
  bills.push_back(std::move(bill));
  co_return;
}

Task<> NotingTill::unpaid() {
  note("unpaid");
  co_return;
}

Task<> NotingTill::doubtful() {
  note("doubtful");
  co_return;
}

Task<> NotingTill::kept() {
  note("kept");
  co_return;
}

Task<> NotingTill::spoilt() {
  note("spoilt");
  co_return;
}

Task<> NotingTill::left() {
  note("left");
  co_return;
}

void Vendor::reply(const boost::json::value& body, int status) {
  replies_.push_back({.status = status,
                      .headers = {{"Content-Type", "application/json"}},
                      .body = boost::json::serialize(body)});
}

void Vendor::reply_bytes(std::string bytes, const std::string& type) {
  replies_.push_back({.headers = {{"Content-Type", type}}, .body = std::move(bytes)});
}

void Vendor::reply_cut(std::string bytes, const std::string& type) {
  auto sent = std::make_shared<bool>(false);
  const auto next = [sent, bytes]() -> std::string {
    return std::exchange(*sent, true) ? std::string() : bytes.substr(0, bytes.size() / 2);
  };
  struct Pieces {
    std::function<std::string()> piece;
    Task<std::string> operator()() const { co_return piece(); }
  };
  replies_.push_back({.headers = {{"Content-Type", type}},
                      .stream = ServerStream{.length = bytes.size(), .next = Pieces{next}}});
}

boost::json::value Vendor::body(std::size_t at) const {
  return boost::json::parse(asked.at(at).body);
}

Task<ServerReply> Vendor::answer(ServerRequest request) {
  if (answer_by_) co_return co_await answer_by_(std::move(request));
  asked.push_back(std::move(request));
  if (replies_.empty()) co_return ServerReply{500, {}, "nothing to answer", {}};
  co_return replies_.at(std::min(asked.size(), replies_.size()) - 1);
}

}  // namespace storyreel::test
