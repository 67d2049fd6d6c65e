// What pages do beyond links and forms: partial updates, the theme, definitions on hover, a file dropped in.
import htmx from "htmx.org";
import { definitions } from "./definitions.js";
import { drop } from "./drop.js";
import { links } from "./links.js";
import { menus } from "./menus.js";
import { news } from "./news.js";
import { passkeys } from "./passkeys.js";
import { theme } from "./theme.js";

// The content policy allows neither inline styles nor evaluated strings.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
globalThis.htmx = htmx;

theme();
definitions();
drop();
links();
menus();
news();
passkeys();
