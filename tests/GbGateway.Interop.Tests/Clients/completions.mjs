// The legacy completions API through the npm OpenAI SDK, over the recordings of openai-completions: a JSON line for each case.
//   node completions.mjs --base URL --material DIR --out FILE [--opts OPTIONS]      (run in the folder that has node_modules)
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const argument = (name, otherwise) => {
  const at = process.argv.indexOf('--' + name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const { OpenAI } = createRequire(path.join(process.cwd(), 'package.json'))('openai');
const base = argument('base');
const options = argument('opts', '');
const folder = path.join(argument('material'), 'api', 'openai-completions');
const lines = [];

async function read(client, streamed) {
  const answer = await client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: '你好', stream: streamed });
  if (!streamed) {
    return {
      choices: answer.choices.map(c => ({ text: c.text, finish: c.finish_reason, logprobs: c.logprobs?.tokens?.length })),
      usage: answer.usage, id: answer.id, model: answer.model,
    };
  }
  const seen = { text: {}, finish: [], chunks: 0 };
  for await (const chunk of answer) {
    seen.chunks++;
    if (chunk.usage) seen.usage = chunk.usage;
    for (const choice of chunk.choices) {
      seen.text[choice.index] = (seen.text[choice.index] ?? '') + choice.text;
      if (choice.finish_reason) seen.finish.push([choice.index, choice.finish_reason]);
    }
  }
  return seen;
}

for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
  const meta = JSON.parse(fs.readFileSync(path.join(folder, name, 'meta.json'), 'utf8'));
  const use = `openai-completions/${name}`;
  const streamed = meta.kind === 'sse';
  const client = new OpenAI({
    apiKey: 'sk-test', baseURL: base + '/v1', maxRetries: 0, timeout: 30000,
    defaultHeaders: { 'x-replay': use, ...(options ? { 'x-replay-opts': options } : {}) },
  });
  const line = { client: 'openai', mode: streamed ? 'completions-stream' : 'completions', use };
  try {
    line.result = await read(client, streamed);
    line.ok = true;
  } catch (e) {
    line.ok = false;
    line.error = { name: e?.name, status: e?.status, message: String(e?.message ?? e).slice(0, 300) };
  }
  lines.push(JSON.stringify(line) + '\n');
}
fs.writeFileSync(argument('out'), lines.join(''));
