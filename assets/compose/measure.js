// Everything that is wrong with a post for a platform. The twin of src/passaparola/connectors/measure.py; `rules`
// are what measure.rules gave, the sentences among them in the reader's language.
import { blank, length as lengthOf, writable } from "./lengths.js";

const few = 2;
const mega = 1_000_000;
const tenth = 100_000;

const filled = (template, words) => template.replace(/\{(\w+)\}/g, (_, name) => words[name]);

const size = (count, up) => {
  if (count < mega) return `${count} B`;
  const tenths = up ? Math.ceil(count / tenth) : Math.floor(count / tenth);
  return `${Math.floor(tenths / 10)}.${tenths % 10} MB`;
};

const say = (forms, count) => forms[count === 1 ? 0 : 1];

// As lists are sorted on the server: by code points.
const sorted = (names) => [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

// What the words of a post count on the platform of `rules`; only there do links and mentions count apart.
export function length(text, unit, rules) {
  if (unit === "byte") return lengthOf(text, unit);
  const link = rules.limits.find((limit) => limit.key === "link")?.value ?? null;
  return lengthOf(text, unit, { link, mentions: rules.mentions });
}

// The limits a text has to keep on that platform, and how much of each is used: [{key, unit, limit, value}].
export function used(text, rules, { media = 0 } = {}) {
  if (!writable(text)) return [];
  const of = (key) => rules.limits.filter((limit) => limit.key === key);
  const limits = media && of("caption").length ? of("caption") : of("text");
  return limits.map(({ key, unit, value: limit }) => ({ key, unit, limit, value: length(text, unit, rules) }));
}

// All that is wrong with `draft`: [{field, key, limit, value, unit, message}].
export function check(draft, rules) {
  const faults = [];
  const of = (key) => rules.limits.filter((limit) => limit.key === key);
  const takes = (feature) => rules.takes.includes(feature);

  const fault = (rule, field, { key = rule, limit = 0, value = 1, unit = "", what = "", shown } = {}) => {
    const over = value - limit;
    const [has, most] = shown ?? [value, limit];
    const named = unit in rules.units ? say(rules.units[unit], limit) : unit;
    const words = { over, name: rules.name, limit: most, value: has, unit: named, what };
    faults.push({ field, key, limit, value, unit, message: filled(say(rules.words[rule], over), words) });
  };

  const longer = (text, key, field, { rule = key, what = "" } = {}) => {
    if (!writable(text)) return;
    for (const { unit, value: limit } of of(key)) {
      const value = field === "text" ? length(text, unit, rules) : lengthOf(text, unit);
      const told = unit === "byte" && `${rule} byte` in rules.words ? `${rule} byte` : rule;
      if (value > limit) fault(told, field, { key, limit, value, unit, what });
    }
  };

  const more = (value, key, field, { rule = key, what = "" } = {}) => {
    for (const { unit, value: limit } of of(key)) {
      const shown = rule === "bytes" ? [size(value, true), size(limit, false)] : undefined;
      if (value > limit) fault(rule, field, { key, limit, value, unit, what, shown });
    }
  };

  const { text = "", title = "", media = [], card, poll, options = {} } = draft;
  if (blank(text + title) && !(media.length || poll || draft.quotes || card)) fault("empty", "text", { limit: 1, value: 0 });
  for (const [field, words] of Object.entries({ text, title })) {
    if (!writable(words)) fault(`${field} halves`, field);
  }
  for (const medium of media) if (!writable(medium.alt ?? "")) fault("alt halves", "media", { what: medium.name });

  longer(text, media.length && of("caption").length ? "caption" : "text", "text", { rule: "text" });
  longer(title, "title", "title");

  const carried = {
    title,
    card,
    poll,
    quote: draft.quotes,
    // Where replies are taken, a thread is made of them.
    [draft.thread ? "thread" : "reply"]: draft.replies_to && !takes("reply"),
    language: draft.language,
    disclosure: draft.disclosure,
  };
  for (const [feature, there] of Object.entries(carried)) {
    if (there && !takes(feature)) fault(`${feature} taken`, feature);
  }

  // A platform that counts files without naming types takes all.
  const openTo = (mime) =>
    rules.mediaTypes.length ? rules.mediaTypes.includes(mime) : of("images").length + of("media").length > 0;
  const one = ({ kind, mime, name: what, alt = "", size: bytes, width, height, seconds }) => {
    if (kind !== "image" && !takes(kind)) fault(`${kind} taken`, "media", { what });
    else if (!openTo(mime)) fault("media type", "media", { what });
    if (alt && !takes("alt")) fault("alt taken", "media", { what });
    longer(alt, "alt", "media", { what });
    more(bytes, `${kind} bytes`, "media", { rule: "bytes", what });
    more((width ?? 0) * (height ?? 0), `${kind} pixels`, "media", { rule: "pixels", what });
    more(Math.ceil(seconds ?? 0), `${kind} seconds`, "media", { rule: "seconds", what });
  };
  more(media.filter((medium) => medium.kind === "image").length, "images", "media");
  more(media.length, "media", "media");
  media.forEach(one);
  if (card?.image) one(card.image);

  if (poll && takes("poll")) {
    const { choices } = poll;
    if (choices.length < few) fault("poll few", "poll", { limit: few, value: choices.length, unit: "choice" });
    more(choices.length, "poll choices", "poll");
    for (const choice of choices) longer(choice, "poll choice", "poll", { what: choice });
    more(poll.seconds, "poll seconds", "poll");
  }

  const known = rules.options.map((option) => option.key);
  for (const key of sorted(Object.keys(options).filter((each) => !known.includes(each)))) {
    fault("option unknown", "options", { key, what: key });
  }
  for (const { key, label, choices, required } of rules.options) {
    const value = options[key] ?? "";
    if (required && !value) fault("option missing", "options", { key, what: label });
    else if (value && choices.length && !choices.includes(value)) fault("option choice", "options", { key, what: label });
  }
  return faults;
}
