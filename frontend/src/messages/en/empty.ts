export const empty = {
  title: "No events match",
  fresh: "There are no events yet",
  freshHelp:
    "Import a file with “whodid import FILE”, or send events to /api/v1/events. They show up here at once.",
  longer: "Search everything that is kept",
  clearFilters: "Clear the filters",
  clearAll: "Clear the whole search",
  advice: "Try fewer words, part of a name with a star (min*), or a longer period.",
};
