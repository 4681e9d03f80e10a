// Colours that the colour-blind can tell apart (Okabe, Ito 2008), darker or lighter by theme: style.css has them. What matters is labelled besides.
export const colours = {
  ink: "var(--ink)",
  faint: "var(--faint)",
  line: "var(--line)",
  blue: "var(--blue)",
  orange: "var(--orange)",
  green: "var(--green)",
  purple: "var(--purple)",
  sky: "var(--sky)",
  amber: "var(--amber)",
  red: "var(--red)",
  grey: "var(--grey)",
} as const;

const CYCLE = ["blue", "orange", "green", "purple", "sky", "amber", "red", "grey"] as const;

/** the colour of thing number k */
export const hue = (k: number): string => colours[CYCLE[k % CYCLE.length]];
