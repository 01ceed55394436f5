#include "pipeline/providers/scene.hpp"

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "daemon/runtime/hash.hpp"
#include "pipeline/text/unicode.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

template <class Kind>
struct Cue {
  Kind kind;
  std::string_view words;  ///< in lower case; a star stands for any ending
};

constexpr std::array<Cue<Place>, 10> kPlaces{{
    {Place::sea,
     "sea seas ocean* ship* sail* boat* harbo* wave* coast* shore* beach* tide* whale* lighthouse* "
     "island* sailor* seascape* captain* deck voyage* anchor* meer meeres schiff* hafen* insel* "
     "welle* "
     "küste* strand* mer océan* bateau* port plage* vague* île* marin* mar barco* puerto* playa* "
     "isla* "
     "costa* mare nave navi porto* spiaggia* isola* navio* praia* ilha* zee schip* haven* kust* "
     "eiland* "
     "море моря морю морем корабл* берег* волн* остров* гаван* порт 海 船 港 波 岛 島 بحر البحر "
     "سفينة "
     "شاطئ समुद्र ทะเล"},
    {Place::winter,
     "snow* winter* ice icy frost* frozen glacier* blizzard* sleigh* arctic* schnee* eis frost* "
     "neige* "
     "hiver* glace* nieve invierno hielo neve inverno ghiaccio gelo sneeuw* winter* снег* снеж* "
     "зим* "
     "лёд лед мороз* 雪 冬 冰 氷 ثلج شتاء"},
    {Place::city,
     "city* cities town* street* house* building* tower towers bridge* market* shop* square* "
     "palace* "
     "castle* "
     "church* station* train* car cars factory* crowd* road* office offices stadt* städte straße* "
     "haus "
     "häuser "
     "turm* brücke* markt* kirche* schloss* bahnhof* ville* rue* maison* tour pont* marché* "
     "église* "
     "château* gare ciudad* calle* casa* torre* puente* mercado* iglesia* castillo* città strada* "
     "ponte* "
     "mercato* chiesa* castello* piazza* cidade* rua* igreja* castelo* stad steden straat* huis "
     "huizen "
     "toren* brug* kerk* kasteel* город* улиц* дом дома доме домов башн* мост* рын* церк* замок "
     "замк* "
     "城 市 街 家 塔 桥 橋 村 مدينة شارع بيت शहर เมือง"},
    {Place::forest,
     "forest* wood woods tree* leaf wolf wolves deer owl* pine* oak* moss branch* jungle* "
     "bird* "
     "garden* wald* wälder baum* bäume garten* vogel* vögel forêt* arbre* bois jardin* oiseau* "
     "bosque* "
     "árbol* selva* jardín* pájaro* foresta* bosco* albero alberi giardino* floresta* árvore* bos "
     "bossen "
     "boom bomen tuin* лес лесу леса лесной дерев* сад саду птиц* волк* 森 林 木 树 樹 鳥 鸟 غابة "
     "شجرة"},
    {Place::desert,
     "desert* sand sands sandy dune* camel* pyramid* oasis sphinx* sahara wüste* kamel* désert* "
     "dune* "
     "chameau* "
     "desierto* arena camello* deserto* sabbia* areia* woestijn* пустын* песок песк* верблюд* 沙 "
     "砂 صحراء "
     "جمل"},
    {Place::river,
     "river* lake lakes stream* pond ponds waterfall* canal* brook* rain* flood* fluss* flüsse see "
     "bach "
     "teich* "
     "rivière* fleuve* lac ruisseau* río* lago* arroyo* fiume* lago rio rios rivier* meer meren "
     "beek "
     "река "
     "реки реке реку озер* руче* дожд* 河 川 湖 江 雨 نهر بحيرة नदी แม่น้ำ"},
    {Place::mountains,
     "mountain* hill* peak* summit* valley* cliff* alp alps volcano* ridge* slope* climb* berg* "
     "gebirge* "
     "gipfel* tal hügel* montagne* colline* vallée* sommet* montaña* colina* valle* cumbre* "
     "montagn* "
     "collina* montanha* serra vale bergen heuvel* dal гор горы гора горах холм* долин* вершин* 山 "
     "峰 谷 "
     "جبل جبال पहाड़ ภูเขา"},
    {Place::sky,
     "sky skies star stars starry moon moons planet* space* cloud* universe* galax* comet* rocket* "
     "astronaut* "
     "heaven* "
     "himmel* stern* mond* weltall* wolke* ciel étoile* lune nuage* espace cielo* estrella* luna "
     "nube* "
     "stella* stelle nuvol* céu estrela* lua nuvem* hemel* ster sterren maan wolk* небо неба небе "
     "небес звёзд* "
     "звезд* лун* "
     "космос* облак* 空 天 星 月 云 雲 سماء نجوم قمر आकाश ท้องฟ้า"},
    {Place::fields,
     "field* farm* meadow* grass* wheat* flower* horse* sheep* cow cows village* harvest* plain "
     "plains "
     "country* feld* wiese* bauer* blume* pferd* dorf* dörfer champ* pré ferme* fleur* cheval* "
     "village* "
     "campo* granja* flor flores caballo* pueblo* fattoria* fior* cavall* fazenda* cavalo* aldeia* "
     "veld* "
     "weide* boerderij* bloem* paard* dorp* поле поля лугу луг цвет* лошад* конь коня кони деревн* "
     "野 田 花 "
     "馬 马 حقل "
     "زهرة"},
    {Place::interior,
     "room* kitchen* window* door* table* book* letter* lamp* candle* bed chair* library school* "
     "fireplace* "
     "cup tea zimmer* küche* fenster* tür* tisch* buch bücher brief* lampe* chambre* cuisine* "
     "fenêtre* "
     "porte* livre* lettre* habitación* cocina* ventana* puerta* mesa* libro* carta* stanza* "
     "cucina* "
     "finestra* porta* tavol* lettera* quarto* cozinha* janela* livro* kamer* keuken* raam deur* "
     "boek* "
     "комнат* кухн* окн* двер* стол стола столе столом книг* письм* 室 窗 門 门 本 書 书 غرفة "
     "كتاب"},
}};

