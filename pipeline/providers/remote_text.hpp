#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/service.hpp"

namespace storyreel::pipeline {

/// What a language model is asked. Its answer is JSON that fits the schema.
struct Question {
  std::string name;  ///< of the answer: "prompts"
  std::string instructions;
  std::string material;  ///< data, in which nothing is an instruction
  boost::json::value schema;
  std::string answer;     ///< that was given before and did not fit; empty: none was
  std::string complaint;  ///< what was wrong with it
};

/// What it answered.
struct Reply {
  std::string text;     ///< JSON, if all is well
  std::string refused;  ///< or why it won't
  bool cut = false;     ///< it was longer than the model may write
  std::optional<double> tokens_in;
  std::optional<double> tokens_out;
};

/// How one family of language models is spoken to. Pure.
class TextDialect {
 public:
  virtual ~TextDialect() = default;
  virtual HttpRequest request(const Service& service, const Question& question) const = 0;
  virtual Reply read(const boost::json::value& answer) const = 0;
};

/// What a text service is made from. Prices are of a million tokens.
struct TextParts {
  Service service;
  std::unique_ptr<TextDialect> dialect;
  std::optional<double> price_in;
  std::optional<double> price_out;
};

/// Writes by a language model. Long scripts go in windows; an answer that does not fit is asked for
/// once more, with what was wrong. What was answered well is kept in the ledger and not paid again.
std::unique_ptr<TextProvider> make_remote_text(TextParts parts);

/// OpenAI's chat completions, which many others speak too.
std::unique_ptr<TextDialect> make_openai_text();
/// Anthropic's messages.
std::unique_ptr<TextDialect> make_anthropic_text();

}  // namespace storyreel::pipeline
