"use client";
// Rendered on the server, and again in the page, which has to get the same text.
import { useEffect, useState } from "react";
import { fitHere } from "../fit.js";
import { fitInWorker } from "../fitInWorker.js";

export default function Client() {
  const [text, setText] = useState("");
  useEffect(() => {
    fitInWorker().then(setText, (error) => setText(String(error)));
  }, []);
  return (
    <>
      <p id="client">{fitHere()}</p>
      <p id="worker">{text}</p>
    </>
  );
}
