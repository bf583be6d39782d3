import { partText } from '../decodeProfiles.ts';
import type { ResolvedProfile } from '../decodeProfiles.ts';
import type { PartProfile } from '../../shared/wire/profile.ts';
import type { ProfileView } from './recordsProtocol.ts';
import type { PageProfile } from './recordsState.ts';

/** What a page says of how its topic is decoded. */
export function toPageProfile({ profile, chosenBy, problem }: ResolvedProfile): PageProfile {
  const view = (part: PartProfile): ProfileView => {
    const { framing, schema, reader } = part;
    const isChosen = framing !== 'automatic' || schema !== undefined || reader !== undefined;
    const why = isChosen && chosenBy !== undefined ? `Chosen by ${chosenBy}.` : 'Found out from the bytes of each record.';
    return { framing, text: partText(part), why: problem === undefined ? why : `${why} ${problem}` };
  };
  return { profile, key: view(profile.key), value: view(profile.value) };
}
