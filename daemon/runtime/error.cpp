#include "daemon/runtime/error.hpp"

#include <system_error>

#include <boost/asio/error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/system/system_error.hpp>

namespace storyreel {
namespace {

/// What `error` was caused by: the nested exception, or the first of several joined tasks' ones.
std::exception_ptr cause(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const boost::asio::multiple_exceptions& several) {
    return several.first_exception();
  } catch (const std::nested_exception& outer) {
    return outer.nested_ptr();
  } catch (...) {
    return nullptr;
  }
}

bool is_aborted(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const boost::system::system_error& failure) {
    return failure.code() == boost::asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

bool is_usage_error(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const UsageError&) {
    return true;
  } catch (...) {
    return false;
  }
}

std::string own_message(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const boost::asio::multiple_exceptions&) {
    return "";
  } catch (const std::exception& failure) {
    return failure.what();
  } catch (...) {
    return "unknown error";
  }
}

}  // namespace

std::string system_message(int code) {
  std::string text = std::generic_category().message(code);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] += 'a' - 'A';
  return text;
}

bool is_cancelled(const std::exception_ptr& error) noexcept {
  for (auto link = error; link; link = cause(link)) {
    if (is_aborted(link)) return true;
  }
  return false;
}

bool is_usage(const std::exception_ptr& error) noexcept {
  for (auto link = error; link; link = cause(link)) {
    if (is_usage_error(link)) return true;
  }
  return false;
}

std::exception_ptr cancelled() {
  return std::make_exception_ptr(
      boost::system::system_error(boost::asio::error::operation_aborted));
}

std::string describe(const std::exception_ptr& error) {
  std::string text;
  for (auto link = error; link; link = cause(link)) {
    const std::string message = own_message(link);
    if (!text.empty() && !message.empty()) text += ": ";
    text += message;
  }
  return text;
}

}  // namespace storyreel
