// Help lines beside what somebody writes: which words open them, and that nothing else comes of it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'

const script = readFileSync(new URL('../../assets/dist/heard.js', import.meta.url))
const { hears } = await import(`data:text/javascript;base64,${script.toString('base64')}`)

const heavy = {
  en: [
    'I want to die.', 'honestly i just wanna die', 'I’m going to kill myself tonight', 'been thinking about killing myself again', 'i keep thinking of ending it',
    'I can’t do this. I don’t want to live anymore', 'dont want to be alive', 'I am suicidal', 'Having suicidal thoughts since Monday.', 'They would be better off without me',
    'I wish I was dead', 'wish i were never born', 'there is no reason to go on', 'I have nothing to live for', 'So tired of living',
    'I hope I don’t wake up', 'I want to go to sleep and never wake up', 'I need to cut myself', 'the urge to hurt myself is back', 'I just cut myself again',
    'I’m cutting again', 'Thinking about\nsuicide', 'no more. want to die', 'I do not care. I want to die', 'I’m going to end it all', 'I NEED TO DIE',
    'I think I overdosed', 'i took too many sleeping pills', 'I took all of my pills', 'He is not breathing', 'she won’t wake up', 'his lips are blue',
    'Going cold turkey from vodka', 'I stopped drinking yesterday and feel awful', 'quit xanax cold', 'I had a seizure', 'I’m shaking and sweating', 'I can’t stop shaking',
    'seeing things that aren’t there', 'in bad withdrawal', 'Six weeks off, then I took my usual dose', 'took the same amount as before',
  ],
  es: [
    'Quiero morir.', 'ya no aguanto más, quiero morirme', 'me quiero matar', 'Tengo ganas de morir', 'voy a suicidarme', 'Voy a quitarme la vida',
    'No quiero vivir', 'no quiero seguir viviendo', 'Ya no quiero estar aquí', 'pienso en matarme', 'Estoy pensando mucho en suicidarme', 'tengo pensamientos suicidas', 'No tengo motivos para seguir viviendo',
    'no vale la pena vivir', 'Estarían mejor sin mí', 'Ojalá no hubiera nacido', 'estoy cansada de vivir', 'quiero hacerme daño', 'tengo ganas de cortarme', 'me estoy cortando',
    'quiero dormirme y no despertar', 'No puedo más. Quiero acabar con todo', 'estoy a punto de tirarme al tren',
    'creo que tengo una sobredosis', 'Me he tomado todas las pastillas', 'me tomé demasiadas pastillas', 'no respira', 'tiene los labios azules',
    'dejé el alcohol de golpe', 'He dejado de beber ayer', 'dejé las benzodiacepinas de un día para otro', 'tengo el síndrome de abstinencia', 'no paro de temblar', 'veo cosas que no existen', 'estoy temblando y sudando',
    'me metí mi dosis de siempre', 'la misma cantidad que antes',
  ],
  fr: [
    'Je veux mourir.', 'J’ai envie de mourir', 'je n’en peux plus, envie de mourir', 'Je vais me tuer', 'je pense à me suicider', 'Je veux en finir', 'envie d’en finir avec la vie',
    'mettre fin à mes jours', 'J’ai des idées suicidaires', 'je me sens suicidaire', 'Je pense souvent à la mort', 'je n’ai plus envie de vivre', 'Je ne veux plus vivre',
    'plus aucune raison de vivre', 'Ils seraient mieux sans moi', 'je voudrais être morte', 'marre de la vie', 'Je suis fatiguée de vivre', 'J’ai envie de me faire du mal', 'je veux me couper',
    'je me suis encore scarifiée', 'm’endormir et ne plus jamais me réveiller',
    'je fais une overdose', 'J’ai avalé trop de comprimés', 'j’ai pris toute la boîte de médicaments', 'il ne respire plus', 'elle a les lèvres bleues',
    'J’ai arrêté de boire hier', 'arrêter l’alcool d’un coup', 'j’ai arrêté le xanax brutalement', 'je suis en manque', 'Je n’arrête pas de trembler', 'j’ai fait une crise d’épilepsie',
    'J’ai repris ma dose habituelle', 'la même quantité qu’avant',
  ],
}

