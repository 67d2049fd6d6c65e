// Keeps what is drawn in bitmaps, so that a replay draws only who is new and a gesture moves what is there.
import * as paint from "./paint.js";

const sheet = () => document.createElement("canvas").getContext("2d");

/**
 * The settled picture: `sync` brings it to `count` events under a transform, drawing no more than it must.
 *
 * `style()` gives {scheme, colours, alpha, short}; `shown(node)` says whether the legend lets a person through.
 */
export function layers(model, { style, shown }) {
  const under = sheet();
  const over = sheet();
  let count = 0;
  let view = null;
  let stale = true;

  function reset(width, height, transform, ratio) {
    for (const context of [under, over]) {
      if (context.canvas.width !== width || context.canvas.height !== height) {
        context.canvas.width = width;
        context.canvas.height = height;
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
      context.setTransform(transform.k * ratio, 0, 0, transform.k * ratio, transform.x * ratio, transform.y * ratio);
    }
    view = { transform, ratio };
    count = 0;
    stale = false;
  }

  function add(to) {
    const fresh = [];
    const repeated = [];
    for (const event of model.events.slice(count, to)) {
      if (shown(event.node)) (event.first ? fresh : repeated).push(event.node);
    }
    count = to;
    const how = { ...style(), zoom: view.transform.k };
    paint.links(under, fresh, how);
    paint.dots(over, fresh, how);
    paint.again(over, repeated, how);
  }

  return {
    /** Whether the bitmaps were drawn under this very transform. */
    crisp: (transform) => !stale && view !== null && view.transform === transform,
    forget: () => { stale = true; },
    sync(to, { width, height, transform, ratio }) {
      if (stale || !view || view.transform !== transform || to < count || under.canvas.width !== width || under.canvas.height !== height) {
        reset(width, height, transform, ratio);
      }
      if (to > count) add(to);
    },
    /** Copies the picture onto `context`, moved to `transform` where it was drawn under another. */
    copy(context, transform, ratio) {
      if (!view) return;
      const k = transform.k / view.transform.k;
      context.setTransform(k, 0, 0, k, (transform.x - view.transform.x * k) * ratio, (transform.y - view.transform.y * k) * ratio);
      context.drawImage(under.canvas, 0, 0);
      context.drawImage(over.canvas, 0, 0);
    },
  };
}
