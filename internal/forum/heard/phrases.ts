// What people write who may be in danger, in each language: our own words, from
// what everybody knows. Phrases and hardly ever single words, since this is a
// place where people speak of such things to get better. Each is a pattern over
// what fold makes of a text: small letters without accents or apostrophes, one
// space between words, and " . " where a sentence or a part of it ends.

export interface Language {
  /** Life: thoughts of dying, hurting oneself. Body: too much taken, stopping too fast, starting again as before. */
  heavy: string[];
  /** What, right before such a phrase, says that it is not so. */
  not: string;
}

const drinks = "drinking|alcohol|vodka|booze|benzos?|xanax|valium|klonopin|ativan|sedatives|sleeping pills";

const english: Language = {
  heavy: [
    "(want|wanna|wish|ready|need|deserve|trying|plan|planning) (to )?(die|be dead)(?! (laughing|of|from|for|trying|happy|old) )",
    "(want|wanna|going|gonna|need|deserve|trying|plan|planning|might|could|should) (to )?(just )?(end it all|end my (own )?life|take my own life|overdose|od)",
    "(want|wanna|going|gonna|need|urge|urges|about) (to )?(hurt|harm|cut|burn) myself(?! (some|off|a|short|loose|out|free|in|shaving) )",
    "(thoughts?|thinking|dreaming) (of|about) (dying|suicide|killing myself|ending (it|my life)|hurting myself|harming myself|cutting( myself)?)",
    "i (just |have |also )?(cut|burned|burnt|hurt|harmed) myself (again|on purpose|tonight|today|last night)",
    "(im|am|started|been) (self harming|cutting)( myself)? (again|every|all)",
    "to kill myself|end it all|ending my (own )?life|take my life (tonight|today|now)",
    "(im|am|feel|feeling|so|still|really) suicidal|(have|having) suicidal (thoughts|feelings|urges)",
    "wish i (was|were|had been|had never been|was never|were never|hadnt been) (dead|gone|born)|rather be dead|better off (dead|without me)",
    "(dont|do not|no longer|never) (really |even )?(want|wanna) (to )?(be alive|exist|wake up|be here any ?more|live(?! (like|this|that|in|with|there|at|a|on|by|under|my|alone|near) ))",
    "(no|nothing|any|not a) (reason|point|will|left) (left )?(to|in) (live|living|go on|going on|be alive|being alive)( for)?|nothing (left )?to live for",
    "tired of (living|being alive|life)|(not|isnt) worth living|cant go on (any ?more|living)",
    "(never|not) wake up (again|tomorrow)|(hope|wish) i (dont|wont|didnt|never) wake up|(sleep|asleep) and (never|not) wake up|wont be here tomorrow",
    "(think|sure|afraid|scared) (that )?(i|im|ive|i have|i am) (just )?(overdos(ed|ing)|oding|took too much)|(just|am|im) overdos(ed|ing)",
    "took (too many|all (of )?my|all the|a handful of|a bottle of|a box of) (\\w+ ){0,2}(pills|tablets|meds|medication|medicine)|took (way |far )?too much (\\w+ )?(heroin|fentanyl|methadone|insulin|xanax|paracetamol|tylenol|morphine)",
    "(not|isnt|stopped|barely|arent) breathing(?! a word)|(wont|not|cant) wak(e|ing) (up|him up|her up|them up|him|her|them)(?! (early|before|at) )|(lips|face) (is|are|turned|turning|going|gone) blue|blue lips",
    `(cold turkey|(stop|stopped|stopping|quit|quitting|off) (the |taking |my |using )*(${drinks}) (cold|suddenly|all at once|overnight|today|yesterday|this morning|last night|(two|three|2|3) days ago))(?! (from|on|off) (smok|cig|nico|coff|sug|choc|vap))`,
    "(in|bad|severe|horrible|going through) withdrawals?|delirium tremens|the dts|(a|having|had) seizures?|shaking and sweating|sweating and shaking|(cant|wont) stop shaking|shaking so (bad|badly|much)|seeing things (that )?(are not|arent|werent|were not) (there|real)",
    "(usual|old|regular|normal) (dose|hit|shot)|same (dose|amount) (as|i|like|that)",
  ],
  not: "(dont|do not|doesnt|didnt|did not|never|no longer|not|isnt|wasnt|wont|without)( (really|even|actually|truly|want|wanted|going|planning|feeling|feel|that i|saying i|because i|have|having|had|any|to))?",
};

