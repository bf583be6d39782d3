import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';

/** What is thrown where a request is refused for a reason that the user is to read. */
export function refusal(sentence: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence);
}
