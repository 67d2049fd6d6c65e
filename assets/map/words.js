// Every sentence the map says, in Italian and English.

const EN = {
  map: (title) => `Map of how “${title}” was passed on`,
  help: "Arrow keys walk from person to person: up to the source, down to those who had it from them, left and right among them. Enter keeps the selection, Escape lets go, plus and minus zoom, zero fits.",
  ring: (hop) => ["", "1 · bipolar", "2 · tripolar", "3+ · multipolar"][hop],
  hops: ["The sender", "Bipolar · hop 1", "Tripolar · hop 2", "Multipolar · hop 3 and beyond", "Source not known"],
  hop: (hop) => (hop === 0 ? "sender" : `hop ${hop}`),
  evidence: ["proved", "observed", "declared", "inferred"],
  evidenceMeans: [
    "Our own link or token carries the source.", "The platform says so.", "The person said who told them.",
    "Likely, from who follows whom and when; with a probability.",
  ],
  kinds: ["published", "passed on", "quoted", "replied", "mentioned", "liked", "visited", "converted", "covered"],
  simulated: "simulated", simulatedMeans: "These people and acts are simulated.",
  shown: (shown, total) => `${shown} of ${total} people shown: whole chains of the largest branches`,
  people: (n, text) => (n === 1 ? "1 person" : `${text} people`),
  play: "Replay", pause: "Pause", speed: "Speed", pace: "Pace", clock: "by the clock", even: "act by act",
  time: "Time of the replay", acts: "Acts over time", colour: "Colour", byPlatform: "platform", byHop: "hop", byKind: "kind of act",
  legend: "What is drawn", hopsTitle: "Hops", platformsTitle: "Platform", evidenceTitle: "Evidence", kindsTitle: "Kind of act",
  size: "Size: how many people hang on a person", ringMark: "Thin ring: acted more than once",
  wheel: "The wheel zooms once the map has been clicked, or with Ctrl; on a phone, two fingers.",
  shortened: "On a crowded first ring, the lines of those who passed it on to nobody are shortened.",
  find: "Find a person", none: "Nobody of that name.", fit: "Fit", zoomIn: "Zoom in", zoomOut: "Zoom out",
  full: "Full screen", leaveFull: "Leave full screen", png: "PNG", svg: "SVG", save: "Save as",
  overview: "The spread so far", promoters: "On whom most hangs", promotersNote: "people who had it through them",
  noPromoters: "Nobody has passed it on yet beyond the first ring.",
  chain: "How it got there", below: "What hangs below", nobody: "Nobody had it from here, as far as can be seen.",
  clear: "Show everyone", open: "Open profile", direct: "directly", all: "in all", through: (n) => `${n} hang on them`,
  more: (n) => `and ${n} more`, also: (n) => (n === 1 ? "and acted once more" : `and acted ${n} more times`),
  adrift: "source not known", empty: "Nobody has passed this message on yet. When someone does, they appear around the sender.",
  chance: (p) => `${p} likely`, hopColumn: "Hop", peopleColumn: "People", until: "until",
  times: (zone) => `Times are those of ${zone}.`,
};

