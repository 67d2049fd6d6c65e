// Walking the map from the keyboard: up to the source, down to those below, left and right among siblings.

function sideways(node, model, step) {
  const row = node.parent ? node.parent.children : model.roots;
  return row[(row.indexOf(node) + step + row.length) % row.length];
}

/** Listens on `canvas` and moves the selection of `state`. */
export function walk(canvas, state, { pick, view }) {
  const { model } = state;
  const biggest = (node) => [...node.children].sort((a, b) => b.below - a.below || a.at - b.at)[0] ?? node;
  const moves = {
    ArrowUp: (node) => node.parent ?? node,
    ArrowDown: biggest,
    ArrowLeft: (node) => sideways(node, model, -1),
    ArrowRight: (node) => sideways(node, model, 1),
    Home: () => model.roots[0],
    Enter: (node) => node,
    " ": (node) => node,
    Escape: () => null,
  };
  const views = { "+": () => view.by(1.4), "=": () => view.by(1.4), "-": () => view.by(1 / 1.4), 0: () => view.fit() };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = views[event.key] ?? (moves[event.key] && (() => {
      const from = state.selected ?? state.hover;
      pick(from || event.key === "Escape" ? moves[event.key](from) : model.roots[0]);
    }));
    if (!act) return;
    event.preventDefault();
    act();
  });
}
