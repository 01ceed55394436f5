#include "daemon/commands/workspace_thread.hpp"

#include <exception>
#include <iostream>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

void say(const std::exception_ptr& error) {
  if (!error || is_cancelled(error)) return;
  std::cerr << "storyreel: the workspace stopped: " << describe(error) << '\n';
}

}  // namespace

WorkspaceThread::WorkspaceThread(workspace::Options options)
    : workspace_(context_.get_executor(), std::move(options)) {
  boost::asio::co_spawn(context_, workspace_.run(),
                        boost::asio::bind_cancellation_slot(stop_.slot(), say));
  thread_ = std::thread([this] { context_.run(); });
}

WorkspaceThread::~WorkspaceThread() {
  boost::asio::post(context_, [this] { stop_.emit(boost::asio::cancellation_type::terminal); });
  thread_.join();
}

}  // namespace storyreel::commands
