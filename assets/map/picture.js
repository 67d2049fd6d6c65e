// Reads the picture's parallel arrays into the model everything else draws from: one node per person.

export const KINDS = ["publish", "reshare", "quote", "reply", "mention", "like", "visit", "conversion", "coverage"];
export const EVIDENCE = ["proved", "observed", "declared", "inferred"];

/** The class a hop belongs to: 0 the sender, 1 bipolar, 2 tripolar, 3 multipolar. */
export const polarity = (hop) => (hop > 3 ? 3 : hop < 0 ? 0 : hop);

/**
 * Turns a picture into a model.
 *
 * `nodes[k]` is a person: {i, row, person, name, url, hop, at, kind, channel, evidence, probability, size,
 * parent (node or null), children (nodes), more (rows of the person's later acts)}; `events` lists every act
 * in time order as {at, node, first}.
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
        evidence: acts.evidence[row], probability: acts.probability[row], size: 1, below: 0, adrift: false,
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
  return {
    nodes, roots, events, picture,
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
    down[k].size = down[k].below + 1;
    if (parent) parent.below += down[k].size;
  }
}

/** The people from the first sender down to `node`, both included. */
export function chain(node) {
  const up = [];
  for (let step = node; step; step = step.parent) up.unshift(step);
  return up;
}

/** Everyone who hangs on `node`, nearest first. */
export function below(node) {
  const down = [...node.children];
  for (let k = 0; k < down.length; k++) down.push(...down[k].children);
  return down;
}

/** How many of `nodes` stand at each hop, as [{hop, people}] from the lowest hop. */
export function byHop(nodes) {
  const counts = new Map();
  for (const { hop } of nodes) counts.set(hop, (counts.get(hop) ?? 0) + 1);
  return [...counts].sort((a, b) => a[0] - b[0]).map(([hop, people]) => ({ hop, people }));
}
