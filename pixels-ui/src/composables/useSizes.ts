/** Bytes as people read them: "3.1 MB", with the language's own decimal sign. */
import { useI18n } from "vue-i18n";
import { numberLocale } from "./dates";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

export function useSizes(): (bytes: number) => string {
  const { locale } = useI18n();
  return (bytes) => formatBytes(bytes, locale.value);
}

export function formatBytes(bytes: number, locale: string): string {
  const step = bytes > 0 ? Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const value = bytes / 1000 ** step;
  const options = { style: "unit", unit: UNITS[step], unitDisplay: step === 0 ? "narrow" : "short" } as const;
  const digits = step === 0 || value >= 10 ? 0 : 1;
  return new Intl.NumberFormat(numberLocale(locale), { ...options, maximumFractionDigits: digits }).format(value);
}
