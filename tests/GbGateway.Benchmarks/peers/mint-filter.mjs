// The mint-filter peer of the keyword benchmark: mint-filter.mjs WORDS, then a line a round; see ProcessPeer.cs. Seconds are CPU time.
// It is slow: of each file only the first megabyte is scanned, and the seconds scaled up.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as mint from 'mint-filter';

const Filter = mint.default?.default ?? mint.default ?? mint.MintFilter;
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
let start = cpu();
const filter = new Filter(readFileSync(process.argv[2], 'utf8').split('\n').filter(word => word));
console.log(`built in ${((cpu() - start) * 1000).toFixed(0)} ms, ${(process.memoryUsage().heapUsed / 1e6).toFixed(1)} MB`);
const most = 1 << 20;
for await (const line of createInterface({ input: process.stdin })) {
  const [seconds, ...files] = line.split(' ');
  for (const file of files) {
    const bytes = readFileSync(file), part = bytes.subarray(0, most).toString('utf8'), documents = [];
    for (let at = 0; at < part.length; at += 2048) documents.push(part.slice(at, at + 2048));
    const passes = [];
    for (let spent = 0; passes.length < 2 || spent < Number(seconds); spent += passes.at(-1)) {
      start = cpu();
      for (const document of documents) filter.filter(document);
      passes.push((cpu() - start) * bytes.length / Math.min(bytes.length, most));
    }
    console.log(passes.map(pass => pass.toFixed(6)).join(' '));
  }
}
