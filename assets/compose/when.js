/** Chooses "at a date" as soon as a day or an hour is given: nobody who did that means now. */
export function when(desk) {
  desk.addEventListener("input", (event) => {
    const at = desk.querySelector("#when-at");
    if (at && event.target.matches("[name=day], [name=time]")) at.checked = true;
  });
}
