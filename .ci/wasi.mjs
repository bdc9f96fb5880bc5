// Runs a program for wasm32-wasip1 in node: the runner of `cargo test` for this target.
//
//     node --no-warnings .ci/wasi.mjs PROGRAM [ARGUMENT ...]

import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const wasi = new WASI({
    version: 'preview1',
    args: process.argv.slice(2),
    env: process.env,
    preopens: { '/': '/', '.': '.' },
});
const program = await WebAssembly.compile(await readFile(process.argv[2]));
const instance = await WebAssembly.instantiate(program, wasi.getImportObject());
process.exitCode = wasi.start(instance);
