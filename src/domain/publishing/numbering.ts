import { headingNumber } from '#formats/numbering.ts';

/** The number before a section's title, as official papers count them: 一、 */
export function sectionNumber(place: number): string {
  return headingNumber(1, place);
}
