// A plot as the text of an SVG file that stands on its own: white ground, numbers to a hundredth of a pixel.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** Colours that the colour-blind can tell apart (Okabe, Ito 2008); what matters is labelled besides. */
export const colours = {
  black: "#222222",
  blue: "#0072b2",
  orange: "#d55e00",
  green: "#009e73",
  purple: "#aa4499",
  sky: "#56b4e9",
  amber: "#b87a00",
  grey: "#767676",
};

/** the options of Plot.plot, and what a reader who does not see the picture should know */
export function svg(options, description) {
  const { document } = parseHTML("<html><body></body></html>");
  const plot = Plot.plot({ document, style: { background: "white", color: colours.black, fontSize: "13px" }, ...options });
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", description);
  const text = plot.outerHTML.replace("</style>", '</style><rect width="100%" height="100%" fill="white"/>');
  const rounded = (places) => places.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
  return `${text.replace(/ (d|transform|[xy][12]?|c[xy]|width|height)="[^"]*"/g, rounded)}\n`;
}
