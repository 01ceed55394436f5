#include "pipeline/text/rules.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace storyreel::pipeline {
namespace {

constexpr std::array<StopRules, 8> kRules{{
    {.language = "en",
     .never = u" mr mrs ms mx dr drs prof rev fr gen col capt cmdr lt sgt maj adm gov sen rep hon "
              u"pres supt messrs mme mlle mt e.g i.e eg ie vs viz cf approx ca dept est ed.d ",
     .number =
         u" no nos vol vols p pp fig figs ch chap sec art op pt ver v jan feb mar apr jun jul "
         u"aug sep sept oct nov dec ",
     .maybe = u" st ave blvd rd sq ft jr sr esq inc ltd co corp bros llc etc a.m p.m am pm a.d b.c "
              u"ph.d m.d b.a m.a u.s u.k u.n u.s.a d.c al ",
     .first =
         u" the a an he she it we they i you this that these those there here his her its our "
         u"their my your in on at by for from with after before when while as if but and or so "
         u"then now what who why how where which yet still however although though because "
         u"since until once one some many most all no not later today tomorrow yesterday "
         u"nobody everyone everything nothing meanwhile finally every each both few let "
         u"during under over between ",
     .ordinals = false},
    {.language = "de",
     .never =
         u" hr hrn fr frl fa dr prof dipl ing st bzw ca evtl ggf inkl exkl vgl zzgl abzgl sog z.b "
         u"d.h i.d.r s.o s.u v.a u.u o.g bes insb max min mag phil med jur habil geb gest str ",
     .number = u" nr s abb bd tel kap art abs jan feb mär apr jun jul aug sept okt nov dez ",
     .maybe = u" u.a z.t usw etc mio mrd jh jhd tsd co u.s n.chr v.chr chr gmbh ",
     .first =
         u" der die das ein eine einer eines er sie es wir ihr ich du dieser diese dieses dort "
         u"hier dann da danach nun jetzt aber und oder doch denn wenn als wer was wo wie warum "
         u"am im in an auf mit nach vor seit bei zu von für so sein seine ihre unser heute "
         u"gestern morgen später damals endlich jeder alle viele manche niemand nichts auch "
         u"nur zum zur unter über während trotzdem man kein keine ",
     .ordinals = true},
    {.language = "fr",
     .never = u" m mm mme mmes mlle dr dre pr me mgr st ste cf p.ex p ex c.-à-d env vs av j.-c ",
     .number = u" n no nos vol p pp fig chap art t tél janv févr avr juil sept oct nov déc ",
     .maybe = u" etc apr j.-c s.a cie bd av ap ",
     .first =
         u" le la les l' un une des il elle ils elles on nous vous je tu ce cet cette ces c'est "
         u"ceci cela ici là puis alors mais et ou donc or car si quand comme où qui que quoi "
         u"pourquoi comment dans en sur sous avec sans pour par après avant depuis pendant à "
         u"au aux son sa ses leur leurs notre mon ma aujourd'hui hier demain enfin chaque tout "
         u"tous toute rien personne aucun plus ",
     .ordinals = false},
    {.language = "es",
     .never = u" sr sra srta sres dr dra prof profa d dª dña da ud uds vd vds lic ing arq gral cap "
              u"cnel sto sta fr p.ej ej pte aprox avda av ee vs cf ",
     .number = u" n núm nº pág págs p pp vol art fig tel cap ",
     .maybe = u" etc uu ee.uu a.c d.c s.a cía ltda a.m p.m ",
     .first = u" el la los las un una unos unas él ella ellos ellas yo tú nosotros este esta estos "
              u"estas ese esa eso esto aquello aquí allí entonces luego pero y o pues si cuando "
              u"como donde quién qué por porque para en con sin sobre desde hasta tras después "
              u"antes durante a al del su sus mi hoy ayer mañana ahora todo todos cada nadie nada "
              u"no se lo le más muchos ",
     .ordinals = false},
    {.language = "it",
     .never =
         u" sig sigg sig.ra sig.na dott dott.ssa dr prof prof.ssa avv ing arch geom rag on sen "
         u"mons s ss p.es es ca cfr egr spett gent vs v.le p.za ",
     .number = u" n nn pag pagg p pp vol art fig cap tel ",
     .maybe = u" ecc etc a.c d.c s.p.a s.r.l f.lli co a.m p.m ",
     .first = u" il lo la i gli le un uno una egli ella esso lui lei loro noi voi io tu questo "
              u"questa questi queste quello quella qui lì là poi allora ma e o dunque se quando "
              u"come dove chi che cosa perché in nel nella con senza su per da dal di tra fra dopo "
              u"prima durante a al suo sua oggi ieri domani ora infine ogni tutto tutti nessuno "
              u"niente non si è era così anche ",
     .ordinals = false},
    {.language = "pt",
     .never = u" sr sra srta sres dr dra prof profa profª eng engª exmo exma d cel cap ten sgt gen "
              u"pe fr sto sta p.ex ex av r aprox cf vs arq ",
     .number = u" n núm nº pág págs p pp vol art fig tel cap ",
     .maybe = u" etc a.c d.c s.a ltda cia e.u.a a.m p.m ",
     .first = u" o a os as um uma uns umas ele ela eles elas eu tu você nós este esta estes estas "
              u"esse essa isto isso aquilo aqui ali então depois mas e ou pois se quando como onde "
              u"quem que porque por para em no na nos nas com sem sobre desde até após antes "
              u"durante ao à do da seu sua meu minha hoje ontem amanhã agora todo todos cada "
              u"ninguém nada não já mais muitos ",
     .ordinals = false},
    {.language = "nl",
     .never = u" dhr mevr mw mej dr drs prof ir ing mr ds st bijv bv d.w.z o.a m.b.t i.p.v t.o.v "
              u"t.a.v m.a.w ca vgl resp incl excl jhr ",
     .number = u" nr nrs blz p pp fig art tel hfst jan feb mrt apr jun jul aug sept okt nov dec ",
     .maybe = u" enz etc e.d e.a a.u.b n.v b.v v.chr n.chr chr ",
     .first =
         u" de het een hij zij ze wij we ik jij je u dit dat deze die er hier daar toen dan nu "
         u"maar en of want dus als wanneer wie wat waar waarom hoe in op aan met zonder voor na "
         u"sinds bij te van naar onder over tijdens zijn haar hun ons mijn vandaag gisteren "
         u"morgen later eindelijk elke elk alle niemand niets ook niet zo om ",
     .ordinals = false},
    {.language = "ru",
     .never = u" т.е им проф акад доц ген адм св ул пр просп пл пер см ср напр д-р г-н г-жа тов гр "
              u"кн о-в оз пос дер нач ",
     .number = u" с стр рис табл гл п пп ст т тт № тел ",
     .maybe = u" г гг в вв т.д т.п д п др пр руб коп тыс млн млрд обл р э н.э ок ",
     .first =
         u" он она оно они мы вы я ты это этот эта эти тот та те там тут здесь потом затем "
         u"тогда теперь но и а или если когда как где кто что почему зачем в во на с со из к ко "
         u"по за под над у о об от до для при без после перед через его её их наш мой сегодня "
         u"вчера завтра наконец каждый все всё никто ничего не так уже ещё только однако ",
     .ordinals = false},
}};

}  // namespace

const StopRules& stop_rules(std::string_view language) {
  const auto found = std::ranges::find(kRules, language, &StopRules::language);
  return found == kRules.end() ? kRules.front() : *found;
}

bool in_list(std::u16string_view list, std::u16string_view word) {
  std::u16string padded = u" ";
  padded.append(word).push_back(u' ');
  return list.find(padded) != std::u16string_view::npos;
}

}  // namespace storyreel::pipeline
