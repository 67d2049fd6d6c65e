// Reads the picture's parallel arrays into the model everything else draws from: one node per person.

export const KINDS = ["publish", "reshare", "quote", "reply", "mention", "like", "visit", "conversion", "coverage"];
export const EVIDENCE = ["proved", "observed", "declared", "inferred"];

/** The class a hop belongs to: 0 the sender, 1 bipolar, 2 tripolar, 3 multipolar. */
export const polarity = (hop) => (hop > 3 ? 3 : hop < 0 ? 0 : hop);

/**
 * Turns a picture into a model.
 *
 * `nodes[k]` is a person: {i, row, person, name, url, hop, at, kind, channel, evidence, probability, branch,
 * below, parent (node or null), children (nodes), more (rows of the person's later acts)}; `events` lists every
 * act in time order as {at, node, first}. `branch` counts who hangs on a person's first act where it is drawn;
 * `below` is what the person brought in all, later acts included, as the table of promoters has it.
 */
export function read(picture) {
  const { people, acts } = picture;
  // Simulated people carry the word in their names; on the map one badge says it for all.
  const plain = (name) => (picture.simulated ? name.replace(/ \(simulated\)$/, "") : name);
  const rows = acts.who.length;
  const order = Array.from({ length: rows }, (_, row) => row).sort((a, b) => acts.at[a] - acts.at[b] || a - b);
  const ofPerson = new Map();
  const nodes = [];
  const events = [];
  for (const row of order) {
    const person = acts.who[row];
    let node = ofPerson.get(person);
    const first = !node;
    if (first) {
      node = {
        i: nodes.length, row, person, parent: null, children: [], more: [],
        name: plain(people.name[person] || people.id[person]), url: people.url?.[person] || "",
        hop: acts.hop[row], at: acts.at[row], kind: acts.kind[row], channel: acts.channel[row],
        evidence: acts.evidence[row], probability: acts.probability[row], branch: 0, below: people.subtree?.[person] ?? 0, adrift: false,
      };
      ofPerson.set(person, node);
      nodes.push(node);
    } else node.more.push(row);
    events.push({ at: acts.at[row], node, first });
  }
  const first = picture.message === null ? null : (nodes.find((node) => node.hop === 0) ?? null);
  for (const node of nodes) attach(node, acts, ofPerson, first);
  const roots = nodes.filter((node) => !node.parent);
  weigh(roots);
  const model = { nodes, roots, events, picture, byPerson: ofPerson, under: underneath(acts.parent) };
  // The ranking leaves the sender out, on whom everyone hangs.
  for (const root of roots) if (!root.adrift && !root.below) root.below = below(root, model).length;
  return {
    ...model,
    from: events.length ? events[0].at : picture.from,
    to: events.length ? events[events.length - 1].at : picture.to,
    platforms: picture.platforms?.length ? picture.platforms : [{ key: "", name: "" }],
    deepest: nodes.reduce((most, node) => Math.max(most, node.hop), 0),
  };
}

// A person hangs on whoever they first had it from; a circle (clocks that disagree) is cut where it closes.
// In the picture of one message, whoever neither published it nor has a known source is adrift: beside the sender,
// with no line, and said to be so.
function attach(node, acts, ofPerson, first) {
  const row = acts.parent[node.row];
  let parent = row >= 0 ? ofPerson.get(acts.who[row]) : null;
  for (let up = parent; up; up = up.parent) if (up === node) parent = null;
  if (!parent) {
    node.adrift = first !== null && node !== first && node.kind !== 0;
    return;
  }
  node.parent = parent;
  parent.children.push(node);
}

// People below each person, counted from the leaves up without recursion: chains can be thousands deep.
function weigh(roots) {
  const down = [...roots];
  for (let k = 0; k < down.length; k++) down.push(...down[k].children);
  for (let k = down.length - 1; k >= 0; k--) {
    const { parent } = down[k];
    if (parent) parent.branch += down[k].branch + 1;
  }
}

// The rows that came from each row.
function underneath(parents) {
  const under = new Map();
  parents.forEach((parent, row) => {
    if (parent < 0) return;
    if (under.has(parent)) under.get(parent).push(row);
    else under.set(parent, [row]);
  });
  return under;
}

/**
 * The acts from the first sender's down to the first act of `node`, both included.
 *
 * A step is {person (node), parent (the step before, or null)} with the place of the person and the kind, evidence,
 * probability and time of that very act: who passed it on late did so by a later act than their first.
 */
export function chain(node, { picture: { acts }, byPerson }) {
  const rows = [];
  for (let row = node.row; row >= 0 && rows.length < acts.who.length; row = acts.parent[row]) rows.unshift(row);
  const steps = [];
  for (const row of rows) {
    const person = byPerson.get(acts.who[row]);
    steps.push({
      ...person, person, parent: steps[steps.length - 1] ?? null,
      kind: acts.kind[row], evidence: acts.evidence[row], probability: acts.probability[row], at: acts.at[row], channel: acts.channel[row],
    });
  }
  return steps;
}

/** Everyone whose first act has an act of `node` among its ancestors, nearest first, each once. */
export function below(node, { picture: { acts }, byPerson, under }) {
  const found = [];
  const met = new Set([node.row, ...node.more]);
  for (const above of met) {
    for (const row of under.get(above) ?? []) {
      met.add(row);
      const person = byPerson.get(acts.who[row]);
      if (person.row === row && person !== node) found.push(person);
    }
  }
  return found;
}

/** How many of `nodes` stand at each hop, as [{hop, people}] from the lowest hop. */
export function byHop(nodes) {
  const counts = new Map();
  for (const { hop } of nodes) counts.set(hop, (counts.get(hop) ?? 0) + 1);
  return [...counts].sort((a, b) => a[0] - b[0]).map(([hop, people]) => ({ hop, people }));
}
