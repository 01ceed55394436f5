// "Create chat completion" of github.com/openai/openai-openapi (openapi.yaml,
// CreateChatCompletionRequest and …Response) with structured output
// (platform.openai.com/docs/guides/structured-outputs). Ollama, vLLM, llama.cpp, Gemini and others
// serve the same below a base_url of theirs.
#include "pipeline/providers/remote_text.hpp"

namespace storyreel::pipeline {
namespace {

boost::json::array messages_of(const Question& question) {
  boost::json::array messages{{{"role", "system"}, {"content", question.instructions}},
                              {{"role", "user"}, {"content", question.material}}};
  if (question.complaint.empty()) return messages;
  messages.push_back({{"role", "assistant"}, {"content", question.answer}});
  messages.push_back({{"role", "user"}, {"content", question.complaint}});
  return messages;
}

class OpenAiText final : public TextDialect {
 public:
  HttpRequest request(const Service& service, const Question& question) const override {
    return service.post(
        "/chat/completions",
        {{"model", service.model()},
         {"messages", messages_of(question)},
         {"response_format",
          {{"type", "json_schema"},
           {"json_schema",
            {{"name", question.name}, {"strict", true}, {"schema", question.schema}}}}}});
  }

  Reply read(const boost::json::value& answer) const override {
    const auto finish = text_at(answer, "/choices/0/finish_reason");
    Reply reply{.text = text_at(answer, "/choices/0/message/content"),
                .refused = text_at(answer, "/choices/0/message/refusal"),
                .cut = finish == "length",
                .tokens_in = number_at(answer, "/usage/prompt_tokens"),
                .tokens_out = number_at(answer, "/usage/completion_tokens")};
    if (finish == "content_filter" && reply.refused.empty())
      reply.refused = "its content filter stopped the answer.";
    return reply;
  }
};

}  // namespace

std::unique_ptr<TextDialect> make_openai_text() {
  return std::make_unique<OpenAiText>();
}

}  // namespace storyreel::pipeline
