#pragma once

#include <stop_token>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace storyreel::render {

/// Leaves by the exception that is_cancelled() recognises when a stop was requested.
inline void check_stop(const std::stop_token& stop) {
  if (stop.stop_requested())
    throw boost::system::system_error(boost::asio::error::operation_aborted);
}

}  // namespace storyreel::render
