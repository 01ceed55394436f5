#include "pipeline/text/stop_words.hpp"

#include <algorithm>
#include <array>

namespace storyreel::pipeline {
namespace {

constexpr std::array<StopWords, 13> kStopWords{{
    {"en",
     " a an the this that these those such same other another each every either neither both all "
     "any "
     "some no none few many much more most less least several enough own only just very too so "
     "quite "
     "rather almost nearly even still yet already again also once twice ever never always often "
     "sometimes usually perhaps maybe indeed however therefore thus hence instead otherwise then "
     "than now here there where when while why how what which who whom whose if unless until till "
     "because since although though whether as and or but nor not i me my mine myself you your "
     "yours "
     "he him his himself she her hers herself it its itself we us our ours ourselves they them "
     "their "
     "theirs themselves one ones someone anyone everyone nobody somebody something anything "
     "everything nothing of in on at by for from with without within into onto upon to toward "
     "towards "
     "up down out off over under above below between among across through throughout along around "
     "about against before after during behind beside beyond near past per via like unlike am is "
     "are "
     "was were be been being do does did done doing have has had having can could may might must "
     "shall should will would cannot let lets go goes went gone going come comes came coming get "
     "gets got getting give gives gave given take takes took taken make makes made making say says "
     "said saying tell tells told see sees saw seen look looks looked seem seems seemed become "
     "becomes became know knows knew known think thinks thought want wants wanted need needs "
     "needed "
     "find finds found keep keeps kept put puts set sets stand stands stood sit sits sat run runs "
     "ran "
     "begin begins began begun start starts started turn turns turned leave leaves left bring "
     "brings "
     "brought hold holds held feel feels felt hear hears heard call calls called named ask asks "
     "asked "
     "try tries tried use uses used work works worked move moves moved live lives lived believe "
     "happen happens happened show shows showed shown mean means meant stay stays stayed grow "
     "grows "
     "grew grown fall falls fell fallen rise rises rose lay lie lies carry carries carried reach "
     "reaches reached cross crosses crossed wait waits waited fill fills filled cover covers "
     "covered "
     "follow follows followed pass passes passed open opens opened close closes closed remember "
     "remembers remembered watch watches watched eat eats ate sleep sleeps slept speak speaks "
     "spoke "
     "end ends ended etc e.g i.e way ways thing things lot lots bit kind sort upon "
     "cried exclaimed replied answered quite away back together first last next else don't didn't "
     "doesn't isn't wasn't weren't can't couldn't won't wouldn't it's i'm i've i'll you're he's "
     "she's "
     "we're they're that's there's let's s t d ll re ve good new made able well really met "
     "meet meets cost costs pay paid build built write wrote written read send sent spend spent "
     "lose "
     "lost win won buy bought sell sold teach taught catch caught break broke broken choose chose "
     "drive drove flew forget forgot hide hid hit lead led lit ride rode rang shook shone sang "
     "sank "
     "swam threw woke wore wept born die dies died love loves loved walk walks walked talk talked "
     "play plays played pull pulled push pushed help helps helped change changes changed arrive "
     "arrives arrived return returns returned enter entered join joined learn learned allow add "
     "appear appears appeared stop stops stopped gather gathers gathered yes no visit beginning "
     "considering tired hurried straight oh dear ah late remarkable "
     "different important possible certain ",
     " of/of the/of a/of an/of his/of her/of its/ "},
    {"de",
     " der die das den dem des ein eine einen einem einer eines kein keine keinen keiner dieser "
     "diese "
     "dieses diesen diesem jener jene jenes jeder jede jedes jeden alle aller alles allen viele "
     "vieles "
     "manche manch einige etwas nichts niemand jemand man ich mich mir du dich dir er ihn ihm sie "
     "ihr "
     "ihnen es wir uns euch mein meine meinen meiner dein deine sein seine seinen seinem seiner "
     "seines "
     "ihre ihren ihrem ihrer ihres unser unsere unserer euer und oder aber denn sondern doch "
     "jedoch "
     "wenn als ob weil dass daß damit obwohl während bis bevor nachdem sobald solange wie wo wer "
     "was "
     "wen wem wann warum welcher welche welches in im an am auf aus bei beim mit nach seit von vom "
     "zu "
     "zum zur für durch gegen ohne um über unter vor hinter neben zwischen wegen trotz ins ans hin "
     "her "
     "bin bist ist sind seid war waren warst gewesen sein werden wird wurde wurden geworden haben "
     "hat "
     "hatte hatten habe kann können konnte konnten muss müssen musste mussten soll sollen sollte "
     "will "
     "wollen wollte wollten darf dürfen durfte mag mögen möchte nicht nie nur noch schon auch sehr "
     "so "
     "dann da dort hier jetzt nun immer wieder mehr weniger ganz gar fast etwa sogar bereits eben "
     "mal "
     "ja nein zwar also deshalb daher darum sich selbst einander beide beiden andere anderen "
     "anderer "
     "anderes ging gingen kam kamen sah sahen stand standen saß sagte sagten machte machen macht "
     "geht "
     "kommt steht liegt lag lagen gab gibt geben ließ danach davon dabei daran dazu dagegen "
     "darauf darin daraus davor bald heute gestern endlich fragte rief traf lachte lachten sprach ",
     " von/der/des/ "},
    {"fr",
     " le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses "
     "notre "
     "nos votre vos leur leurs je j me m moi tu te t toi il elle on nous vous ils elles lui eux se "
     "s y "
     "en qui que qu quoi dont où quel quelle quels quelles lequel laquelle et ou mais donc or ni "
     "car "
     "si comme quand lorsque lorsqu puisque parce pendant tandis dans sur sous avec sans pour par "
     "vers chez entre devant derrière depuis dès avant après contre jusque jusqu à ne n pas plus "
     "moins très trop peu bien aussi encore déjà toujours jamais souvent alors puis ensuite enfin "
     "ici "
     "là ainsi tout toute tous toutes chaque quelque quelques plusieurs aucun aucune rien personne "
     "même autre autres tel telle être est sont était étaient fut furent sera seront été étant "
     "suis es "
     "sommes êtes avoir a ai as ont avait avaient eut eurent aura avons avez fait faire faisait "
     "peut "
     "peuvent pouvait doit doivent devait va vont allait vient venait dit disait c cela ceci ça ",
     " de/de la/de l/du/des/d/ "},
    {"es",
     " el la los las lo un una unos unas de del al a ante bajo con contra desde durante en entre "
     "hacia "
     "hasta para por según sin sobre tras y e o u ni pero mas sino aunque porque pues si como "
     "cuando "
     "donde mientras que qué quien quién cual cuál cuyo cuya yo me mi mí tú te ti él ella ello se "
     "sí "
     "nosotros nos vosotros os ellos ellas le les su sus mis tus nuestro nuestra nuestros nuestras "
     "este esta esto estos estas ese esa eso esos esas aquel aquella aquello aquellos aquellas no "
     "ya "
     "muy más menos tan tanto mucho mucha muchos muchas poco poca pocos todo toda todos todas cada "
     "otro otra otros otras algún alguno alguna algunos algo alguien nadie nada ningún ninguno "
     "nunca "
     "siempre también tampoco entonces luego después antes ahora aquí allí así aún todavía solo "
     "sólo "
     "ser es son era eran fue fueron sido está están estaba estaban estar estuvo hay había habían "
     "ha "
     "han haber tener tiene tienen tenía hacer hace hizo puede pueden podía va van iba ir dijo "
     "dice ",
     " de/de la/del/de los/de las/ "},
    {"it",
     " il lo la i gli le l un uno una di del dello della dei degli delle dell a al allo alla ai "
     "agli "
     "alle all da dal dallo dalla dai dagli dalle dall in nel nello nella nei negli nelle nell con "
     "col "
     "su sul sullo sulla sui sugli sulle sull per tra fra e ed o od ma però se come quando dove "
     "mentre "
     "che chi cui quale quali quanto perché poiché io me mi tu te ti egli ella lui lei esso essa "
     "noi "
     "ci voi vi loro si ne mio mia miei mie tuo tua suo sua suoi sue nostro nostra questo questa "
     "questi queste quello quella quelli quelle quel non più meno molto molta molti molte poco "
     "tutto "
     "tutta tutti tutte ogni altro altra altri altre alcuni alcune qualche niente nulla nessuno "
     "mai "
     "sempre anche ancora già poi allora ora qui lì là così solo è sono era erano fu furono essere "
     "stato ha hanno aveva avevano avere ho fa fare fece può possono poteva va vanno andava disse "
     "c ",
     " di/del/della/dei/delle/dell/ "},
    {"pt",
     " o a os as um uma uns umas de do da dos das em no na nos nas num numa por pelo pela pelos "
     "pelas "
     "para com sem sob sobre entre até desde contra após ante ao à aos às e ou mas nem porém se "
     "como "
     "quando onde enquanto porque pois que quem qual quais cujo eu me mim tu te você ele ela nós "
     "vós "
     "eles elas lhe lhes se si meu minha meus minhas teu tua seu sua seus suas nosso nossa este "
     "esta "
     "isto estes estas esse essa isso aquele aquela aquilo aqueles aquelas não já muito muita "
     "muitos "
     "muitas mais menos pouco todo toda todos todas cada outro outra outros outras algum alguma "
     "alguns "
     "algo alguém ninguém nada nenhum nunca sempre também ainda então depois antes agora aqui ali "
     "lá "
     "assim só ser é são era eram foi foram sido está estão estava estavam há havia ter tem têm "
     "tinha "
     "tinham fazer faz fez pode podem podia vai vão ia ir disse diz ",
     " de/da/do/das/dos/ "},
    {"nl",
     " de het een der den des dit dat deze die ik me mij mijn jij je jou jouw u uw hij hem zijn "
     "zij ze "
     "haar wij we ons onze jullie hun hen er men zich wie wat waar wanneer waarom hoe welke welk "
     "en of "
     "maar want dus als toen terwijl omdat hoewel zodat indien in op aan met zonder voor na sinds "
     "bij "
     "te ten ter tot van naar uit over onder boven tussen tegen door om langs achter naast binnen "
     "buiten niet geen wel ook nog al reeds steeds altijd nooit vaak soms weer zeer heel erg zo "
     "dan nu "
     "daar hier meer minder veel weinig alle alles elk elke ieder iedere iets niets niemand iemand "
     "ander andere sommige ben bent is zijn was waren geweest word wordt werd werden heeft hebben "
     "had "
     "hadden kan kunnen kon konden moet moeten moest zal zullen zou zouden wil willen wilde mag "
     "ging "
     "gaat gaan kwam komt komen stond staat zag zei doet doen deed ",
     " van/van de/van het/ "},
    {"ru",
     " и а но да или либо ни не же ли бы б то что чтобы как так когда если хотя потому поэтому "
     "пока "
     "в во на с со к ко по за из изо от ото до у о об обо при про для без под над перед через "
     "между "
     "среди после около я меня мне мной ты тебя тебе он его него ему нему им ним нём она её ее неё "
     "ей "
     "ней оно мы нас нам нами вы вас вам вами они их них имя себя себе собой мой моя моё мои твой "
     "свой "
     "своя свои своего своей своих наш наша ваш этот эта это эти этого этой этих этом тот та те "
     "того "
     "той тех том кто кого кому чего чему чем который которая которое которые которого которой "
     "весь "
     "вся всё все всех всего всем каждый сам сама сами самый другой другая другие один одна одно "
     "одни "
     "нет уже ещё еще только даже лишь очень более менее много мало тут там здесь туда сюда теперь "
     "тогда потом затем всегда никогда иногда снова опять вот был была было были быть есть будет "
     "будут "
     "мог могла могли может могут стал стала стали сказал сказала говорил ",
     ""},
    {"zh",
     " 的 了 是 在 和 与 與 及 或 但 而 也 都 就 又 还 還 很 太 最 更 不 没 沒 没有 沒有 有 这 這 "
     "那 这个 這個 那个 那個 "
     "这些 這些 那些 一 一个 一個 一些 我 你 他 她 它 我们 我們 你们 你們 他们 他們 她们 她們 自己 "
     "什么 什麼 怎么 怎麼 谁 誰 "
     "哪 哪里 哪裡 为 為 为了 因为 因為 所以 如果 虽然 雖然 但是 然后 然後 以 于 於 从 從 到 向 把 "
     "被 让 讓 对 對 给 給 跟 "
     "着 著 过 過 吗 嗎 呢 吧 啊 得 地 之 其 上 下 中 里 裡 来 來 去 说 說 会 會 能 可以 要 想 "
     "已经 已經 正在 每 每个 个 個 ",
     " 的/之/ "},
    {"ja",
     " 事 物 者 時 為 中 上 下 前 後 何 誰 私 彼 彼女 僕 君 我々 一つ ここ そこ する した して "
     "いる いた ある あった なる なった ",
     " の/ "},
    {"th",
     " ที่ และ ใน ของ เป็น มี ไม่ ได้ ให้ จะ ก็ กับ จาก แต่ หรือ ว่า นี้ นั้น อยู่ คือ โดย แล้ว มา ไป ซึ่ง ถึง เพื่อ อย่าง "
     "ผม ฉัน เขา เธอ เรา พวก มัน ทุก หนึ่ง ",
     ""},
    {"hi",
     " यह वह ये वे एक है हैं था थी थे हो के का की को में से पर और या भी ने हम तुम आप मैं कि जो इस उस नहीं क्या गया "
     "गई "
     "गए कर लिए तक ही तो अब जब कब कुछ सब बहुत अपने अपनी ",
     ""},
    {"ar",
     " في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين كان كانت يكون هو هي هم نحن أنا أنت ما "
     "لا لم "
     "لن إن أن قد ثم أو و بعد قبل حتى كل بعض عند بين لكن إذا كما منذ حيث غير ",
     ""},
}};

}  // namespace

const StopWords* stop_words(std::string_view language) {
  const auto found = std::ranges::find(kStopWords, language, &StopWords::language);
  return found == kStopWords.end() ? nullptr : &*found;
}

}  // namespace storyreel::pipeline
