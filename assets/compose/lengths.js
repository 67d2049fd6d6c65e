// How long a text is, as the platforms count it. The twin of src/passaparola/connectors/lengths.py.
import { addresses, mentions as mentioned, rewritten } from "./links.js";

const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;
const unseen =
  /^[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2800\u3000\p{Default_Ignorable_Code_Point}]*$/u;
const ones = /[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/gu;
const picture = "(?![©®™])\\p{Extended_Pictographic}(?:\\ufe0f|[\\u{1f3fb}-\\u{1f3ff}])?";
const emoji = new RegExp(
  "\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3" +
    `|${picture}(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f})?(?:\\u200d${picture})*`,
  "gu",
);

let segmenter;
const graphemes = (text) => {
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
};

const characters = (text) => [...text].length;

const weighted = (text) => {
  const plain = text.replace(emoji, "\u{1f600}");
  return 2 * characters(plain) - (plain.match(ones) ?? []).length;
};

const counts = {
  grapheme: graphemes,
  character: characters,
  "utf-16 unit": (text) => text.length,
  byte: (text) => new TextEncoder().encode(text).length,
  weighted,
};

// Whether the text can be sent at all: half a surrogate pair is no character.
export const writable = (text) => !lone.test(text);

// Whether nothing of the text would be seen.
export const blank = (text) => unseen.test(text);

// How many of `unit` the text counts: `link` is what every web address counts (null: its own length); of a
// mention only the name counts where `mentions` is "local".
export function length(text, unit, { link = null, mentions = "whole" } = {}) {
  if (!writable(text)) throw new RangeError("the text holds half a character, which nobody can count or send");
  const counted = unit === "weighted" ? text.normalize("NFC") : text;
  const spans = mentions === "local" ? mentioned(counted) : [];
  if (link !== null) {
    spans.push(...addresses(counted, unit === "weighted" ? "x" : "mastodon", "x".repeat(link)));
  }
  return counts[unit](rewritten(counted, spans));
}
