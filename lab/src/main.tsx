import { render } from "preact";
import { App } from "./app.js";

const place = document.getElementById("lab") as HTMLElement;
place.replaceChildren();
render(<App />, place);
