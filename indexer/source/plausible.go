package source

// How much text looks like a language in a charset: each character adds what it
// is in ordinary text. CP949 and Shift_JIS give most byte pairs a meaning, so
// that one can be decoded as the other; but then as characters that nobody uses.
const (
	common  = 2
	usual   = 1
	neutral = 0
	rare    = -1
	invalid = -4
)

// weighKorean reads text as CP949. The 2,350 syllables that Korean is written
// with lie in KS X 1001's block; Shift_JIS read as CP949 gives the other ones.
func weighKorean(text []byte) int {
	return weigh(text, func(lead, trail byte) (weight, size int) {
		ks := trail >= 0xA1 && trail <= 0xFE && lead >= 0xA1
		extended := trail >= 0x41 && trail <= 0x5A || trail >= 0x61 && trail <= 0x7A || trail >= 0x81 && trail <= 0xFE
		switch {
		case lead == 0x80 || lead == 0xFF:
			return invalid, 1
		case ks && lead >= 0xB0 && lead <= 0xC8:
			return common, 2
		case ks && lead >= 0xCA && lead <= 0xFD: // Chinese characters
			return usual, 2
		case ks && lead <= 0xAC: // signs
			return neutral, 2
		case extended && lead <= 0xC6:
			return rare, 2
		}
		return invalid, 1
	})
}

// weighJapanese reads text as Shift_JIS. CP949 read as Shift_JIS gives mostly
// half-width Katakana.
func weighJapanese(text []byte) int {
	return weigh(text, func(lead, trail byte) (weight, size int) {
		two := trail >= 0x40 && trail <= 0xFC && trail != 0x7F
		switch {
		case lead >= 0xA1 && lead <= 0xDF: // half-width Katakana
			return rare, 1
		case lead == 0x80 || lead == 0xA0 || lead >= 0xFD || !two:
			return invalid, 1
		case lead == 0x82 && trail >= 0x9F && trail <= 0xF1, lead == 0x83 && trail <= 0x96: // Hiragana, Katakana
			return common, 2
		case lead == 0x81, lead == 0x82: // signs, full-width letters
			return neutral, 2
		case lead >= 0x88 && lead <= 0x97: // Kanji of level 1
			return common, 2
		case lead >= 0x98 && lead <= 0x9F, lead >= 0xE0 && lead <= 0xEA: // of level 2
			return usual, 2
		}
		return rare, 2
	})
}

// weigh adds up the weights of what is not ASCII.
func weigh(text []byte, character func(lead, trail byte) (weight, size int)) int {
	total := 0
	for i := 0; i < len(text); {
		if text[i] < 0x80 {
			i++
			continue
		}
		trail := byte(0)
		if i+1 < len(text) {
			trail = text[i+1]
		}
		weight, size := character(text[i], trail)
		total += weight
		i += size
	}
	return total
}
