package secret

// The words of the lists that nobody should find in the phrase that lets them
// in: drink, drugs and gambling, violence and war, death and illness, bodies
// and weight, belief, guilt, unkind words for people, and whatever is rude in
// one of our languages. Written without accents, a space on both sides of each.
// A list must keep 1,626 words.

const unsuitableEnglish = " abuse accident accuse acid addict affair afraid alarm alcohol angry ankle anxiety apology arm armed armor army arrest arrow ashamed assault " +
	"asthma atom attack bachelor bacon bar barrel battle betray bid birth bitter black blame blast bleak bless blind blood body boil bomb bone bottom boss breast broken " +
	"bullet burden burst cannon cannabis cash casino cigar cliff coach coffin convince cop crack cradle crash crater crazy crime critic cross crouch cruel crumble crush cry cure " +
	"damage danger death debris debt decline defeat defy demise denial depart deposit desk despair destroy devil diet dirt disagree disease dismiss divorce dizzy doctor dose " +
	"double drastic drill drink drip drop drug dumb dust dwarf enemy erupt escape evil execute exhaust exile exit face faint faith fall false fat fatal fatigue fault fee feed " +
	"fever fight fire fit fitness flee force forget fragile fury gain gang garbage gas gasp ghost goddess gorilla gospel gossip grape grass grief grit grunt guard guilt gun hammer harm harsh hate " +
	"hazard heavy hell hen hip hole holy horror hospital hungry hunt hurdle hurt idle ignore ill illegal illness immune impulse inflict inhale inject injury inmate insane isolate jail jealous " +
	"judge junk kick kidney kill knife knee lab law lawsuit lawyer leg liar lonely loan lottery loud lust mad mask maze mean meat medal mercy miracle misery miss mistake mom monster " +
	"mushroom naive nasty needle negative neglect nerve nominee nuclear nut obscure offer old orphan odor pact pain panic patient pause penalty peasant pig pill pipe pistol pitch plug poem poverty police powder " +
	"pray prey prison problem pulse punch pulp punish pupil push quit rack rage raw razor rebel regret reject relief rescue resist retreat revenge rib ride rifle riot risk ritual " +
	"rival robot rough rude ruin sad saddle sadness salon sausage scar scare scatter scissors scorpion scrap scrub shadow shame shed sheriff shiver shock shoot shot shove shrug sick siege sin " +
	"skin skirt skull slab slam slim slow slush smoke smash snack snake sniff soldier sorry soul spawn spell spider spike spit spoil spoon spirit steak stick sting stomach strike struggle stumble stuff suffer suspect swallow swamp " +
	"swear sword symptom tank target tattoo temple tension test thief thigh threat thrive throw tired tissue tobacco tongue topple tornado torture toss tortoise toxic tragic trap trash trial trick trigger trip trouble " +
	"twin ugly unable unaware uncover unfair unhappy upset useless vacuum vampire venom vicious victim victory violence virus void vodka wage war warfare warrior wasp waste weak " +
	"weapon weird wet whip wife wild win wine wolf worry wreck wrestle wrist wrong amateur ancient boring burger bulk butter candy cake chaos chest chronic chunk clinic coyote damp " +
	"deny dragon dutch fade frown furnace garlic gloom gorgeous horn husband infant lazy lesson lip love marriage muscle pretty romance rubber scan scout shaft silly single skill slender stage size sleep " +
	"smell tube tuna wedding woman toilet tooth tribe brain cancel cargo jeans defense host hostile noise pelican vessel fun funny bone eye brother sister father mother dad daughter parent son uncle aunt cousin nephew sibling family home orient satoshi "

const unsuitableSpanish = " abogado aborto abuso acne acoso acusar adicto agonia ahogo alacran alma altar angulo asalto ateo atroz azote bebida bicho bobo bomba bruja bruto burla cadaver cadena caer calvo cancer carcel carga " +
	"carne castor cenizas ceniza cerdo cigarro cochino colgar coger cojo cola cordero crimen cripta crisis cruz crudo culpa culto daga dardo dano deber debil delito derrota desnudo deuda diablo divino dolor dosis droga duelo duro ebrio enano " +
	"enemigo enfado enfermo engano espada esposa feo fiebre fobia fosa fracaso fraude fusil gemir germen golfo golpe gordo gorila grasa grave gripe grito guerra gusano hacha herir hostil hueso huida hundir hurto iglesia ilegal infiel " +
	"inutil ira jeringa juerga juez juicio lacra ladron lagrima larva lastima lesion letal licor llaga llanto llorar loco locura lucha mafia maldad malo manco mando matar miedo militar misa miseria misil momia monja morir morder mortal muerte " +
	"muela mugre multa muslo nausea necio negro obeso obispo odiar odio ofensa oracion orgia panico parir pecado pelea peligro pena perder pereza pesa pezuna piojo pipa policia polvo preso prision punal rabia rapto rehen rezar riesgo robo " +
	"ruina sangre santo satan secta sexo sidra sordo sufrir susto tabaco terror torpedo toxico trago tragico trauma triste tumba tumor ulcera urna vejez veneno vengar vicio victima vino virgo viudo droga moreno mono polla pollo pata " +
	"zorra zorro pedo rabo teta cohete chulo culo "

const unsuitableFrench = " abusif accuser affreux agonie agresser alcool aliener angoisse anxieux aperitif armature armement armure arsenic assaut asservir attaque atroce bagarre boire bourreau breuvage brutal carabine carnage cellule cendrier chute cigare cigogne colere combat cruel crucial cyanure cynique " +
	"danger demolir deranger desastre detester detresse diable dieu divin doper drogue dopamine ennemi epidemie epitaphe esclave ethanol ethnie euphorie faiblir fatal fissure fleau fouet frapper furieux fusil gifle goulot grogner guerrier haine honte horrible hydromel hypnose illicite " +
	"injecter injure insulter ivresse jouissif labial lugubre macabre maigre malheur malefice maudire mechant menacer mensonge missile morsure mort munition nausee naufrage nocif nuire nuisible obscur offenser penible opprimer otage outrager peur phobie pipette poison police prison priver psychose punitif ravager " +
	"revanche revolte ruiner saboter sanglier scalpel scandale sceptre seminal sedatif seringue sevir sevrage sexuel sinistre soldat sombre sorcier suicide tabac tabasser terrible torpille torture toxine tragique tribunal trahir tuer tumulte tyran uranium vampire venger venimeux venerer viol victime viande vice voyou bustier obeir souffrir bobard "
