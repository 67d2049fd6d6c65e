// What the composer does in the browser beyond a form: it counts as the platforms do while a person writes,
// saves by itself, puts words in at the caret, and hands files over as soon as they are chosen.
import { counting } from "./counting.js";
import { inserting } from "./inserting.js";
import { parts } from "./parts.js";
import { saving } from "./saving.js";
import { sure } from "./sure.js";
import { taking } from "./taking.js";
import { watching } from "./watching.js";
import { when } from "./when.js";

const desk = document.querySelector("[data-desk]");
if (desk) {
  counting(desk);
  inserting(desk);
  parts(desk);
  saving(desk);
  when(desk);
}
taking();
sure();
watching();
