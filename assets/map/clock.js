// The time slider: a histogram of acts as its scale, play and pause, speed, and two ways of pacing.
import { html, svg } from "./element.js";
import { polarity } from "./picture.js";

const BINS = 90;
const WHOLE = 18; // seconds a replay takes at single speed

/** How many events have happened by `now`. */
export function upto(events, now) {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].at <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

function histogram({ events, from, to }) {
  const bins = Array.from({ length: BINS }, () => [0, 0, 0, 0]);
  for (const { at, node } of events) {
    const k = Math.min(BINS - 1, Math.floor(((at - from) / (to - from || 1)) * BINS));
    bins[k][polarity(node.hop)] += 1;
  }
  const most = Math.max(1, ...bins.map((bin) => bin[0] + bin[1] + bin[2] + bin[3]));
  const bars = svg("svg", { class: "ppm-histogram", viewBox: `0 0 ${BINS} 24`, preserveAspectRatio: "none", "aria-hidden": "true" });
  bins.forEach((bin, k) => {
    const whole = bin[0] + bin[1] + bin[2] + bin[3];
    let top = 24;
    bin.forEach((count, hop) => {
      if (!count) return;
      // The square root lets a quiet afternoon be seen beside the first burst.
      const height = Math.sqrt(whole / most) * 23 * (count / whole);
      top -= height;
      bars.append(svg("rect", { x: k + 0.08, y: top.toFixed(2), width: 0.84, height: height.toFixed(2), class: `ppm-hop${hop}` }));
    });
  });
  bars.append(svg("rect", { class: "ppm-later", x: 0, y: 0, width: 0, height: 24 }));
  return bars;
}

/** Builds the slider for `model`; calls `moved(now)` with the time to show, in epoch seconds. */
export function clock(model, words, { still, moved }) {
  const { from, to, events } = model;
  const span = to - from;
  const bars = histogram(model);
  const later = bars.lastChild;
  const slider = html("input", {
    type: "range", min: 0, max: 1000, step: 1, value: 1000, class: "ppm-slider", "aria-label": words.time, oninput: () => go(from + (slider.value / 1000) * span, true),
  });
  const stamp = html("output", { class: "ppm-stamp" });
  const play = html("button", { type: "button", class: "ppm-button ppm-play", onclick: () => (ticking ? stop() : start()) });
  const speed = html("select", { class: "ppm-select", "aria-label": words.speed },
    ...[0.5, 1, 2, 4].map((x) => html("option", { value: x, selected: x === 1 }, `${words.number(x)}×`)));
  const pace = html("select", { class: "ppm-select", "aria-label": words.pace },
    html("option", { value: "clock" }, words.clock), html("option", { value: "even" }, words.even));
  let now = to;
  let ticking = 0;
  let last = 0;

  function go(time, byHand = false) {
    now = Math.min(to, Math.max(from, time));
    const share = span ? (now - from) / span : 1;
    if (!byHand) slider.value = Math.round(share * 1000);
    later.setAttribute("x", share * BINS);
    later.setAttribute("width", Math.max(0, (1 - share) * BINS));
    stamp.textContent = words.at(now);
    slider.setAttribute("aria-valuetext", words.at(now));
    moved(now);
  }

  function start() {
    if (now >= to) go(from);
    last = performance.now();
    ticking = requestAnimationFrame(tick);
    face();
  }

  function stop() {
    cancelAnimationFrame(ticking);
    ticking = 0;
    face();
  }

  function tick(time) {
    const wait = still() ? 500 : 0;
    if (time - last >= wait) {
      const part = ((time - last) / 1000 / WHOLE) * Number(speed.value);
      last = time;
      go(pace.value === "clock" ? now + part * span : evenly(part));
    }
    if (now >= to) stop();
    else ticking = requestAnimationFrame(tick);
  }

  // Act by act: every act takes the same time on screen, so that nights pass quickly and bursts can be followed.
  let carry = 0;
  function evenly(part) {
    carry += part * events.length;
    const steps = Math.floor(carry);
    if (!steps) return now;
    carry -= steps;
    const next = upto(events, now) + steps - 1;
    return next >= events.length ? to : events[next].at;
  }

  function face() {
    play.textContent = ticking ? words.pause : words.play;
    play.setAttribute("data-on", ticking ? "pause" : "play");
  }

  face();
  const element = html("div", { class: "ppm-clock" },
    play,
    html("div", { class: "ppm-track" }, bars, slider,
      html("div", { class: "ppm-ends" }, html("span", {}, words.at(from)), html("span", {}, words.at(to)))),
    html("div", { class: "ppm-pacing" }, stamp, speed, pace));
  return { element, go, start, stop, playing: () => Boolean(ticking) };
}
