// Places people on rings by hop: the sender in the middle, children near their parent's angle, crowds in lanes.

const DOT = 2.5;
const PITCH = 6.2;
const TURN = 2 * Math.PI;

/** Gives every node {x, y, r, angle, radius} and returns {radius, rings: [{hop, radius}]}. */
export function layout(model) {
  const { nodes, roots } = model;
  sizeDots(nodes);
  const rings = ringsOf(nodes);
  const inner = roomFor(rings, roots.length);
  share(roots, inner);
  return stack(rings, inner, roots);
}

// A dot's area grows with what hangs on the person; the largest is held so that one promoter hides nobody.
function sizeDots(nodes) {
  const most = nodes.reduce((max, node) => (node.hop > 0 ? Math.max(max, node.below) : max), 1);
  const growth = Math.min(1.9, 15 / Math.sqrt(most));
  const senders = nodes.filter((node) => !node.parent && !node.adrift).length;
  for (const node of nodes) {
    const sender = !node.parent && !node.adrift;
    node.r = sender ? Math.max(DOT + 1, 11 / Math.sqrt(senders)) : DOT + growth * Math.sqrt(node.below);
  }
}

function ringsOf(nodes) {
  const rings = new Map();
  for (const node of nodes) {
    const hop = node.parent ? Math.max(1, node.hop) : 0;
    node.ring = hop;
    if (!rings.has(hop)) rings.set(hop, []);
    rings.get(hop).push(node);
  }
  return new Map([...rings].sort((a, b) => a[0] - b[0]));
}

// First guess of each ring's inner radius, from how many people it must hold; `stack` lets a ring grow outward.
function roomFor(rings, roots) {
  const inner = new Map();
  let edge = roots > 1 ? Math.max(26, roots * 3.4) : 12;
  for (const [hop, crowd] of rings) {
    if (hop === 0) { inner.set(0, roots > 1 ? edge : 0); continue; }
    const start = edge + gap(hop, crowd.length);
    inner.set(hop, start);
    edge = Math.sqrt(start * start + (crowd.length * PITCH * PITCH * 2.1) / Math.PI);
  }
  return inner;
}

const gap = (hop, crowd) => (hop === 1 ? 52 + 1.5 * Math.sqrt(crowd) : Math.max(16, 50 * 0.88 ** (hop - 2)));

// Angles: each branch gets a share of its parent's arc by what hangs on it, no wider than it has need of.
function share(roots, inner) {
  const total = roots.reduce((sum, root) => sum + weight(root), 0) || 1;
  let start = -Math.PI;
  for (const root of roots) {
    const arc = (TURN * weight(root)) / total;
    root.angle = start + arc / 2;
    root.arc = arc;
    start += arc;
  }
  const down = [...roots];
  for (let k = 0; k < down.length; k++) {
    spread(down[k], inner);
    down.push(...down[k].children);
  }
}

const weight = (node) => (node.branch + 1) ** 0.82;

function spread(node, inner) {
  const { children } = node;
  if (!children.length) return;
  const arc = node.parent ? Math.min(node.arc, need(node, inner)) : node.arc;
  const leaves = children.filter((child) => !child.children.length);
  const branches = children.filter((child) => child.children.length);
  const room = (arc * (inner.get(children[0].ring) ?? 60)) / (PITCH * 2.4);
  if (leaves.length <= room * 0.45 || !branches.length) divide(children, node.angle - arc / 2, arc);
  else {
    // A crowd that passed it to nobody shares the arc with the branches instead of pushing them together.
    divide(branches, node.angle - arc / 2, arc);
    divide(leaves, node.angle - arc / 2, arc);
  }
}

function divide(children, from, arc) {
  const total = children.reduce((sum, child) => sum + weight(child), 0);
  let start = from;
  for (const child of children) {
    child.arc = (arc * weight(child)) / total;
    child.angle = start + child.arc / 2;
    start += child.arc;
  }
}

function need(node, inner) {
  const radius = inner.get(node.ring + 1) ?? (inner.get(node.ring) ?? 60) + 30;
  const lanes = 1 + Math.sqrt(node.branch) / 7;
  return Math.max(0.16 + (node.branch * PITCH * 2.6) / (radius * lanes), node.children.length > 1 ? 0.22 : 0);
}

// Large dots first, then everyone takes the innermost free place at their angle: crowds bulge, they never blot.
function stack(rings, inner, roots) {
  const taken = new Map();
  const drawn = [];
  const alone = roots.filter((root) => !root.adrift).length === 1;
  let edge = 0;
  for (const [hop, crowd] of rings) {
    const base = hop === 0 ? inner.get(0) : Math.max(inner.get(hop), edge + gap(hop, crowd.length) * 0.6);
    for (const node of crowd.sort((a, b) => b.r - a.r || a.i - b.i)) {
      if (hop === 0 && (roots.length === 1 || (alone && !node.adrift))) put(node, 0);
      else settle(node, base, taken);
      edge = Math.max(edge, node.radius + node.r);
    }
    if (hop > 0) drawn.push({ hop, radius: base });
  }
  return { radius: edge, rings: drawn };
}

const CELL = 16;
const key = (x, y) => Math.round(x / CELL) * 65536 + Math.round(y / CELL);

function settle(node, base, taken) {
  const wobble = ((Math.imul(node.i + 1, 2654435761) >>> 8) / 2 ** 24 - 0.5) * PITCH;
  for (let lane = 0; lane < 400; lane++) {
    const radius = base + lane * PITCH * 0.94 + Math.max(0, node.r - DOT);
    for (const side of [0, 1, -1]) {
      put(node, radius, (wobble * 0.6 + side * PITCH) / radius);
      if (free(node, taken)) return claim(node, taken);
    }
  }
  return claim(node, taken);
}

function put(node, radius, turn = 0) {
  const angle = node.angle + turn;
  node.radius = radius;
  node.turn = angle;
  node.x = radius * Math.cos(angle);
  node.y = radius * Math.sin(angle);
}

function free(node, taken) {
  const reach = Math.ceil((node.r + 18) / CELL);
  for (let dx = -reach; dx <= reach; dx++) {
    for (let dy = -reach; dy <= reach; dy++) {
      for (const other of taken.get(key(node.x + dx * CELL, node.y + dy * CELL)) ?? []) {
        const apart = node.r + other.r + 1.1;
        if ((node.x - other.x) ** 2 + (node.y - other.y) ** 2 < apart * apart) return false;
      }
    }
  }
  return true;
}

function claim(node, taken) {
  const cell = key(node.x, node.y);
  if (!taken.has(cell)) taken.set(cell, []);
  taken.get(cell).push(node);
}
