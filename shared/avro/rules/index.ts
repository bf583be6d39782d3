import { attributeKind } from './attributeKind.ts';
import { duplicateBranch } from './duplicateBranch.ts';
import { duplicateDefinition } from './duplicateDefinition.ts';
import { duplicateError } from './duplicateError.ts';
import { duplicateField } from './duplicateField.ts';
import { duplicateSymbol } from './duplicateSymbol.ts';
import { enumDefault } from './enumDefault.ts';
import { forwardResponse } from './forwardResponse.ts';
import { hugeInteger } from './hugeInteger.ts';
import { ignoredAttribute } from './ignoredAttribute.ts';
import { ignoredProtocolAttribute } from './ignoredProtocolAttribute.ts';
import { invalidAlias } from './invalidAlias.ts';
import { invalidDefault } from './invalidDefault.ts';
import { invalidError } from './invalidError.ts';
import { invalidField } from './invalidField.ts';
import { invalidMessage } from './invalidMessage.ts';
import { invalidName } from './invalidName.ts';
import { invalidNamespace } from './invalidNamespace.ts';
import { invalidOrder } from './invalidOrder.ts';
import { invalidProtocolName } from './invalidProtocolName.ts';
import { invalidProtocolNamespace } from './invalidProtocolNamespace.ts';
import { invalidProtocolType } from './invalidProtocolType.ts';
import { invalidSchema } from './invalidSchema.ts';
import { invalidSize } from './invalidSize.ts';
import { invalidSymbol } from './invalidSymbol.ts';
import { missingFields } from './missingFields.ts';
import { missingFieldType } from './missingFieldType.ts';
import { missingItems } from './missingItems.ts';
import { missingName } from './missingName.ts';
import { missingProtocolName } from './missingProtocolName.ts';
import { missingRequest } from './missingRequest.ts';
import { missingResponse } from './missingResponse.ts';
import { missingSize } from './missingSize.ts';
import { missingSymbols } from './missingSymbols.ts';
import { missingType } from './missingType.ts';
import { missingValues } from './missingValues.ts';
import { nestedType } from './nestedType.ts';
import { nestedUnion } from './nestedUnion.ts';
import { notASchema } from './notASchema.ts';
import { oneWayMessage } from './oneWayMessage.ts';
import { primitiveName } from './primitiveName.ts';
import { protocolAttributeKind } from './protocolAttributeKind.ts';
import { referenceInObject } from './referenceInObject.ts';
import { repeatedDefinition } from './repeatedDefinition.ts';
import { unknownType } from './unknownType.ts';
import { unnamedProtocolType } from './unnamedProtocolType.ts';
import type { AnyRule } from './rule.ts';

/** Every rule, in the order of the documentation. A new one is its file and its line here. */
export const rules: readonly AnyRule[] = [
  unknownType,
  referenceInObject,
  invalidSchema,
  missingType,
  nestedType,
  missingName,
  invalidName,
  invalidNamespace,
  invalidAlias,
  primitiveName,
  duplicateDefinition,
  repeatedDefinition,
  attributeKind,
  ignoredAttribute,
  hugeInteger,
  missingFields,
  invalidField,
  duplicateField,
  missingFieldType,
  invalidOrder,
  invalidDefault,
  missingSymbols,
  invalidSymbol,
  duplicateSymbol,
  enumDefault,
  missingSize,
  invalidSize,
  missingItems,
  missingValues,
  nestedUnion,
  duplicateBranch,
  notASchema,
  missingProtocolName,
  invalidProtocolName,
  invalidProtocolNamespace,
  protocolAttributeKind,
  ignoredProtocolAttribute,
  invalidProtocolType,
  unnamedProtocolType,
  invalidMessage,
  missingRequest,
  missingResponse,
  oneWayMessage,
  forwardResponse,
  invalidError,
  duplicateError,
];
