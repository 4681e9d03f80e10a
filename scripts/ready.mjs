// What npm asks of a package before it is published, and what nobody can say but who publishes it. Called by prepublishOnly, in the folder of a package.
import { readFileSync } from "node:fs";

const { name, repository } = JSON.parse(readFileSync("package.json", "utf8"));
if (!/^git\+https:\/\/.+/.test(repository?.url ?? "")) {
  console.error(
    `${name}: package.json has ${repository ? `the repository ${JSON.stringify(repository)}` : "no repository"}, expected one with a URL like ` +
      "git+https://host/owner/name.git: npm leads the README's links there, and refuses --provenance without it. " +
      "Set it by npm pkg set repository.type=git repository.url=URL (and repository.directory=cli for shrinkage-cli)",
  );
  process.exitCode = 1;
}
