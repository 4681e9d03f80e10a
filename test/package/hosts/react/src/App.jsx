import { useEffect, useMemo, useState } from "react";
import { fitHere } from "../fit.js";
import { fitInWorker } from "../fitInWorker.js";

export function App() {
  const here = useMemo(fitHere, []);
  const [there, setThere] = useState("");
  useEffect(() => {
    fitInWorker().then(setThere, (error) => setThere(String(error)));
  }, []);
  return (
    <>
      <p id="client">{here}</p>
      <p id="worker">{there}</p>
    </>
  );
}
