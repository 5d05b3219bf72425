// What the objects of the test harness have on disk. Their class is not one that the harness could ask, so its files are read.

import { cp, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const RECENT = 30 * 60_000;

// All but the runtime's own, with moments that are too large for JavaScript's numbers.
const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND substr(name, 1, 1) <> '_'";

/** Every cell of every table of a database, by the names of its tables. Of a copy: the runtime has the file open. */
async function cells(folder, file) {
  const copy = await mkdtemp(join(tmpdir(), "lutin-stored-"));
  try {
    for (const ending of ["", "-wal"]) await cp(join(folder, file + ending), join(copy, file + ending)).catch(() => {});
    const database = new DatabaseSync(join(copy, file));
    const tables = database.prepare(TABLES).all();
    const contents = tables.map(({ name }) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]);
    database.close();
    return Object.fromEntries(contents);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function databases(folder) {
  const files = await readdir(folder).catch(() => []);
  const own = files.filter((file) => file.endsWith(".sqlite") && file !== "metadata.sqlite");
  return Promise.all(own.map((file) => cells(folder, file)));
}

/** The tables of a session's object and of its merchant's, if that harness has only one; `null` when nothing is stored of it. */
export async function stored(session) {
  for (const name of await readdir(tmpdir())) {
    const objects = join(tmpdir(), name, "do");
    const recent = name.startsWith("miniflare-") && (await stat(objects).catch(() => null));
    if (!recent || Date.now() - recent.mtimeMs > RECENT) continue;
    const found = (await databases(join(objects, "lutingenie-SessionDo"))).find((it) => JSON.stringify(it).includes(session));
    if (found) return { session: found, merchant: (await databases(join(objects, "lutingenie-MerchantDo")))[0] };
  }
  return null;
}
