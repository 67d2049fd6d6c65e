// What the composer does in the browser: it counts as the platforms do while a person writes. A field marked
// `data-compose-count` names the element that holds its platform's rules (JSON); how much of each limit is
// used, and what is wrong, is told in a `measured` event.
import { check, used } from "./measure.js";

const rulesOf = (field) => JSON.parse(document.getElementById(field.dataset.composeCount).textContent);

function tell(field) {
  const rules = rulesOf(field);
  const detail = { platform: rules.platform, used: used(field.value, rules), faults: check({ text: field.value }, rules) };
  field.dispatchEvent(new CustomEvent("measured", { bubbles: true, detail }));
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.composeCount) tell(event.target);
});
