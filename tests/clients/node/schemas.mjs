// Compiles every schema of a folder with Ajv in strict mode, with formats as the page of docs gives them and nothing else
// of the project's. Then holds documents against them: a line of JSON [path below the folder, document, whether it is
// right]. Prints what is wrong, an array of texts.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";

const [folder, page, documents] = process.argv.slice(2);
const formats = JSON.parse(/```json formats\n([^]*?)```/.exec(readFileSync(page, "utf8"))[1]);
const ajv = new Ajv.default({ strict: true, strictRequired: false, strictTypes: false });
for (const [name, pattern] of Object.entries(formats)) ajv.addFormat(name, new RegExp(pattern, "u"));
ajv.addVocabulary(process.env.OWN_KEYWORDS.split(" "));

const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json"));
const schemas = new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]));
for (const schema of schemas.values()) ajv.addSchema(schema);

const wrong = [];
const compiled = new Map();
for (const [name, schema] of schemas) {
  try {
    compiled.set(name, ajv.getSchema(schema.$id));
  } catch (problem) {
    wrong.push(`${name}: ${problem.message}`);
  }
}
for (const line of readFileSync(documents, "utf8").split("\n").filter(Boolean)) {
  const [name, document, right] = JSON.parse(line);
  if (compiled.has(name) && compiled.get(name)(document) !== right)
    wrong.push(`${name}: ${right ? "refuses" : "takes"} ${JSON.stringify(document)}`);
}
console.log(JSON.stringify(wrong));