const sedatives = "beber|alcohol|benzos?|benzodiacepinas|alprazolam|trankimazin|diazepam|valium|clonazepam|rivotril|lorazepam|orfidal|lexatin|pastillas|tranquilizantes";

const spanish: Language = {
  heavy: [
    "(quiero|quisiera|deseo|necesito|ojala|ganas de|voy a|prefiero|preferiria|merezco|a punto de) (morir|morirme|matarme|suicidarme|estar muert[oa]|acabar con (mi vida|todo)|terminar con (mi vida|todo)|quitarme la vida|tirarme (al|a la|por la|desde|de un|del))(?! de (la )?(risa|verguenza|amor|gusto|hambre|sueno|calor|frio|envidia|ternura|pena))",
    "me quiero (morir|matar)(?! de)",
    "(pienso|pensando|pensar|penso|sueno) (\\w+ )?(en|con) (morir|morirme|matarme|suicidarme|el suicidio|quitarme la vida|hacerme dano|la muerte)",
    "(tengo|vuelven|vuelvo a tener) (\\w+ )?(ideas|pensamientos) (suicidas|de suicidio|de muerte)|quitarme la vida|suicidarme",
    "(poner|ponerle|pongo) fin a (todo|mi vida)",
    "no quiero (vivir|seguir viviendo|seguir con vida|existir|despertar|despertarme)( mas)?(?! (asi|en|con|como|aqui|sol[oa]|sin|de esta|tarde|tan) )|ya no quiero estar (aqui|vivo|viva)",
    "no (tengo|hay|me quedan|encuentro) (ganas|motivos?|razones|razon|nada) (de|para|por) (lo )?(que )?(vivir|seguir viviendo|seguir con vida)|no vale la pena (vivir|seguir viviendo)",
    "(estarian|estaran|estan|estaria|vivirian|viviran) mejor sin mi|(mejor|estar|estuviera|estuviese) muert[oa]|ojala no hubiera nacido|cansad[oa] de (vivir|la vida)",
    "(quiero|voy a|necesito|ganas de) (hacerme dano|lastimarme|autolesionarme|quemarme|cortarme)(?! (el|la|las|los|un|una|con|de) )",
    "me (estoy|he vuelto a|volvi a|acabo de) (cort|autolesion|lastim)(ar|ando|e|ado)(?! (el|la|las|los|un|una|de) )",
    "(no|nunca|jamas) (me )?despertar(me)? (mas|nunca|jamas|manana)|dormir(me)? y no despertar",
    "(tengo|tuve|tomar|tomarme|tome|haciendo|hacer|sufrir|meterme) (una )?sobredosis",
    "(tomado|tome|tomar|tragado) (todas|demasiadas|muchas|un monton de|una caja de|un bote de|un punado de) (\\w+ ){0,2}(pastillas|pildoras|medicinas|medicamentos)|(tome|tomado|metido|meti) demasiad[oa](?! (agua|sol|cafe|en serio) )",
    "no respira|no (se )?despierta(?! (temprano|tarde|pronto) )|no (reacciona|puedo despertarl[oa])|labios (azules|morados)",
    `(${sedatives}) (de golpe|en seco|de repente|de un dia para otro|hoy|ayer|anoche|esta manana)`,
    "sindrome de abstinencia|(tengo|con) (el|mucho|un) mono|delirium tremens|convulsion(es)?|temblando y sudando|sudando y temblando|no (puedo dejar|paro|dejo) de temblar|veo cosas que no (estan|existen|son)",
    "(mi|la) (dosis|cantidad) (de siempre|de antes|habitual|normal)|la misma (dosis|cantidad) (que|de)",
  ],
  not: "(no|nunca|jamas|sin|tampoco)( (me|tengo|es que|se trata de|he|siento|pienso))?",
};

