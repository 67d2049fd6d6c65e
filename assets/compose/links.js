// Finds the web addresses and the mentions in a text, as the platforms that count them apart find them.
// The twin of src/passaparola/connectors/links.py, which says where each rule comes from.
import endings from "../../src/passaparola/connectors/endings.json";

// A pattern for any of the names, the longest first, that looks at each letter once.
function tree(names) {
  const rest = new Map();
  for (const [first, ...end] of names) {
    if (first !== undefined) rest.set(first, [...(rest.get(first) ?? []), end]);
  }
  if (!rest.size) return "";
  const branches = [...rest].map(([first, ends]) => first + tree(ends)).join("|");
  return `(?:${branches})${names.some((name) => !name.length) ? "?" : ""}`;
}

const space = "\\t-\\r \\x85\\xa0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const turns = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
const never = "\\ufffe\\ufeff\\uffff";
const accents =
  "\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u024f\\u0253\\u0254\\u0256\\u0257\\u0259\\u025b\\u0263\\u0268\\u026f\\u0272\\u0289\\u028b" +
  "\\u02bb\\u0300-\\u036f\\u1e00-\\u1eff";

// A host, in text whose A to Z are folded to a to z.
const letter = `[^!'#%&()*+,\\\\\\-./:;<=>?@\\[\\]^_{|}~$\\x00-\\x1f\\x7f${space}${never}${turns}]`;
const top = `(?:${tree(endings)}(?=[^0-9a-z@+\\-]|$)|xn--[0-9a-z\\-]+)`;
const host =
  `(?:${letter}(?:(?:${letter}|[_\\-]){0,61}${letter})?\\.){0,126}` +
  `${letter}(?:(?:${letter}|-){0,61}${letter})?\\.${top}`;
const plainHost = new RegExp(`(?:[a-z0-9\\-${accents}]+\\.)+${top}`, "gu");
const shortened =
  /https?:\/\/t\.co\/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/uy;
const slug = 40;

const address = (scheme, path, end, query, queryEnd) => {
  const brackets = `\\((?:${path}+(?:\\(${path}+\\)${path}*)?|\\(${path}+\\)${path}*)\\)`;
  return new RegExp(
    `(^|[^A-Za-z0-9@＠$#＃${never}])((?:${scheme})://)?(${host})(?::[0-9]+)?` +
      `(/(?:(?:${path}|${brackets})*(?:${end}|${brackets}))?)?(?:\\?${query}*${queryEnd})?`,
    "gu",
  );
};

const beyondAscii = "\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\uffef\\u{10000}-\\u{10fffd}";
const dialects = {
  x: address(
    "https?",
    `[a-z0-9!*';:=+,.$/%#\\[\\]\\-\\u2013_~@|&\\u0400-\\u04ff${accents}]`,
    `[+\\-a-z0-9=_#/\\u0400-\\u04ff${accents}]`,
    "[a-z0-9!?*'@();:&=+$/%#\\[\\]\\-_.,~|]",
    "[a-z0-9\\-_&=#/]",
  ),
  mastodon: address(
    "https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini",
    `[^${space}<>()?]`,
    `[^${space}()?!*"'「」<>;:=,.$%\\[\\]~&|@]`,
    `[a-z0-9!?*'();:&=+$/%#\\[\\]\\-_.,~|@^${beyondAscii}]`,
    `[a-z0-9_&=#/\\-${beyondAscii}]`,
  ),
};

const word = "[\\p{L}\\p{M}\\p{Nd}\\p{Pc}]";
const mention = new RegExp(
  `(^|(?!${word})[^=/])(@[a-z0-9_](?:[a-z0-9_.\\-]*[a-z0-9_])?)(@(?:${word}|[.\\-])+${word})?`,
  "gu",
);
const noMentionBefore = new RegExp(`[@＠${accents}]|://`, "uy");

// A to Z as a to z and everything else as it is, so that places stay the same.
const folded = (text) => text.replace(/[A-Z]+/g, (found) => found.toLowerCase());

const matches = (pattern, text, at) => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

function endOf(low, start, end) {
  const short = matches(shortened, low, start);
  if (!short) return end;
  return short[1].length <= slug ? start + short[0].length : 0;
}

// The places of the web addresses that the platform counts as `counted`: [from, to, what counts].
export function addresses(text, dialect, counted) {
  const low = folded(text);
  const spans = [];
  for (const found of low.matchAll(dialects[dialect])) {
    const [whole, before, scheme, name, path] = found;
    const start = found.index + before.length;
    const finish = found.index + whole.length;
    if (scheme) {
      const end = endOf(low, start, finish);
      if (end) spans.push([start, end, counted]);
    } else if (dialect === "x" && !/[-_./]$/.test(before)) {
      const plain = [...name.matchAll(plainHost)];
      plain.forEach((each, i) => {
        const end = path && i === plain.length - 1 ? finish : start + each.index + each[0].length;
        spans.push([start + each.index, end, counted]);
      });
    }
  }
  return spans;
}

// The places of the mentions of people on other servers; what counts of each is @name.
export function mentions(text) {
  const low = folded(text);
  const spans = [];
  for (const found of low.matchAll(mention)) {
    const end = found.index + found[0].length;
    if (!found[3] || matches(noMentionBefore, low, end)) continue;
    const start = found.index + found[1].length;
    spans.push([start, end, text.slice(start, start + found[2].length)]);
  }
  return spans;
}

// The text with what counts in the place of each span; of two that overlap, the first stands.
export function rewritten(text, spans) {
  let done = 0;
  let made = "";
  for (const [start, end, counted] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (start < done) continue;
    made += text.slice(done, start) + counted;
    done = end;
  }
  return made + text.slice(done);
}
