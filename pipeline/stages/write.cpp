#include "pipeline/stages/write.hpp"

#include <algorithm>

#include "daemon/runtime/hash.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Fill;

std::string joined(const std::vector<std::string>& texts, char separator) {
  std::string result;
  for (const auto& text : texts) {
    if (!result.empty()) result += separator;
    result += text;
  }
  return result;
}

std::string language_inputs(const std::vector<std::string>& sentences) {
  return Hasher("language").add(joined(sentences, '\n')).finish();
}

bool stands(const Fill* fill, const std::string& inputs) {
  return fill && (fill->theirs || fill->inputs == inputs);
}

Fill made(const std::string& owner, std::string_view property, std::string text,
          std::string inputs) {
  Fill fill;
  fill.owner_id = owner;
  fill.property = property;
  fill.ours = std::move(text);
  fill.inputs = std::move(inputs);
  return fill;
}

void want_prompts(Writing& writing, const Snapshot& snapshot,
                  const std::vector<Sentence>& sentences, milliseconds settle, Time now) {
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const auto* fill = snapshot.fill(sentences[i].item, property::kPrompt);
    if (settled_at(sentences[i], settle) <= now &&
        !stands(fill, prompt_inputs(sentences[i].text, writing.known_language)))
      writing.prompts.push_back(i);
  }
}

/// The language that everything is written in: the user's, else the one of the text.
std::string language_for(const Snapshot& snapshot, const std::vector<std::string>& sentences) {
  const auto* fill = snapshot.fill(snapshot.video.id, property::kLanguage);
  if (stands(fill, language_inputs(sentences))) return fill->value();
  return detect_language(joined(sentences, '\n'));
}

void check(const std::vector<std::string>& prompts, std::size_t wanted) {
  if (prompts.size() == wanted &&
      std::ranges::none_of(prompts, [](const std::string& prompt) { return prompt.empty(); }))
    return;
  throw ProviderError(ProviderError::Class::again,
                      "the provider did not answer with one prompt for every sentence.");
}

}  // namespace

std::string Writing::key() const {
  if (empty()) return "";
  Hasher hasher("writing");
  hasher.add(title).add(known_language).add(joined(sentences, '\n'));
  for (auto at : prompts) hasher.add(static_cast<std::int64_t>(at));
  return hasher.finish();
}

std::string description_inputs(const Writing& writing, std::string_view provider) {
  return Hasher("description")
      .add(provider)
      .add(writing.title)
      .add(writing.known_language)
      .add(joined(writing.sentences, '\n'))
      .finish();
}

// The title is left out: a better title must not redraw every picture.
std::string prompt_inputs(const std::string& sentence, const std::string& language,
                          std::string_view provider) {
  return Hasher("prompt").add(provider).add(language).add(sentence).finish();
}

Writing wanted_writing(const Snapshot& snapshot, milliseconds settle, Time now) {
  const auto sentences = sentences_of(snapshot);
  const auto& id = snapshot.video.id;
  Writing writing;
  writing.video = id;
  writing.title = snapshot.video.title;
  for (const auto& sentence : sentences) {
    writing.sentences.push_back(sentence.text);
    writing.items.push_back(sentence.item);
  }
  const bool settled = std::ranges::all_of(
      sentences, [&](const Sentence& sentence) { return settled_at(sentence, settle) <= now; });
  if (sentences.empty()) return writing;
  writing.known_language = language_for(snapshot, writing.sentences);
  writing.language = settled && !stands(snapshot.fill(id, property::kLanguage),
                                        language_inputs(writing.sentences));
  writing.description =
      settled && !stands(snapshot.fill(id, property::kDescription), description_inputs(writing));
  want_prompts(writing, snapshot, sentences, settle, now);
  return writing;
}

Task<std::vector<Fill>> write(TextProvider& provider, Writing wanted, Till& till) {
  std::vector<Fill> fills;
  const auto language = wanted.known_language;
  if (wanted.language)
    fills.push_back(
        made(wanted.video, property::kLanguage, language, language_inputs(wanted.sentences)));
  if (wanted.description) {
    const auto about = co_await provider.describe(wanted.title, wanted.sentences, language, till);
    const auto inputs = description_inputs(wanted);
    fills.push_back(made(wanted.video, property::kTitle, about.title, inputs));
    fills.push_back(made(wanted.video, property::kDescription, about.description, inputs));
    fills.push_back(made(wanted.video, property::kKeywords, joined(about.keywords, '\n'), inputs));
  }
  if (!wanted.prompts.empty()) {
    const auto prompts =
        co_await provider.prompts(wanted.title, wanted.sentences, wanted.prompts, language, till);
    check(prompts, wanted.prompts.size());
    for (std::size_t i = 0; i < prompts.size(); ++i) {
      const auto at = wanted.prompts[i];
      fills.push_back(made(wanted.items[at], property::kPrompt, prompts[i],
                           prompt_inputs(wanted.sentences[at], language)));
    }
  }
  co_return fills;
}

}  // namespace storyreel::pipeline
