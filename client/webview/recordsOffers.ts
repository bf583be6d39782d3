/** A button that leads on from where somebody stands. */
export interface Offer {
  readonly does: OfferAction;
  readonly label: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** Of `useFilter`: the filter to read with. */
  readonly text?: string;
}

export type OfferAction =
  | 'readAgain'
  | 'continue'
  | 'scanOlder'
  | 'stop'
  | 'goLive'
  | 'clearRange'
  | 'allPartitions'
  | 'showUndecoded'
  | 'useFilter'
  | 'editFilter'
  | 'openSettings'
  | 'produceSample';

export const readAgain: Offer = { does: 'readAgain', label: 'Read Again' };
export const goLive: Offer = { does: 'goLive', label: 'Go Live', icon: 'radio-tower' };
export const scanOlder: Offer = { does: 'scanOlder', label: 'Scan Older' };
export const continueScan: Offer = { does: 'continue', label: 'Continue' };
export const openSettings: Offer = { does: 'openSettings', label: 'Open Settings' };
