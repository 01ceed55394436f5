#include "pipeline/keys.hpp"

#include "daemon/runtime/hash.hpp"
#include "pipeline/text/script.hpp"

namespace storyreel::pipeline {
namespace {

std::string_view shape_of(const config::Render& render) {
  if (render.width == render.height) return "square";
  return render.width > render.height ? "wide" : "tall";
}

/// What the prompt is drawn for: one of ours follows the text.
std::string_view text_of(const Sentence& sentence) {
  return sentence.prompt_is_ours ? std::string_view(sentence.text) : std::string_view();
}

}  // namespace

std::string spoken(const Sentence& sentence, const Recipe& recipe) {
  return recipe.notes ? sentence.text : without_notes(sentence.text);
}

std::string row_inputs(Stage stage, const Sentence& sentence, const std::string& language,
                       const Recipe& recipe, bool bought) {
  const auto told = bought ? std::string_view() : std::string_view(language);
  if (stage == Stage::speak)
    return Hasher("row's voice").add(told).add(spoken(sentence, recipe)).finish();
  return Hasher("row's picture")
      .add(told)
      .add(sentence.prompt)
      .add(text_of(sentence))
      .add(sentence.take)
      .add(shape_of(recipe.render))
      .finish();
}

std::string picture_key(const std::string& identity, const Sentence& sentence,
                        const std::string& language, const Recipe& recipe) {
  return Hasher("picture")
      .add(identity)
      .add(sentence.prompt)
      .add(text_of(sentence))
      .add(language)
      .add(sentence.take)
      .add(recipe.render.width)
      .add(recipe.render.height)
      .finish();
}

std::string voice_key(const std::string& identity, const Sentence& sentence,
                      const std::string& language, const Recipe& recipe) {
  return Hasher("voice").add(identity).add(language).add(spoken(sentence, recipe)).finish();
}

std::string kept_key(Stage stage, const Sentence& sentence, const std::string& language,
                     const Recipe& recipe) {
  const bool buys = maker_of(stage, recipe).sells;
  const cache::Origin* best = nullptr;
  for (const auto& made : sentence.made) {
    if (made.kind != words(stage).artifact || made.inputs.empty()) continue;
    if (!made.bought && !buys) continue;
    if (made.inputs != row_inputs(stage, sentence, language, recipe, made.bought)) continue;
    if (!best || !best->selected) best = &made;
  }
  return best ? best->artifact : "";
}

cache::Origin origin_of(const Target& target, const Sentence& sentence, const std::string& language,
                        const Recipe& recipe, const Maker& maker) {
  return {.item_id = target.owner,
          .kind = std::string(words(target.stage).artifact),
          .artifact = target.key,
          .inputs = row_inputs(target.stage, sentence, language, recipe, maker.sells),
          .maker = maker.name,
          .instead_of = maker.instead_of,
          .bought = maker.sells,
          .take = sentence.take};
}

}  // namespace storyreel::pipeline
