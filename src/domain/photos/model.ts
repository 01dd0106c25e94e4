/** How many photos a record has at most; removed ones do not count. */
export const photosAtMost = 9;
/** The largest file that is opened, in bytes. */
export const fileBytesAtMost = 8 * 1024 * 1024;
/** The largest number of pixels that is unpacked; a phone's own largest pictures stay below. */
export const pixelsAtMost = 50_000_000;
/** The longer side of what is kept, and of its small version, in pixels. */
export const sides = { full: 2000, small: 400 } as const;
export const captionAtMost = 200;
/** How long a removed photo can be brought back before it is gone for good. */
export const daysToRestore = 30;

export const photoSizes = ['full', 'small'] as const;
export type PhotoSize = (typeof photoSizes)[number];

/** A photo of a record, as it is shown. */
export interface Photo {
  readonly id: number;
  readonly recordId: number;
  /** SHA-256 of the kept JPEG. */
  readonly hash: string;
  readonly bytes: number;
  /** Pixels of the kept JPEG, upright. */
  readonly width: number;
  readonly height: number;
  /** What is to be seen, in the sender's words; may be empty. */
  readonly caption: string;
  readonly by: string | null;
  readonly at: Date;
}

/** A file as somebody sent it. Nothing about it is believed: neither its name nor its type. */
export interface SentFile {
  /** The sender's own key: the same key never makes a second photo of a record. */
  readonly key: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly caption?: string;
}
