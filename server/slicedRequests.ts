import { compareSchemas, definingFiles, schemaNeeds } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import type { Server } from './answering.ts';
import { guarded } from './answering.ts';
import { compareSources } from './comparing.ts';
import type { NeedsSources } from './needs.ts';
import { findDefiningFiles, findNeeds } from './needs.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import { SharedWork } from './sharedWork.ts';

/** Answers the requests of our own about what schemas need and how they differ, which take long where texts are large. */
export function answerInSlices(server: Server, workspace: SchemaWorkspace): void {
  const sources: NeedsSources = {
    read: (uri) => workspace.read(uri),
    otherNames: (uri) => workspace.otherNames(uri),
    definitions: (fullname) => workspace.definitions(fullname),
  };
  const on = (method: string, answer: (params: never, given: NeedsSources) => Steps<unknown>): void => {
    const answerOnceComplete = guarded<never, unknown>(server, method, null, async (params, token) => {
      await workspace.whenComplete();
      const done = await new SharedWork(answer(params, sources)).wait(server.slices, () => token.isCancellationRequested);
      return done?.value ?? null;
    });
    server.connection.onRequest(method, answerOnceComplete);
  };
  on(compareSchemas, compareSources);
  on(schemaNeeds, findNeeds);
  on(definingFiles, findDefiningFiles);
}
