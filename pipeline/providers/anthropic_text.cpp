// Anthropic's Messages: docs.anthropic.com/en/api/messages. The schema is that of a tool which the
// model must use (docs.anthropic.com/en/docs/build-with-claude/tool-use), so that its input is
// JSON.
#include <boost/json/serialize.hpp>

#include "pipeline/providers/remote_text.hpp"

namespace storyreel::pipeline {
namespace {

constexpr auto kVersion = "2023-06-01";
constexpr int kMostTokens = 8192;

boost::json::array messages_of(const Question& question) {
  boost::json::array messages{{{"role", "user"}, {"content", question.material}}};
  if (question.complaint.empty()) return messages;
  messages.push_back({{"role", "assistant"}, {"content", question.answer}});
  messages.push_back({{"role", "user"}, {"content", question.complaint}});
  return messages;
}

/// The input of the tool that was used, as JSON text.
std::string tool_input(const boost::json::value& answer) {
  boost::json::error_code error;
  const auto* content = answer.find_pointer("/content", error);
  if (!content || !content->is_array()) return "";
  for (const auto& block : content->get_array()) {
    const auto* input = block.find_pointer("/input", error);
    if (text_at(block, "/type") == "tool_use" && input) return boost::json::serialize(*input);
  }
  return "";
}

class AnthropicText final : public TextDialect {
 public:
  HttpRequest request(const Service& service, const Question& question) const override {
    const boost::json::value tool{{"name", question.name},
                                  {"description", "Takes the answer."},
                                  {"input_schema", question.schema}};
    return service.post("/v1/messages",
                        {{"model", service.model()},
                         {"max_tokens", kMostTokens},
                         {"system", question.instructions},
                         {"messages", messages_of(question)},
                         {"tools", boost::json::array{tool}},
                         {"tool_choice", {{"type", "tool"}, {"name", question.name}}}},
                        {{"anthropic-version", kVersion}});
  }

  Reply read(const boost::json::value& answer) const override {
    const auto stop = text_at(answer, "/stop_reason");
    return {.text = tool_input(answer),
            .refused = stop == "refusal" ? "the model declined." : "",
            .cut = stop == "max_tokens",
            .tokens_in = number_at(answer, "/usage/input_tokens"),
            .tokens_out = number_at(answer, "/usage/output_tokens")};
  }
};

}  // namespace

std::unique_ptr<TextDialect> make_anthropic_text() {
  return std::make_unique<AnthropicText>();
}

}  // namespace storyreel::pipeline
