// The calendar beyond links and forms: a chip dragged to another day or hour, filters that act when chosen, countries by name.
import { countries } from "./countries.js";
import { drag } from "./drag.js";
import { narrow } from "./narrow.js";

countries();
drag();
narrow();