const calm = {
  en: [
    'I don’t want to die.', 'I never wanted to kill myself', 'I am not suicidal', 'I’m no longer having suicidal thoughts', 'I wanted to die laughing', 'I want to die laughing',
    'I have been dying to tell you', 'a cake to die for', 'My brother died by suicide in 2011', 'I killed it at work', 'I need to cut myself some slack', 'I want to cut myself off from him',
    'I don’t want to live like this, so I came here', 'I want to live', 'I want to live again', 'I don’t want to be here any longer than needed', 'Twenty years ago I was in a dark place', 'What is the point of the third step?',
    'My grandmother is going to die', 'I thought I was going to die of panic', 'I cut myself shaving', 'We end the meeting at eight', 'Let us end it here', 'The suicide group meets on Monday', 'I went cold turkey on coffee and sugar',
    'I went cold turkey off nicotine', 'I stopped drinking in 2019', 'I quit my job yesterday', 'Not breathing a word of it', 'My kids won’t wake up early', 'Overdose awareness day is in August', 'I was shaking with joy',
    'I would do it all again', 'This is goodbye for now', 'She took too much on', 'Same as before', 'It is not that I want to die', 'my dose of optimism', 'I cannot go on holiday',
  ],
  es: [
    'No quiero morir.', 'Nunca quise matarme', 'no tengo ganas de morir', 'me quiero morir de risa', 'Quiero morirme de la vergüenza', 'No quiero vivir así, por eso vine', 'no quiero vivir con miedo',
    'Quiero vivir', 'Voy a cortarme el pelo', 'Mi padre murió por suicidio', 'El grupo de duelo por suicidio es el lunes', 'Dejé de beber en 2019', 'Ayer dejé el trabajo', 'Estoy cansada del trabajo',
    'tomé demasiado café', 'no se despierta temprano', 'Me gusta tomar el sol', 'una dosis de humor', 'Es la misma historia', 'Acabar con esta etapa', 'no me quedan motivos de queja', 'Me muero por contarte', 'Vivir es difícil',
  ],
  fr: [
    'Je ne veux pas mourir.', 'Je n’ai pas envie de mourir', 'je n’ai jamais voulu me tuer', 'Je veux mourir de rire', 'Je veux en finir avec l’alcool', 'J’ai envie d’en finir avec cette histoire', 'Je ne veux plus vivre comme ça', 'je n’ai plus envie de vivre avec lui',
    'Je veux vivre', 'J’ai envie de vivre', 'Je vais me couper les cheveux', 'Mon frère est mort par suicide', 'Le groupe sur le suicide a lieu lundi', 'J’ai arrêté de boire en 2019', 'J’ai arrêté mon travail hier', 'Je suis fatiguée du travail',
    'une dose d’humour', 'C’est la même chose', 'il ne se réveille pas tôt', 'Il n’a plus de raison de venir', 'Je respire mieux', 'J’hallucine quand je lis ça', 'On va en finir avec la réunion', 'J’ai besoin de me poser',
  ],
}

for (const [language, lines] of Object.entries(heavy)) {
  test(`words that open the lines, ${language}`, () => {
    assert.deepEqual(lines.filter((line) => !hears(line)), [])
    const story = 'Today I went for a walk, and it rained. '.repeat(40)
    assert.deepEqual(lines.filter((line) => !hears(`${story}\n${line}\n${story}`)), [], 'in the middle of a long text')
    assert.deepEqual(lines.filter((line) => !hears(line.toUpperCase())), [], 'in capitals')
    assert.deepEqual(lines.filter((line) => !hears(line.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '').replaceAll(/[’']/g, ''))), [], 'without accents and apostrophes')
  })
}

for (const [language, lines] of Object.entries(calm)) {
  test(`words that do not, ${language}`, () => assert.deepEqual(lines.filter((line) => hears(line)), []))
}

test('listening is quick and light', () => {
  const { length } = gzipSync(script)
  assert.ok(length <= 4 * 1024, `${length} bytes compressed`)
  const long = 'I want to think about my old days and the way the sea was not there, until it was. '.repeat(240)
  const begun = performance.now()
  for (let i = 0; i < 10; i++) hears(long)
  const each = (performance.now() - begun) / 10
  assert.ok(each < 100, `${each} ms for ${long.length} characters`)
})
