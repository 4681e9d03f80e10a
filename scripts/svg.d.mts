export const colours: Record<"black" | "blue" | "orange" | "green" | "purple" | "sky" | "amber" | "grey", string>;
/** the options of Plot.plot, and what a reader who does not see the picture should know */
export function svg(options: object, description: string): string;
