package vietnamese

import (
	"strings"
	"testing"
)

func TestSoundKeyJoins(t *testing.T) {
	for _, line := range []string{
		"sinh xinh sin", "trương chương", "dung vung giung rung dũng", "lan lang", "tiến tiếng", "mặt mặc mạt", "bác bát",
		"lý lí li", "hỏi hõi", "nghĩa ngĩa", "cường kường", "thích thít", "giêng diên", "giang dan vang",
		"thuỷ thủi", "tai tay",
	} {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			if SoundKey(w) != SoundKey(words[0]) {
				t.Errorf("%q %q and %q %q differ", words[0], SoundKey(words[0]), w, SoundKey(w))
			}
		}
	}
}

func TestSoundKeyParts(t *testing.T) {
	for _, pair := range [][2]string{
		{"nam", "lam"}, {"thanh", "tanh"}, {"an", "am"}, {"nga", "na"}, {"nhân", "ngân"}, {"khoa", "hoa"}, {"minh", "ninh"}, {"phi", "bi"},
	} {
		if SoundKey(pair[0]) == SoundKey(pair[1]) {
			t.Errorf("%q and %q are joined as %q", pair[0], pair[1], SoundKey(pair[0]))
		}
	}
	if got := SoundKey(""); got != "" {
		t.Errorf("empty: got %q", got)
	}
}
