#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "daemon/runtime/child.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/remote_voice.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

// Models of voices are large: there is no limit on memory.
constexpr ChildLimits kLimits{.timeout = seconds(300), .output = 256u << 20, .memory = 0};
constexpr std::size_t kSaid = 300;
constexpr std::string_view kLanguage = "{language}";

std::string with_language(std::string argument, const std::string& language) {
  for (std::size_t at = 0; (at = argument.find(kLanguage, at)) != std::string::npos;
       at += language.size())
    argument.replace(at, kLanguage.size(), language);
  return argument;
}

class CommandVoice final : public VoiceProvider {
 public:
  CommandVoice(Offload& offload, std::vector<std::string> command)
      : offload_(offload), command_(std::move(command)) {}

  std::string identity(const std::string& language) const override {
    return fmt::format("command {} {}", fmt::join(command_, " "), language);
  }

  Task<std::string> speak(std::string text, std::string language, Till&) override {
    std::vector<std::string> argv = command_;
    for (auto& argument : argv) argument = with_language(std::move(argument), language);
    co_return co_await offload_.run([argv = std::move(argv), text](std::stop_token stop) {
      return run(argv, text, std::move(stop));
    });
  }

 private:
  static std::string run(const std::vector<std::string>& argv, const std::string& text,
                         std::stop_token stop) {
    auto result = run_child(argv, text + "\n", kLimits, std::move(stop));
    if (result.exit != 0)
      throw ProviderError(Class::again, fmt::format("{} ended with {}{}{}", argv.front(),
                                                    result.exit, result.errors.empty() ? "." : ": ",
                                                    one_line(result.errors, kSaid)));
    if (!result.output.starts_with("RIFF"))
      throw ProviderError(Class::again, argv.front() + " wrote no WAV file to standard output.");
    return std::move(result.output);
  }

  Offload& offload_;
  std::vector<std::string> command_;
};

}  // namespace

std::unique_ptr<VoiceProvider> make_command_voice(Offload& offload,
                                                  std::vector<std::string> command) {
  if (command.empty())
    throw UsageError(
        "voice.command: the provider \"command\" needs a program, such as "
        "command = [\"piper\", \"--output_file\", \"-\"]");
  return std::make_unique<CommandVoice>(offload, std::move(command));
}

}  // namespace storyreel::pipeline
