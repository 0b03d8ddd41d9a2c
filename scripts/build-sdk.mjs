// npm run sdk:build: the package @vilokanam/sdk, compiled into sdk/dist.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { ROOT } from './launcher/paths.mjs';

const SDK = join(ROOT, 'sdk');

/** Compiles the entries of the package and all that they import: JavaScript and declarations. */
export function buildSdk() {
  const { config } = ts.readConfigFile(join(SDK, 'tsconfig.build.json'), ts.sys.readFile);
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, SDK);
  rmSync(join(SDK, 'dist'), { recursive: true, force: true });
  const program = ts.createProgram(fileNames, options);
  const { diagnostics } = program.emit(undefined, undefined, undefined, false, {
    after: [withExtensions],
    afterDeclarations: [withExtensions],
  });
  const problems = [...errors, ...diagnostics];
  if (problems.length > 0)
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => ROOT,
        getNewLine: () => '\n',
      }),
    );
}

/**
 * Completes relative imports to the names of the compiled files: Node and the resolution "nodenext"
 * ask for them.
 * @type {ts.TransformerFactory<any>}
 */
function withExtensions(context) {
  /** @type {ts.Visitor} */
  const visit = (node) =>
    ts.isStringLiteral(node) && node.text.startsWith('./') && namesModule(node.parent)
      ? context.factory.createStringLiteral(`${node.text}.js`, true)
      : ts.visitEachChild(node, visit, context);
  return (file) => ts.visitEachChild(file, visit, context);
}

/** @param {ts.Node | undefined} parent */
const namesModule = (parent) =>
  parent !== undefined &&
  (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) buildSdk();
