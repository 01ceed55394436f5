#pragma once

#include <thread>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include "notion/workspace/workspace.hpp"

namespace storyreel::commands {

/// A local workspace that serves on a thread and a loop of its own for as long as this lives.
class WorkspaceThread {
 public:
  /// Throws what Workspace throws.
  explicit WorkspaceThread(workspace::Options options);
  ~WorkspaceThread();
  WorkspaceThread(const WorkspaceThread&) = delete;
  WorkspaceThread& operator=(const WorkspaceThread&) = delete;

  /// What it was made with stays as it is: safe to read from any thread.
  const workspace::Workspace& workspace() const { return workspace_; }

 private:
  boost::asio::io_context context_{1};
  workspace::Workspace workspace_;
  boost::asio::cancellation_signal stop_;
  std::thread thread_;
};

}  // namespace storyreel::commands
