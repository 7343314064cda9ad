/** Dates and durations as a language writes them. */
export interface Times {
  /** A moment, given in seconds since the epoch. */
  readonly moment: (seconds: number) => string;
  /** The time of day, given in seconds since the epoch. */
  readonly clock: (seconds: number) => string;
  /** A length of time in seconds, in the largest unit or two that matter. */
  readonly length: (seconds: number) => string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export function times(language: string): Times {
  const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const clocks = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  const amount = (value: number, unit: "hour" | "minute" | "second"): string =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(value);
  return {
    moment: (seconds) => moments.format(new Date(seconds * 1000)),
    clock: (seconds) => clocks.format(new Date(seconds * 1000)),
    length: (seconds) => {
      const whole = Math.max(0, Math.round(seconds));
      if (whole < MINUTE) return amount(whole, "second");
      const hours = Math.floor(whole / HOUR);
      const minutes = Math.floor((whole % HOUR) / MINUTE);
      if (hours === 0) return amount(minutes, "minute");
      return minutes === 0 ? amount(hours, "hour") : `${amount(hours, "hour")} ${amount(minutes, "minute")}`;
    },
  };
}
