import { KnownError } from '../../shared/errors.ts';
import { addConnection } from './addConnection.ts';
import {
  clearSubjectFilter,
  filterSubjects,
  groupSubjects,
  hideDeletedSubjects,
  refreshRegistries,
  retryRegistryItem,
  showDeletedSubjects,
  ungroupSubjects,
} from './arrangeSubjects.ts';
import { cancelConnectItem, connect, disconnect, retryItem } from './connect.ts';
import { checkCompatibility } from './checkCompatibility.ts';
import { chooseBaseline } from './chooseBaseline.ts';
import { chooseMessageSchemaItem } from './chooseMessageSchemaItem.ts';
import { chooseSubject } from './chooseSubject.ts';
import { compareVersions } from './compareVersions.ts';
import { compareWithVersion } from './compareWithVersion.ts';
import type { Command, CommandContext } from './context.ts';
import { continueInSpark } from './continueInSpark.ts';
import { createTopic } from './createTopic.ts';
import { copyFingerprint } from './copyFingerprint.ts';
import { copyName } from './copyName.ts';
import { decodeBytes } from './decodeBytes.ts';
import { deleteSubject, deleteVersion } from './deleteSubject.ts';
import { diagnoseTopic, diagnoseTopicItem } from './diagnoseTopic.ts';
import { editConnection } from './editConnection.ts';
import { explainError } from './explainError.ts';
import { exportHistory } from './exportHistory.ts';
import { exportRecords } from './exportRecords.ts';
import { Failure, failureMessage, isEndedByUser } from './failure.ts';
import { findSchemaById } from './findSchemaById.ts';
import { forgetSecrets } from './forgetSecrets.ts';
import { importHistory } from './importHistory.ts';
import { inspectBytes } from './inspectBytes.ts';
import { listInOrder } from './listInOrder.ts';
import { newSample } from './newSample.ts';
import { openEvolutionItem, openSample } from './openSample.ts';
import { openVersion } from './openVersion.ts';
import { openWalkthrough } from './openWalkthrough.ts';
import { openRecord } from './openRecord.ts';
import {
  readViewerStatus,
  recordsColumns,
  recordsDetails,
  recordsFilter,
  recordsFind,
  recordsFollow,
  recordsGoTo,
  recordsLive,
  recordsNextUndecoded,
  recordsPause,
  recordsPreviousUndecoded,
  recordsReadAgain,
  recordsStop,
} from './pageCommands.ts';
import { peekTopic, peekTopicItem } from './peekTopic.ts';
import { peekTopicFrom, peekTopicLive } from './peekTopicFrom.ts';
import { produceSample } from './produceSample.ts';
import { reframeTopic } from './reframeTopic.ts';
import { refreshClusters } from './refreshClusters.ts';
import { registerSchema } from './registerSchema.ts';
import { removeConnection } from './removeConnection.ts';
import { reproduceRecord } from './reproduceRecord.ts';
import { restartServer } from './restartServer.ts';
import { saveReport } from './saveReport.ts';
import { selectConnection } from './selectConnection.ts';
import { sendFromFile } from './sendFromFile.ts';
import { sendAllMessages, sendMessage } from './sendMessage.ts';
import { sendSamples } from './sendSamples.ts';
import { setDecodeProfile } from './setDecodeProfile.ts';
import { setCompatibilityLevel } from './setCompatibilityLevel.ts';
import { showCanonicalForm, showSelfContained } from './showDerived.ts';
import { showMessageBytes } from './showMessageBytes.ts';
import { showOutput } from './showOutput.ts';
import { showProblemsItem } from './showProblemsItem.ts';
import { showRules } from './showRules.ts';
import { showTriedItem } from './showTriedItem.ts';
import { suppressFindingItem } from './suppressFindingItem.ts';
import { tryOnMessages } from './tryOnMessages.ts';

/** Every command by its id without the prefix `avroWorkbench.`: exactly those that `package.json` contributes. */
export const commands: Readonly<Record<string, Command>> = {
  addConnection,
  createTopic,
  editConnection,
  removeConnection,
  selectConnection,
  connect,
  disconnect,
  cancelConnectItem,
  retryItem,
  forgetSecrets,
  peekTopic,
  peekTopicItem,
  peekTopicFrom,
  peekTopicLive,
  exportRecords,
  diagnoseTopic,
  diagnoseTopicItem,
  explainError,
  reframeTopic,
  continueInSpark,
  saveReport,
  openRecord,
  reproduceRecord,
  readViewerStatus,
  recordsReadAgain,
  recordsStop,
  recordsPause,
  recordsLive,
  recordsFollow,
  recordsFind,
  recordsFilter,
  recordsNextUndecoded,
  recordsPreviousUndecoded,
  recordsGoTo,
  recordsDetails,
  recordsColumns,
  produceSample,
  sendMessage,
  sendAllMessages,
  sendFromFile,
  sendSamples,
  newSample,
  showMessageBytes,
  decodeBytes,
  inspectBytes,
  setDecodeProfile,
  showCanonicalForm,
  showSelfContained,
  copyFingerprint,
  listInOrder,
  checkCompatibility,
  chooseSubject,
  chooseBaseline,
  showProblemsItem,
  chooseMessageSchemaItem,
  showTriedItem,
  registerSchema,
  tryOnMessages,
  compareWithVersion,
  compareVersions,
  refreshClusters,
  openSample,
  openEvolutionItem,
  openWalkthrough,
  restartServer,
  showOutput,
  showRules,
  suppressFindingItem,
  openVersion,
  findSchemaById,
  setCompatibilityLevel,
  deleteVersion,
  deleteSubject,
  importHistory,
  exportHistory,
  filterSubjects,
  clearSubjectFilter,
  groupSubjects,
  ungroupSubjects,
  showDeletedSubjects,
  hideDeletedSubjects,
  refreshRegistries,
  retryRegistryItem,
  copyName,
};

/**
 * Runs a command and tells the user what failed: a known error with its reason and remedy, anything else as a bug of
 * ours. This is the one place where a command's errors are caught; it never throws.
 *
 * @param args whatever the editor hands over
 */
export async function runCommand(context: CommandContext, command: Command, args: readonly unknown[]): Promise<void> {
  try {
    await command.create(context)(...args);
  } catch (error) {
    if (isEndedByUser(error)) return;
    await tell(context, command, error);
  }
}

async function tell(context: CommandContext, command: Command, error: unknown): Promise<void> {
  if (error instanceof Failure || error instanceof KnownError) {
    const message = error instanceof Failure ? error.message : failureMessage(command.failure, error);
    const connection = error instanceof Failure ? error.connection : undefined;
    context.log.warn(message);
    const buttons = connection === undefined ? (['Show Output'] as const) : (['Edit Connection…', 'Show Output'] as const);
    const answer = await context.ui.notify('error', message, buttons);
    if (answer === 'Show Output') context.log.show();
    if (answer === 'Edit Connection…') await runCommand(context, editConnection, [{ connection }]);
    return;
  }
  context.log.error(error instanceof Error ? error : new Error(String(error)));
  const reason = error instanceof Error ? error.message : String(error);
  const answer = await context.ui.notify(
    'error',
    `${failureMessage(command.failure, new Error(reason))} This is a bug of Avro Workbench.`,
    ['Show Output'],
  );
  if (answer === 'Show Output') context.log.show();
}
