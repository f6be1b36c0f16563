// SPDX-License-Identifier: GPL-3.0-or-later
// Asks DuckDB (@duckdb/node-api, in node_modules of the folder it is started in) and prints how long it took:
//   node duckdb.mjs JOB.json
// JOB: { threads, runs, prepare: [sql …], questions: { name: sql … } }. Answer: { version, prepared: ms,
// questions: { name: { ms: [ … ], cpu: [ … ], rows: [[ … ]] } } }. Only the engine's own work is timed: its answer is complete in
// memory, and not yet values of this language.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
let duckdb;
try {
  duckdb = require('@duckdb/node-api');
} catch {
  console.log(JSON.stringify({ missing: true }));
  process.exit(0);
}
const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: String(job.threads) });
const connection = await instance.connect();
const milliseconds = async (sql) => {
  const begun = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const result = await connection.run(sql);
  const used = process.cpuUsage(cpu);
  return [Number(process.hrtime.bigint() - begun) / 1e6, result, (used.user + used.system) / 1e3];
};
const answer = { version: duckdb.version(), prepared: 0, questions: {} };
for (const sql of job.prepare) answer.prepared += (await milliseconds(sql))[0];
for (const [name, sql] of Object.entries(job.questions)) {
  const ms = [];
  const cpu = [];
  let last;
  for (let run = 0; run <= job.runs; ++run) {
    const [spent, result, used] = await milliseconds(sql);
    if (run > 0) ms.push(spent), cpu.push(used); // the first one warms up
    last = result;
  }
  answer.questions[name] = { ms, cpu, rows: await last.getRowsJson() };
}
console.log(JSON.stringify(answer));