constexpr std::array<Cue<Hour>, 4> kHours{{
    {Hour::night,
     "night* midnight* moon* star stars starry starlight dark* nacht* dunkel* nuit* sombre* noche* "
     "oscur* notte buio "
     "noite* "
     "escur* donker* ночь ночи ночью ночн* темн* тёмн* 夜 暗 ليل रात กลางคืน"},
    {Hour::dusk,
     "dusk evening* sunset* twilight* autumn* abend* sonnenunterg* dämmer* herbst* soir* "
     "crépuscul* "
     "automne* tarde atardecer* otoño* sera tramonto* autunno* pôr entardecer* outono* avond* "
     "herfst* "
     "вечер* закат* осен* 夕 晚 秋 مساء غروب शाम เย็น"},
    {Hour::dawn,
     "dawn morning* sunrise* spring* early mist misty fog foggy morgen* sonnenaufg* früh* nebel* "
     "matin* "
     "aube* "
     "brume* printemps* mañana* amanecer* alba* mattin* primavera* nebbia* manhã* amanhecer* "
     "ochtend* "
     "lente* утр* рассвет* весн* туман* 朝 晨 早 春 霧 雾 صباح فجر सुबह เช้า"},
    {Hour::day,
     "day days daylight* noon summer* sun sunny bright* tag tage mittag* sommer* sonne* jour* midi "
     "été "
     "soleil* día* "
     "mediodía* verano* sol giorno*  sole dia dias verão dag dagen zomer* zon день дня дней "
     "лето "
     "летом солнц* 日 夏 昼 شمس نهار दिन กลางวัน"},
}};

bool is_ideograph(std::string_view cue) {
  return cue.size() == 3 && static_cast<unsigned char>(cue[0]) >= 0xE4;
}

bool fits(std::string_view word, std::string_view cue) {
  if (cue.ends_with('*')) return word.starts_with(cue.substr(0, cue.size() - 1));
  return word == cue || (is_ideograph(cue) && word.find(cue) != std::string_view::npos);
}

bool any_fits(std::string_view word, std::string_view cues) {
  for (std::size_t from = 0; from < cues.size();) {
    const auto to = std::min(cues.find(' ', from), cues.size());
    if (fits(word, cues.substr(from, to - from))) return true;
    from = to + 1;
  }
  return false;
}

/// The kind that most words of a text speak of; the first in the table among equals.
template <class Kind, std::size_t N>
bool most_told(const std::vector<std::string>& words, const std::array<Cue<Kind>, N>& table,
               Kind& kind) {
  int most = 0;
  for (const auto& cue : table) {
    int count = 0;
    for (const auto& word : words) count += any_fits(word, cue.words) ? 1 : 0;
    if (count <= most) continue;
    most = count;
    kind = cue.kind;
  }
  return most > 0;
}

}  // namespace

Scene scene_of(std::string_view text, std::uint64_t hash) {
  constexpr std::array kUntold = {Place::shapes, Place::mountains, Place::fields,
                                  Place::shapes, Place::sky,       Place::shapes};
  constexpr std::array kHour = {Hour::dawn, Hour::day, Hour::dusk, Hour::night, Hour::dusk};
  Dice dice(hash);
  Scene scene{.place = dice.pick(kUntold), .hour = dice.pick(kHour)};
  std::vector<std::string> all;
  for (const auto& word : words(text, "")) all.push_back(folded(word));
  scene.place_told = most_told(all, kPlaces, scene.place);
  scene.hour_told = most_told(all, kHours, scene.hour);
  return scene;
}

std::uint64_t hash_of(std::string_view kind, std::string_view text) {
  constexpr std::size_t kDigits = 16;
  const auto digits = Hasher(kind).add(text).finish();
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + kDigits, value, 16);
  return value;
}

std::uint64_t Dice::next() {
  state_ += 0x9E3779B97F4A7C15ULL;  // splitmix64
  auto mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31);
}

double Dice::real(double low, double high) {
  constexpr double kSteps = 9007199254740992.0;  // 2^53
  return low + (high - low) * (static_cast<double>(next() >> 11) / kSteps);
}

int Dice::whole(int low, int high) {
  return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
}

}  // namespace storyreel::pipeline
