import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';

const extensionId = 'avro-workbench.avro-workbench';

/** Waits until the value that an event may have changed is what is wanted. */
async function until<T>(event: vscode.Event<unknown>, read: () => T | undefined): Promise<T> {
  const now = read();
  if (now !== undefined) return now;
  return new Promise((resolve) => {
    const subscription = event(() => {
      const value = read();
      if (value === undefined) return;
      subscription.dispose();
      resolve(value);
    });
  });
}

function schemaFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert(folder !== undefined);
  return vscode.Uri.joinPath(folder.uri, 'schemas', name);
}

async function openSchema(text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'avro-schema', content: text });
  await vscode.window.showTextDocument(document);
  return document;
}

function diagnostics(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  return until(vscode.languages.onDidChangeDiagnostics, () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return found.length === count ? found : undefined;
  });
}

/** The id of the rule that found it, behind which its documentation is linked. */
function ruleOf({ code }: vscode.Diagnostic): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}

describe('the extension', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('registers exactly the commands that it contributes', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert(extension !== undefined);
    await extension.activate();
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('avroWorkbench.'));
    const internal = /^avroWorkbench\.(cancelSending|(?:clusters|registries)\..*|openView)$/;
    assert.deepEqual(registered.filter((id) => !internal.test(id)).sort(), contributes.commands.map(({ command }) => command).sort());
  });

  it('underlines a mistake in a file at the exact characters', async () => {
    const document = await vscode.workspace.openTextDocument(schemaFile('mistake.avsc'));
    assert.equal(document.languageId, 'avro-schema');
    await vscode.window.showTextDocument(document);
    const [problem] = await diagnostics(document, 1);
    assert(problem !== undefined);
    assert.equal(document.getText(problem.range), '"strin"');
    assert.equal(problem.source, 'avro');
    assert.equal(ruleOf(problem), 'unknown-type');
    assert.match(problem.message, /Did you mean "string"\?/);
  });

  it('follows what is typed, and says nothing once it is mended', async () => {
    const document = await openSchema('{"type":"record","name":"A","fields":[{"name":"a","type":"lon"},{"name":"a","type":"int"}]}');
    const problems = await diagnostics(document, 2);
    assert.deepEqual(problems.map(ruleOf).sort(), ['duplicate-field', 'unknown-type']);
    const edit = new vscode.WorkspaceEdit();
    const at = (text: string, from = 0): vscode.Range => {
      const start = document.getText().indexOf(text, from);
      return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
    };
    edit.replace(document.uri, at('"lon"'), '"long"');
    edit.replace(document.uri, at('"a"', document.getText().indexOf('lon')), '"b"');
    await vscode.workspace.applyEdit(edit);
    await diagnostics(document, 0);
  });

  it('completes types in half-typed text', async () => {
    const document = await openSchema('{"type":"record","name":"A","fields":[{"name":"a","type":"lo');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(document.getText().length),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert(labels.includes('long'), labels.join(', '));
  });

  it('shows the fullname on hover, and the outline', async () => {
    const document = await vscode.workspace.openTextDocument(schemaFile('orders.avsc'));
    await vscode.window.showTextDocument(document);
    const name = document.positionAt(document.getText().indexOf('"Customer"') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, name);
    const text = hovers
      .flatMap(({ contents }) => contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')))
      .join('\n');
    // Markdown escapes the dots.
    assert.match(text.replaceAll('\\', ''), /com\.example\.shop\.Customer/);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    assert.equal(symbols[0]?.name, 'Order');
    assert(symbols[0].children.some(({ name: field }) => field === 'amount'));
  });

  it('switches rules by setting', async () => {
    const document = await openSchema('{"type":"record","name":"B","fields":[],"fields":[]}');
    const [problem] = await diagnostics(document, 1);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Warning);
    const configuration = vscode.workspace.getConfiguration('avroWorkbench');
    await configuration.update('rules', { 'duplicate-key': 'off' }, vscode.ConfigurationTarget.Workspace);
    await diagnostics(document, 0);
    await configuration.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    await diagnostics(document, 1);
  });

  it('checks a message against the schema file that it names', async () => {
    const text =
      '{ "valueSchema": { "file": "schemas/payment.avsc" }, "value": { "payment_id": "p-1", "order_id": null, "amount": 12.505, "method": null, "attempts": 1.5, "paid_at": null } }';
    const document = await vscode.workspace.openTextDocument({ language: 'avro-message', content: text });
    await vscode.window.showTextDocument(document);
    const problems = await diagnostics(document, 2);
    assert.deepEqual(problems.map(({ code, range }) => [code, document.getText(range)]).sort(), [
      ['decimal-scale', '12.505'],
      ['not-an-integer', '1.5'],
    ]);
    assert(problems.every(({ source }) => source === 'avro-message'));
  });

  describe('over several files', () => {
    const money = '{"type":"record","name":"Money","namespace":"host.shop","fields":[{"name":"amount","type":"long"}]}';
    const bill = '{"type":"record","name":"Bill","namespace":"host.shop","fields":[{"name":"total","type":"Money"}]}';
    let definition: vscode.TextDocument;
    let reference: vscode.TextDocument;

    before(async () => {
      for (const [name, text] of [
        ['hostMoney.avsc', money],
        ['hostBill.avsc', bill],
      ] as const) {
        await vscode.workspace.fs.writeFile(schemaFile(name), Buffer.from(text));
      }
      definition = await vscode.workspace.openTextDocument(schemaFile('hostMoney.avsc'));
      reference = await vscode.workspace.openTextDocument(schemaFile('hostBill.avsc'));
      await vscode.window.showTextDocument(reference);
    });
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const { uri } of [definition, reference]) await vscode.workspace.fs.delete(uri);
    });

    const behind = (document: vscode.TextDocument, text: string): vscode.Position =>
      document.positionAt(document.getText().indexOf(text) + text.length);

    it('finds a definition in another file', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        reference.uri,
        behind(reference, '"Mon'),
      );
      assert.deepEqual(
        found.map((place) => {
          const [uri, range] = 'uri' in place ? [place.uri, place.range] : [place.targetUri, place.targetSelectionRange];
          return [uri.toString(), definition.getText(range)];
        }),
        [[definition.uri.toString(), '"Money"']],
      );
    });

    it('finds references in all files', async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        definition.uri,
        behind(definition, '"name":"Mon'),
      );
      assert.deepEqual(new Set(found.map(({ uri }) => path.posix.basename(uri.path))), new Set(['hostBill.avsc', 'hostMoney.avsc']));
    });

    it('finds types by name', async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'Money');
      const mine = found.filter(({ location }) => location.uri.toString() === definition.uri.toString());
      assert.deepEqual(
        mine.map(({ name, containerName }) => [name, containerName]),
        [['Money', 'host.shop']],
      );
    });

    it('renames a type in all files', async () => {
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        definition.uri,
        behind(definition, '"name":"Mon'),
        'Amount',
      );
      const changed = new Map(edit.entries().map(([uri, edits]) => [path.posix.basename(uri.path), edits.map(({ newText }) => newText)]));
      assert.deepEqual(changed.get('hostBill.avsc'), ['"Amount"']);
      assert(changed.get('hostMoney.avsc')?.includes('"Amount"'));
      await assert.rejects(
        Promise.resolve(
          vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', definition.uri, behind(definition, '"name":"Mon'), 'int'),
        ),
        /"int" is a primitive type/,
      );
    });

    it('formats a document by the options it is given', async () => {
      const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', definition.uri, {
        tabSize: 2,
        insertSpaces: true,
      });
      const edit = new vscode.WorkspaceEdit();
      edit.set(definition.uri, edits);
      await vscode.workspace.applyEdit(edit);
      assert.match(definition.getText(), /^\{\n {2}"type": "record",\n {2}"name": "Money",/);
      assert.deepEqual(JSON.parse(definition.getText()), JSON.parse(money));
      await vscode.window.showTextDocument(definition);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('repairs a mistake, and offers to refactor', async () => {
      const document = await openSchema('{"type":"record","name":"R","fields":[{"name":"a","type":"strin"}]}');
      const [problem] = await diagnostics(document, 1);
      assert(problem !== undefined);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
      );
      const fix = actions.find(({ title }) => title === 'Change to "string"');
      assert(fix?.edit !== undefined, actions.map(({ title }) => title).join(', '));
      assert.equal(fix.isPreferred, true);
      assert(actions.some(({ title, kind }) => title === 'Make "a" Nullable' && kind?.value.startsWith('refactor')));
      await vscode.workspace.applyEdit(fix.edit);
      await diagnostics(document, 0);
      assert.equal(document.getText(), '{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}');
    });
  });

  it('keeps kafkajs and avsc out of the extension host', () => {
    const bundle = path.join(vscode.extensions.getExtension(extensionId)?.extensionPath ?? '', 'dist');
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(bundle));
    assert.deepEqual(
      loaded.map((file) => path.basename(file)),
      ['extension.js'],
    );
  });
});
