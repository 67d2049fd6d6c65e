// What pages do beyond links and forms: partial updates, the theme, definitions on hover, a file dropped in.
import htmx from "htmx.org";
import { definitions } from "./definitions.js";
import { drop } from "./drop.js";
import { news } from "./news.js";
import { theme } from "./theme.js";

// The content policy allows neither inline styles nor evaluated strings.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
globalThis.htmx = htmx;

theme();
definitions();
drop();
news();
