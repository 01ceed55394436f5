#include <ostream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "pipeline/text/text.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

struct Row {
  std::string_view text;
  std::string_view language;
};

TEST_CASE("text::detect_language names the language of a paragraph") {
  constexpr Row kRows[] = {
      {"The quiet harbour fills with fishing boats as the sun goes down behind the hills.", "en"},
      {"Der kleine Hafen füllt sich mit Fischerbooten, während die Sonne hinter den Hügeln sinkt.",
       "de"},
      {"Le petit port se remplit de bateaux de pêche quand le soleil descend derrière les "
       "collines.",
       "fr"},
      {"El pequeño puerto se llena de barcos de pesca mientras el sol se pone tras las colinas.",
       "es"},
      {"Il piccolo porto si riempie di pescherecci mentre il sole tramonta dietro le colline.",
       "it"},
      {"O pequeno porto enche-se de barcos de pesca enquanto o sol se põe atrás das colinas, não "
       "é?",
       "pt"},
      {"De kleine haven vult zich met vissersboten terwijl de zon achter de heuvels ondergaat.",
       "nl"},
      {"Маленькая гавань наполняется рыбацкими лодками, когда солнце садится за холмы.", "ru"},
      {"静かな港に漁船が並び、太陽が丘の向こうに沈んでいく。", "ja"},
      {"太阳落到山后，小小的港口停满了渔船，孩子们在岸边玩耍。", "zh"},
      {"太陽落到山後，小小的港口停滿了漁船，孩子們在岸邊玩耍，這裡很美麗。", "zh-Hant"},
      {"해가 언덕 너머로 지자 작은 항구는 고깃배로 가득 찼다.", "ko"},
      {"امتلأ الميناء الصغير بقوارب الصيد عندما غربت الشمس خلف التلال.", "ar"},
      {"הנמל הקטן מתמלא בסירות דיג כשהשמש שוקעת מאחורי הגבעות.", "he"},
      {"छोटा बंदरगाह मछली पकड़ने वाली नावों से भर जाता है।", "hi"},
      {"ท่าเรือเล็กๆ เต็มไปด้วยเรือประมงเมื่อพระอาทิตย์ตก", "th"},
  };
  for (const auto& [text, language] : kRows) {
    CAPTURE(text);
    CHECK(detect_language(text) == language);
  }
}

TEST_CASE("text::detect_language falls back on the script, then on English") {
  constexpr Row kRows[] = {{"", "en"},
                           {"12345 !?", "en"},
                           {"🎉", "en"},
                           {"Да", "ru"},
                           {"はい", "ja"},
                           {"你好", "zh"},
                           {"네", "ko"},
                           {"שלום", "he"},
                           {"สวัสดี", "th"},
                           {"Hmm", "en"},
                           {"Wer ist der Mann?", "de"},
                           {"\xFF\xFE", "en"}};
  for (const auto& [text, language] : kRows) {
    CAPTURE(text);
    CHECK(detect_language(text) == language);
  }
}

TEST_CASE("text::count_words counts runs, and words in scripts without spaces") {
  struct Count {
    std::string_view text;
    int words;
  };
  constexpr Count kRows[] = {{"", 0},
                             {" \n\t ", 0},
                             {"One", 1},
                             {"It's a well-known no. 5, isn't it?", 7},
                             {"a\u00A0b", 2},
                             {"Wait — what?", 3},
                             {"안녕하세요 세계", 2},
                             {"今天天气很好。", 3},
                             {"สวัสดีชาวโลก", 3},
                             {"Tokyo 東京 2020", 3}};
  for (const auto& [text, count] : kRows) {
    CAPTURE(text);
    CHECK(count_words(text) == count);
  }
}

TEST_CASE("text::key_phrase takes what a sentence is about") {
  constexpr struct {
    std::string_view language, sentence, phrase;
  } kRows[] = {{"en", "At dusk the quiet harbour fills with fishing boats.", "quiet harbour"},
               {"en", "Then we met Dr. Smith in the street.", "Dr. Smith"},
               {"en", "They walked to the edge of the forest.", "edge of the forest"},
               {"en", "Is it?", ""},
               {"de", "Sie schrieb einen langen Brief.", "langen Brief"},
               {"fr", "L'eau est là.", "eau"},
               {"zh", "我们去海边吧！", "海边"}};
  for (const auto& [language, sentence, phrase] : kRows) {
    CAPTURE(sentence);
    CHECK(key_phrase(sentence, std::string(language), 34) == phrase);
  }
  CHECK(key_phrase("https://example.com/very/long", "en", 34).empty());
}

}  // namespace
}  // namespace storyreel::pipeline
