/* Before the first paint: the theme and the language chosen on this device, so that nothing flashes. */
(function () {
  try {
    var theme = localStorage.getItem("pixels.theme");
    var language = localStorage.getItem("pixels.language");
    if (theme === "light" || theme === "dark") document.documentElement.classList.add(theme);
    if (language) document.documentElement.lang = language === "zh" ? "zh-CN" : language;
  } catch (error) {
    /* A private window without storage: the system's theme is used. */
    void error;
  }
})();
