/** Light, dark or as the system has it; remembered on this device (public/theme.js sets it before the first paint). */
import { computed, ref } from "vue";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const STORED = "pixels.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = ref(system.matches);
system.addEventListener("change", (event) => (systemIsDark.value = event.matches));

const theme = ref<Theme>(readTheme());
const isDark = computed(() => theme.value === "dark" || (theme.value === "system" && systemIsDark.value));

function readTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

function setTheme(chosen: Theme): void {
  theme.value = chosen;
  document.documentElement.classList.remove("light", "dark");
  if (chosen === "system") {
    localStorage.removeItem(STORED);
    return;
  }
  document.documentElement.classList.add(chosen);
  localStorage.setItem(STORED, chosen);
}

export function useTheme() {
  return { theme, isDark, setTheme, toggle: () => setTheme(isDark.value ? "light" : "dark") };
}