const calmants = "de boire|lalcool|le xanax|le valium|le lexomil|le rivotril|les benzos|les benzodiazepines|les somniferes|les calmants|(mes|les) (medicaments|medocs|cachets)|mon traitement";

const french: Language = {
  heavy: [
    "(envie|veux|voudrais|aimerais|souhaite|prefere|prefererais|vais|besoin|merite|pense|penser|essaye|failli) (encore |toujours |juste |souvent )?(de |a )?(mourir|crever|me tuer|me suicider|etre mort|etre morte|me pendre|me foutre en lair|mouvrir les veines|me jeter (sous|du|dun|par))(?! de (rire|honte|faim|soif|chaud|froid|fatigue|peur))",
    "(envie|veux|voudrais|vais|besoin|pense) (d|a )?(en|den) finir(?! avec(?! (la|ma|cette) vie| tout| moi))",
    "mettre fin a (mes jours|ma vie|tout)|en finir avec (la|ma) vie|me suicider|moter la vie",
    "(jai|ai|avoir|toujours|encore) (encore |toujours |souvent )?(des|les|mes|ces) (idees|pensees|envies) (suicidaires|de suicide|de mort|de mourir)|(suis|sens) (tres |vraiment |toujours )?suicidaire",
    "(pense|penser) (\\w+ )?(au suicide|a la mort|a mourir)",
    "(plus|pas) envie de (vivre|me reveiller|continuer a vivre|exister)(?! (comme|ca|ainsi|avec|dans|ici|chez|sans|seul|tot|en|la) )|veux plus (vivre|exister|etre la|etre en vie|me reveiller)(?! (comme|ca|ainsi|avec|dans|ici|chez|sans|seul|tot|en) )",
    "(plus|aucune|pas de) raisons? de (vivre|continuer|rester en vie)|vaut (pas|plus) la peine (de vivre|detre vecue)|(marre|fatigue|fatiguee|lasse?) de (vivre|la vie)|plus la force de vivre",
    "mieux sans moi|(mieux|voudrais|aimerais|prefere|si jetais) (etre )?morte?|aurais (prefere|voulu|du) ne (jamais|pas) (naitre|etre nee?)",
    "(envie|veux|vais|besoin|failli) (encore |juste )?(de )?(me faire (du )?mal|me scarifier|me bruler|me mutiler|me couper)(?! (les|la|le|un|une|en|du|de|des) )",
    "me (suis|fais) (encore |de nouveau )?(scarifie|scarifiee|mutile|mutilee|du mal|fait du mal)(?! (au|a la|en|aux) )|je me scarifie",
    "ne (plus|jamais|pas) (plus |jamais )?me reveiller(?! (tot|tard|a|en) )",
    "(fais|faire|fait|refait) une (overdose|od|surdose)",
    "(pris|avale) (trop|toute|toutes|tous|plein|une boite|deux boites|une poignee) (\\w+ ){0,3}(cachets|comprimes|medicaments|medocs|pilules|somniferes|doliprane|xanax|methadone|heroine)",
    "respire (plus|pas|a peine)|(se|le|la) reveille (pas|plus)(?! (tot|a) )|arrive pas a (le|la) reveiller|levres (bleues|violettes)",
    `(${calmants}) (dun coup|brutalement|net|hier|aujourdhui|ce matin|hier soir|du jour au lendemain|subitement)`,
    "(en|plein|sevrage) (sevrage|manque|brutal|seul|tout seul)|delirium|convulsions?|crise (depilepsie|convulsive)|tremble (de partout|sans arret|et (je )?transpire)|pas de trembler|vois des choses qui (ne )?(sont pas|nexistent pas)",
    "(ma|la) (dose|quantite) (habituelle|davant|normale)|(la )?meme (dose|quantite) (quavant|que)",
  ],
  not: "((nai|ai|navais|avais|na|a|ni) (pas|plus|jamais)|ne (veux|vais|pense|suis) (pas|plus|jamais)|sans|jamais)( (eu|envie de|cherche a|voulu))?",
};

export const languages = [english, spanish, french];
