// Sets the reader's own theme before the first paint. Without a choice the
// operating system's applies, by media query alone.
(function () {
  try {
    var theme = localStorage.getItem("whodid.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be closed to us; then the operating system's theme stands.
  }
})();
