#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using Sentences = std::vector<std::string>;

std::string joined(const Sentences& all) {
  std::string text;
  for (const auto& sentence : all) text += "[" + sentence + "]";
  return text;
}

/// Splits what stands between the brackets of `wanted`, joined by spaces, and compares.
void check(const std::string& language, const Sentences& wanted, const std::string& between = " ") {
  std::string script;
  for (const auto& sentence : wanted) script += (script.empty() ? "" : between) + sentence;
  CAPTURE(script);
  CHECK(joined(sentences(script, language)) == joined(wanted));
}

TEST_CASE("text::sentences keeps English abbreviations whole") {
  check("en",
        {"Mr. J. R. R. Tolkien met Dr. Smith at 5 p.m. on St. James St. near the U.S. Army base.",
         "It was warm.", "He never went back to the U.S.",
         "The rest of Prof. Higgins's works, e.g. his No. 5 and Vol. II, cost $3.14 for v1.2.",
         "Apples, pears, etc. were sold by Smith & Co. until 1850.",
         "300 men followed him to Mt. Hood vs. the Rev. Brown, i.e. home.",
         "I bought it in Jan. 1999 for 5 a.m. walks.", "So do I.", "We all do."});
}

TEST_CASE("text::sentences keeps quotes, brackets and ellipses with theirs") {
  check("en", {"\"Really?!\" he said, and \"yes\" she wrote.", "“Come in.”", "(It was late.)",
               "She left... and came back.", "Wait...", "Nothing happened!",
               "See https://example.com/a?q=1!x for more."});
  check("en", {"He said “Stop!” and ran.", "Then (why?) he stopped."});
}

TEST_CASE("text::sentences knows other languages' full stops") {
  check("de", {"Am 3. Oktober kam Dr. Müller z. B. nach Berlin bzw. Potsdam.",
               "Er traf Prof. Weiß, d. h. den Chef, am 24. Dezember.", "»Wirklich?« fragte er.",
               "„Ja.“", "Das war im 19. Jahrhundert.", "Er wurde 20.", "Dann ging er nach Nr. 5."});
  check("fr", {"« Bonjour ! » dit M. Dupont à Mme Leroy, cf. p. 12.", "« Vraiment ? »",
               "Il partit avec le Dr. Martin.", "C'est le n. 5."});
  check("es", {"El Sr. García vive en EE. UU. desde 1990.", "¿Cómo está Ud. hoy?", "¡Muy bien!",
               "La Dra. López llegó a las 5 p.m. y se fue a la Av. Sol.", "Véase pág. 12."});
  check("it", {"Il sig. Rossi e la dott.ssa Bianchi abitano a Roma.", "Nel 44 a.C. Cesare morì.",
               "Che cosa?", "Niente, p.es. a pag. 5."});
  check("pt", {"O Sr. Silva mora na Av. Paulista.", "A Dra. Souza chegou às 5.",
               "Ela riu, p. ex. muito alto, à pág. 3."});
  check("nl", {"Dhr. de Vries woont bijv. in Utrecht.", "Mevr. Jansen kwam om 5 uur.",
               "Dat is nr. 5, d.w.z. de laatste."});
  check("ru", {"В 1990 г. Иван приехал в г. Москва.", "Он жил на ул. Ленина, д. 5, и т. д.",
               "Потом проф. Петров сказал: «Да!»", "И ушёл.", "А. С. Пушкин родился в Москве."});
}

TEST_CASE("text::sentences reads scripts without capitals or spaces") {
  check("zh", {"今天天气很好。", "我们去海边吧！", "你觉得怎么样？", "“好的。”", "他说。"}, "");
  check("zh", {"她笑了……然后走了。", "《红楼梦》是一本好书！", "（真的。）", "3.14是圆周率。"}, "");
  check("ja", {"「本当？」", "「うん。」", "彼は「はい。」と答えた。", "（たぶん。）"}, "");
  check("ja", {"「行こう。」と彼は言った。", "静かな港に漁船が並んでいる。", "本当ですか？"}, "");
  check("ar", {"هل أنت بخير؟", "نعم، أنا بخير.", "البحر هادئ والسماء زرقاء!"});
  check("hi", {"यह एक सुंदर दिन है।", "हम समुद्र के किनारे गए।", "क्या तुम आओगे?"});
  check("th", {"วันนี้อากาศดีมากและทะเลก็สงบเงียบเหมือนกระจก", "เราไปเที่ยวทะเลกับเพื่อนๆตอนเช้าตรู่ของวันเสาร์",
               "น้ำใสมาก"});
  check("he", {"\u200Fשלום עולם.\u200F", "מה שלומך?"});
  check("en", {"all of this is small.", "5 people came.", "yes!"});
}

TEST_CASE("text::sentences ends at paragraphs and mends white space") {
  const std::string script =
      "\xEF\xBB\xBF  A heading\n\n* * *\n\n1. Take   the\teggs.\nBoil\nthem.\r\n\r\n\r\n2. Eat "
      "them.\xE2\x80\xA9"
      "End";
  CHECK(joined(sentences(script, "en")) ==
        "[A heading][1. Take the eggs.][Boil them.][2. Eat them.][End]");
  CHECK(sentences("", "en").empty());
  CHECK(sentences(" \n\n — \n\n\t", "en").empty());
  CHECK(joined(sentences("Word", "")) == "[Word]");
  CHECK(joined(sentences("🎉🎉", "xx-unknown")) == "[🎉🎉]");
}

TEST_CASE("text::sentences mends hostile bytes") {
  const std::string bad("One\0two \xC3\x28. Three\xFF.", 18);
  CHECK(joined(sentences(bad, "en")) == "[One�two �(.][Three�]");
  std::string noise;
  for (int i = 0; i < 4096; ++i) noise += static_cast<char>(i * 37 % 256);
  CHECK_NOTHROW(sentences(noise, "de"));
}

TEST_CASE("text::sentences takes long scripts quickly") {
  std::string script;
  for (int i = 0; i < 3000; ++i)
    script += "Dr. Smith saw No. " + std::to_string(i) + " in the U.S. Navy yard. ";
  const auto start = std::chrono::steady_clock::now();
  CHECK(sentences(script, "en").size() == 3000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));  // 50 ms when quiet
  const std::string one(10'000, 'x');
  CHECK(joined(sentences(one, "en")) == "[" + one + "]");
}

}  // namespace
}  // namespace storyreel::pipeline
