import { ambiguousReference } from './ambiguousReference.ts';
import { attributeKind } from './attributeKind.ts';
import { conflictingDefinition } from './conflictingDefinition.ts';
import { dottedNameAndNamespace } from './dottedNameAndNamespace.ts';
import { duplicateAlias } from './duplicateAlias.ts';
import { duplicateBranch } from './duplicateBranch.ts';
import { duplicateDefinition } from './duplicateDefinition.ts';
import { duplicateError } from './duplicateError.ts';
import { duplicateField } from './duplicateField.ts';
import { duplicateSymbol } from './duplicateSymbol.ts';
import { emptyUnion } from './emptyUnion.ts';
import { endlessRecursion } from './endlessRecursion.ts';
import { enumDefault } from './enumDefault.ts';
import { fieldAliasClash } from './fieldAliasClash.ts';
import { fieldNameCase } from './fieldNameCase.ts';
import { forwardResponse } from './forwardResponse.ts';
import { hugeInteger } from './hugeInteger.ts';
import { ignoredAttribute } from './ignoredAttribute.ts';
import { ignoredProtocolAttribute } from './ignoredProtocolAttribute.ts';
import { invalidAlias } from './invalidAlias.ts';
import { invalidDecimal } from './invalidDecimal.ts';
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
import { logicalTypeKind } from './logicalTypeKind.ts';
import { logicalTypeOnField } from './logicalTypeOnField.ts';
import { logicalTypeUnderlying } from './logicalTypeUnderlying.ts';
import { missingDoc } from './missingDoc.ts';
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
import { misspeltAttribute } from './misspeltAttribute.ts';
import { namespaceCase } from './namespaceCase.ts';
import { nestedType } from './nestedType.ts';
import { nestedUnion } from './nestedUnion.ts';
import { nonAsciiName } from './nonAsciiName.ts';
import { notASchema } from './notASchema.ts';
import { oneWayMessage } from './oneWayMessage.ts';
import { portability } from './portability.ts';
import { primitiveName } from './primitiveName.ts';
import { protocolAttributeKind } from './protocolAttributeKind.ts';
import { referenceInObject } from './referenceInObject.ts';
import { repeatedDefinition } from './repeatedDefinition.ts';
import { singleBranchUnion } from './singleBranchUnion.ts';
import { symbolCase } from './symbolCase.ts';
import { typeAliasClash } from './typeAliasClash.ts';
import { typeNameCase } from './typeNameCase.ts';
import { unknownLogicalType } from './unknownLogicalType.ts';
import { unknownType } from './unknownType.ts';
import { unnamedProtocolType } from './unnamedProtocolType.ts';
import { unusableDefault } from './unusableDefault.ts';
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
  nonAsciiName,
  invalidNamespace,
  dottedNameAndNamespace,
  invalidAlias,
  duplicateAlias,
  fieldAliasClash,
  typeAliasClash,
  primitiveName,
  duplicateDefinition,
  repeatedDefinition,
  conflictingDefinition,
  ambiguousReference,
  attributeKind,
  ignoredAttribute,
  misspeltAttribute,
  hugeInteger,
  missingFields,
  invalidField,
  duplicateField,
  endlessRecursion,
  missingFieldType,
  invalidOrder,
  invalidDefault,
  unusableDefault,
  missingSymbols,
  invalidSymbol,
  duplicateSymbol,
  enumDefault,
  missingSize,
  invalidSize,
  missingItems,
  missingValues,
  nestedUnion,
  emptyUnion,
  singleBranchUnion,
  duplicateBranch,
  logicalTypeUnderlying,
  invalidDecimal,
  logicalTypeOnField,
  logicalTypeKind,
  unknownLogicalType,
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
  portability,
  typeNameCase,
  fieldNameCase,
  symbolCase,
  namespaceCase,
  missingDoc,
];
