// A picture of the page as a file that stands on its own.

const INHERITED = ["color", "font-family", "font-size"];

/** the text of an SVG file: a namespace, a ground, the colours that the page's variables stand for now */
export function svgOf(svg: SVGSVGElement, alternative: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const computed = getComputedStyle(svg);
  const ground = getComputedStyle(document.body).backgroundColor;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("aria-label", alternative);
  copy.style.background = "";
  for (const name of INHERITED) copy.style.setProperty(name, computed.getPropertyValue(name));
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: ground })) rect.setAttribute(name, value);
  copy.prepend(rect);
  const text = new XMLSerializer().serializeToString(copy);
  return text.replace(/var\((--[\w-]+)\)/g, (whole, name) => colourOf(name) || whole);
}

/** what a variable of the page is as a colour: light-dark() is resolved by an element that has it */
function colourOf(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** the same as dots, twice as many as the page shows */
export async function pngOf(svg: SVGSVGElement, alternative: string): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svgOf(svg, alternative)], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * svg.clientWidth;
    canvas.height = 2 * svg.clientHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("this browser made no PNG of the picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** hands the reader a file */
export function download(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
