/** The keys of the table and of the tail, as the help tells them. */
export const keys = {
  title: "Keyboard",
  search: "Go to the search box",
  rows: "Next row, row before",
  cells: "Next value of the row, value before",
  open: "Open the event, or the burst",
  only: "Show only events with the chosen value",
  without: "Leave events with the chosen value out",
  copy: "Copy the chosen value, or the row",
  menu: "Actions of the row",
  pause: "Pause or resume Live",
  help: "This list",
  names: { space: "Space", enter: "Enter", menu: "Shift + F10" },
};
