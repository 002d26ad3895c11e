/**
 * Text as the question language reads it: folded (case, width and accents never matter) and cut into words, each
 * knowing where in the text as written it stands. The same rules as the server's; what it found is what gets marked.
 */

/** A word of a text, folded; `start` and `end` are where its characters stand in the text as written. */
export type Word = { chars: string[]; starts: number[]; ends: number[]; cjk: boolean };

// Letters without a decomposition that people type without their mark.
const plain: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ı: "i",
  ŧ: "t",
  ς: "σ",
};

// The combining marks of Latin, Greek and Cyrillic, and what is invisible.
const dropped = /^(?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]|\p{Cf})$/u;

const letter = /^[\p{L}\p{N}\p{M}]$/u;
const cjkLetter =
  /^(?:[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]|[ー\u3099\u309a])$/u;
const ascii = /^[\0-\x7f]*$/;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

export function foldText(text: string): string {
  let folded = "";
  for (const char of text.normalize("NFKD")) {
    for (const lower of char.toLowerCase()) if (!dropped.test(lower)) folded += plain[lower] ?? lower;
  }
  return folded.normalize("NFKC");
}

/** The words of a text: runs of letters and digits; a run of Han, Hangul and Kana is a word of its own. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let word: Word | null = null;
  const take = (char: string, start: number, end: number) => {
    const isLetter = letter.test(char);
    const cjk = isLetter && cjkLetter.test(char);
    if (!isLetter) {
      word = null;
      return;
    }
    if (word?.cjk !== cjk) words.push((word = { chars: [], starts: [], ends: [], cjk }));
    word.chars.push(char);
    word.starts.push(start);
    word.ends.push(end);
  };
  if (ascii.test(text)) {
    Array.from(text.toLowerCase()).forEach((char, at) => take(char, at, at + 1));
    return words;
  }
  for (const { segment, index } of graphemes.segment(text))
    for (const char of foldText(segment)) take(char, index, index + segment.length);
  return words;
}

/** Of a folded word, all of whose letters are of one kind. */
export function isCJK(word: string): boolean {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  return letter.test(first) && cjkLetter.test(first);
}
