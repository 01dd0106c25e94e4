// Traditional forms of the characters the grammar knows, each followed by its simplified form.
const traditionalPairs =
  '個个場场餘余萬万億亿兩两幾几數数約约過过達达條条張张輛辆臺台噸吨畝亩戶户歲岁級级屆届時时週周項项份份處处間间隊队' +
  '組组幢幢種种類类對对雙双筆笔冊册塊块棟栋顆颗艘艘鐘钟點点線线區区縣县鎮镇鄉乡號号樓楼單单節节課课講讲' +
  '從从來来該该為为爲为將将總总計计累累統统積积後后內内滿满佔占獎奖開开學学會会員员圓元陸陆貳贰參叁' +
  '壹壹漲涨倍倍顯显體体發发贈赠繼继續续據据僅仅動动實实獲获電电門门麵面';

// What stands for every code unit; most stand for themselves.
const folded = Uint16Array.from({ length: 65_536 }, (_, code) => code);
for (let at = 0; at + 1 < traditionalPairs.length; at += 2) {
  folded[traditionalPairs.charCodeAt(at)] = traditionalPairs.charCodeAt(at + 1);
}
for (let code = 0xff01; code <= 0xff5e; code++) folded[code] = code - 0xfee0;
// Dashes, blanks and dots become one of each. The comma and the sentence marks take their forms of Chinese prose.
const signs = '—-–-─-―-〜~∼~　 \u00a0 •·・·﹪%﹒.○〇◯〇,，;；!！?？，，；；！！？？';
for (let at = 0; at + 1 < signs.length; at += 2) folded[signs.charCodeAt(at)] = signs.charCodeAt(at + 1);

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/**
 * The text with full-width digits and signs in ASCII, commas and sentence marks in their Chinese form, dashes as `-`, and
 * the grammar's own characters simplified. One character stands for one, so offsets in the folded text are offsets in the
 * text given.
 */
export function fold(text: string): string {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < units.length; at++) units[at] = folded[text.charCodeAt(at)]!;
  return decoder.decode(units);
}
