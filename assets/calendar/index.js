// The calendar beyond links and forms: a chip dragged to another day or hour, filters that act when chosen.
import { drag } from "./drag.js";
import { narrow } from "./narrow.js";

drag();
narrow();