const IT = {
  map: (title) => `Mappa di come «${title}» è passato di bocca in bocca`,
  help: "Le frecce portano da persona a persona: su verso la fonte, giù verso chi l’ha avuto da lei, a destra e a sinistra fra loro. Invio tiene la selezione, Esc la lascia, più e meno ingrandiscono e riducono, zero adatta.",
  ring: (hop) => ["", "1 · bipolare", "2 · tripolare", "3+ · multipolare"][hop],
  hops: ["Il mittente", "Bipolare · salto 1", "Tripolare · salto 2", "Multipolare · salto 3 e oltre", "Fonte non nota"],
  hop: (hop) => (hop === 0 ? "mittente" : `salto ${hop}`),
  evidence: ["provato", "osservato", "dichiarato", "dedotto"],
  evidenceMeans: [
    "Un nostro link o codice porta con sé la fonte.", "Lo dice la piattaforma.", "L’ha detto la persona stessa.",
    "Probabile, da chi segue chi e quando; con una probabilità.",
  ],
  kinds: ["pubblicato", "rilanciato", "citato", "risposto", "menzionato", "messo mi piace", "visitato", "convertito", "ripreso dai media"],
  simulated: "simulato", simulatedMeans: "Queste persone e questi atti sono simulati.",
  shown: (shown, total) => `${shown} persone su ${total}: le catene intere dei rami più grandi`,
  people: (n, text) => (n === 1 ? "1 persona" : `${text} persone`),
  play: "Rivedi", pause: "Pausa", speed: "Velocità", pace: "Passo", clock: "a orologio", even: "atto per atto",
  time: "Momento della replica", acts: "Atti nel tempo", colour: "Colore", byPlatform: "piattaforma", byHop: "salto", byKind: "tipo di atto",
  legend: "Che cosa si vede", hopsTitle: "Salti", platformsTitle: "Piattaforma", evidenceTitle: "Evidenza", kindsTitle: "Tipo di atto",
  size: "Grandezza: quante persone dipendono da una persona", ringMark: "Anello sottile: ha agito più di una volta",
  wheel: "La rotella ingrandisce dopo un clic sulla mappa, o con Ctrl; sul telefono, due dita.",
  shortened: "Se il primo anello è affollato, le linee di chi non l’ha passato a nessuno sono accorciate.",
  find: "Cerca una persona", none: "Nessuno con questo nome.", fit: "Adatta", zoomIn: "Ingrandisci", zoomOut: "Riduci",
  full: "Schermo intero", leaveFull: "Esci da schermo intero", png: "PNG", svg: "SVG", save: "Salva come",
  overview: "La diffusione fin qui", promoters: "Da chi dipende di più", promotersNote: "persone che l’hanno avuto attraverso di loro",
  noPromoters: "Nessuno l’ha ancora passato oltre il primo anello.",
  chain: "Come è arrivato", below: "Che cosa ne dipende", nobody: "Da qui non l’ha avuto nessuno, per quanto si vede.",
  clear: "Mostra tutti", open: "Apri il profilo", direct: "direttamente", all: "in tutto", through: (n) => `${n} dipendono da lei`,
  more: (n) => `e altre ${n}`, also: (n) => (n === 1 ? "e ha agito un’altra volta" : `e ha agito altre ${n} volte`),
  adrift: "fonte non nota", empty: "Nessuno ha ancora passato questo messaggio. Quando qualcuno lo farà, comparirà intorno al mittente.",
  chance: (p) => `probabile al ${p}`, hopColumn: "Salto", peopleColumn: "Persone", until: "fino a",
  times: (zone) => `Gli orari sono quelli di ${zone}.`,
};

/**
 * The words of `lang` ("it" or "en"), with number and time formats.
 *
 * Times always carry their zone: `zone` (an IANA name), or the browser's own where none is given.
 */
export function words(lang, zone) {
  const locale = lang === "it" ? "it" : "en-GB";
  const number = new Intl.NumberFormat(locale, { useGrouping: "always" });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const moment = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short", timeZone: zone || undefined };
  const lately = new Intl.DateTimeFormat(locale, moment);
  const longAgo = new Intl.DateTimeFormat(locale, { ...moment, year: "numeric" });
  const year = new Intl.DateTimeFormat("en", { year: "numeric", timeZone: zone || undefined });
  const thisYear = year.format(new Date());
  return {
    ...(lang === "it" ? IT : EN), lang, zone: lately.resolvedOptions().timeZone,
    number: (n) => number.format(n),
    percent: (p) => share.format(p),
    at(seconds) {
      const when = new Date(seconds * 1000);
      return (year.format(when) === thisYear ? lately : longAgo).format(when);
    },
  };
}
