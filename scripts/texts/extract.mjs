// npm run texts: brings texts/ar.po up to what the code says. What is new comes without its Arabic,
// what nobody says any more goes. Names what is still to be written.
import { openCatalogue } from './catalogue.mjs';
import { generate } from '../generate.mjs';

const catalogue = await openCatalogue();
const made = await catalogue.make({ locale: ['ar'], clean: true, overwrite: false, orderBy: 'origin' });
if (!made) process.exit(1);
const entries = Object.values(made.ar ?? {});
const missing = entries.filter(({ translation }) => !translation);
for (const { message, origin } of missing) console.log(`${origin?.[0]?.[0] ?? ''}: ${message ?? ''}`);
console.log(`${entries.length} texts, ${missing.length} of them without Arabic`);
await generate();
