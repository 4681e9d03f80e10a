// A server component, rendered anew for every request, with a client component in it.
import { fitHere } from "../fit.js";
import Client from "./client.jsx";

export const dynamic = "force-dynamic";

export default function Page() {
  return (
    <>
      <p id="server">{fitHere()}</p>
      <Client />
    </>
  );
}
