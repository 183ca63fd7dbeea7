package secret

// The words of the lists that nobody should find in the phrase that lets them
// in: drink, drugs and gambling, violence and war, death and illness, bodies
// and weight, belief, guilt, unkind words for people, and whatever is rude in
// one of our languages. Written without accents, a space on both sides of each.
// A list must keep 1,626 words.

const unsuitableEnglish = " abuse accident accuse acid addict affair afraid alarm alcohol alone angry ankle anxiety apology arm armed armor army arrest arrow assault " +
	"asthma atom attack aunt baby bachelor bacon bar barrel battle behave betray bid birth bitter black blade blame blast bleak bless blind " +
	"blood body boil bomb bone boss bottom brain broken brother bullet burden burst buzz cannon cash casino chaos chest chronic cigar clean " +
	"cliff clinic club control convince cousin crack cradle crash crater crazy crime critic cross crouch cruel crumble crush cry crystal dad " +
	"damage danger daughter deal debris decline defense defy demise denial deny despair destroy dice diet dirt disagree disease dismiss divorce " +
	"dizzy doctor dose drastic drill drink drip drop dumb dwarf empty enemy erupt escape evil execute exhaust exile exit eye face fade faint " +
	"faith fall false family fat fatal father fatigue fault fee feed fever fire fit fitness flee force forget fragile frown fury gain garbage " +
	"gas gasp ghost gloom goddess gorilla gospel gossip grape grass grief grit grunt guard guilt gun habit hammer harsh hazard heavy high hip " +
	"hole home horror hospital hungry hunt hurt husband idle ignore ill illegal illness immune impulse infant inflict inhale inject injury " +
	"inmate insane isolate jealous judge jump junk kick kidney knee knife lab law lawsuit lazy leg liar loan lonely lottery loud love mad maid " +
	"marriage mask master mean meat medal mercy miracle misery miss mistake mom monster mother muscle mushroom naive nasty negative neglect " +
	"nephew nerve nuclear nut obey obscure old orphan pact panic parent patient pause peasant penalty pig pill pipe pistol pitch police poverty " +
	"powder pretty prison problem pulse punch quit rack raw razor rebel regret reject resist retreat rib ride rifle riot risk ritual rival " +
	"romance rough rude sad saddle sadness salon satoshi sausage scale scare scatter scissors scorpion scrap scrub sentence shadow shaft " +
	"sheriff shiver shock shoot shove shrug sibling sick siege silly sister skin skirt skull slab slam sleep slender slim slow slush smoke " +
	"snake sniff soldier sorry soul spawn speed spell spike spirit spoil spy steak sting stomach strike struggle stuff stumble suffer suspect " +
	"swamp swear sword symptom tank target tattoo throw tired tobacco toilet tongue tooth topple tornado toss tragic trap trash trial trick " +
	"trigger trip trouble ugly unable unaware uncle uncover unfair unhappy upset usage use used useless vacuum vicious victory virus void wage " +
	"warfare warrior wasp waste weapon wedding weird wet whip wife wild win wine witness wolf woman worry wreck wrestle wrist wrong "

