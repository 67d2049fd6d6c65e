// What the inbox does in the browser beyond links and forms: it looks for what is new, counts an answer as its
// platform does, puts saved words in, and is worked with the keyboard.
import { keys } from "./keys.js";
import { reply } from "./reply.js";
import { watch } from "./watch.js";

watch();
reply();
if (document.querySelector("[data-inbox]")) keys();
