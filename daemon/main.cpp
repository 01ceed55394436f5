#include <exception>
#include <iostream>

#include "daemon/commands/commands.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/memory.hpp"
#include "pipeline/render/decoder_child.hpp"

namespace {

// 3, "some video failed", is no exception: the commands that look for it return it themselves.
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kHeld = 4;

int exit_code(const std::exception_ptr& error) {
  if (storyreel::is_usage(error)) return kUsage;
  try {
    std::rethrow_exception(error);
  } catch (const storyreel::HeldError&) {
    return kHeld;
  } catch (...) {
    return kFailed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  storyreel::give_back_large_memory();
  storyreel::render::decoder_child(argc, argv);
  try {
    const auto call = storyreel::commands::parse(argc, argv);
    return call.run(call.arguments);
  } catch (...) {
    const auto error = std::current_exception();
    std::cerr << "storyreel: " << storyreel::describe(error) << '\n';
    return exit_code(error);
  }
}