const unsuitableSpanish = " abogado aborto abuso acne acoso acusar adicto adulto agonia ahogo alacran alma altar angulo anis apuesta asalto ataque ateo atroz avaro " +
	"azar azote bascula batalla bebe bebida bestia bicho bingo bobo bomba bozal bravo bruja bruto buitre burla burro cadaver cadena caer caida " +
	"calvo camello cancer carcel carga carne caspa castor celda celoso ceniza cerdo chancla chivo cigarro clinica cochino coger cohete cojo " +
	"cola colgar combate copa craneo crimen cripta crisis crudo cruz culebra culpa culto cuna dardo deber debil delgado delito derrota desnudo " +
	"deuda diablo dieta divino dolor dosis droga duelo duro ebrio enano enemigo enfado enfermo engano espada esposa farmacia fatiga feo fiebre " +
	"flaco fobia foca fosa fracaso fraude fuga fumar fusil gamba gemir germen golfo golpe gordo gorila grasa grave gripe grito guerra gusano " +
	"hacha herir hermano higado hijo himno hongo hostil hueco hueso huevo huida hundir hurto iglesia ilegal infiel intimo inutil ira jeringa " +
	"juerga juez jugador juicio labio lacra ladron lagrima lanza larva lastima lesion letal licor llaga llanto llorar loco locura lucha madre " +
	"mafia maldad malo manco mando marido matar miedo militar mina misa miseria misil momia monja mono morder moreno morir mortal muela muerte " +
	"mugre mula multa muslo naipe nausea necio negar negro obeso obispo obrero ocaso odiar odio ofensa ogro olvido ombligo oracion orgia ovulo " +
	"padre panico papa parir pata pecado pecho pelea peligro pellejo pena perder pereza perico perro pesa pezuna piojo pipa plomo pobre polen " +
	"policia pollo polvo preso prision pudor punal pupila rabia rabo rapto rehen rezar riesgo rifa rinon ron ruina ruleta sagrado sancion " +
	"sangre santo satan sauna secta seta severo sexo sidra soldado soledad sordo sudor suegra sufrir sultan susto tabaco tanque tarot templo " +
	"terco terror timo tonto torpedo torso tosco toxico trago trance trauma tripa triste tuerto tumba tumor ulcera urna vaca vacuna vago vaina " +
	"vampiro vejez vena veneno vengar vicio victima vino viral virgo viudo vulgar zorro "

const unsuitableFrench = " abusif accuser affreux aliener angoisse anxieux aperitif apologie armature armement armure arsenic assaut asservir atroce attaque bandage " +
	"bataille berceau biberon biopsie bistouri bizarre blessant bobard boire breuvage brutal bruyant bustier buvable buvette calomnie calvaire " +
	"canon canular caporal carabine caresser carnage cellule cendrier chagrin chignon chute cigare cigogne clameur clivage cloporte cogner " +
	"colere combat coude couteau crainte crier crotale crucial cruel cupide cyanure cynique danger debattre deesse demolir deranger desastre " +
	"desobeir detester detresse diable docteur dogme dopamine dosage doseur embryon enfance ennemi epidemie epitaphe epuisant erreur ethanol " +
	"ethnie euphorie excitant exiler faiblir famille farceur farouche fatal fatigue fautif febrile feconder femur fissure fleau frapper frayeur " +
	"frenesie fugitif fureur furieux furtif gelule gendarme genou gicler glaive gonfler gorille gouffre goulot gourmand grogner gruger guerrier " +
	"harpon hematome homard horrible houleux hurler hydromel hymne hypnose illicite impact ineptie inhaler inhiber injecter injure inoculer " +
	"insulter intime invasion irradier irriter ivresse jeton joueur jouissif jugement labial lambeau larme liasse ligoter loterie lourd lugubre " +
	"maigre malefice malheur marteler matraque maudire mechant medecin menacer menhir mensonge microbe mince missile monstre morsure mortier " +
	"munition muter narrer naufrage negliger nerveux nocif noirceur nuire nuisible nuptial obeir obscur offenser opprimer orgueil ossature " +
	"otarie outrager paresse penible pensif penurie perte peser pharaon phobie pieuvre pipette piquer pleurer plexus plomb policier prison " +
	"priver psychose punaise punitif querelle rasage ravager ravin reanimer remede renifler revanche revolte ruiner saboter sabre sanction " +
	"sanglier sarcasme scalpel scandale scelerat sceptre sedatif seminal sentence serum sevir sevrage sinistre soldat solitude sombre sommeil " +
	"sorcier sottise sternum survie suspect tabac tension terrible tetine thorax tibia tonneau torpille torse tousser toxine tragique trahir " +
	"tribunal tripler tumulte tyran uranium urticant vaccin vagabond vampire venerer venger venimeux vexant vexer viande vidange vilain vipere " +
	"virus viticole vivipare "
