package importer

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// Staff lists shorten the words of their headers in ways that no list of spellings
// holds: "TĐ chuyên môn", "C.vụ", "Ngày TD", "Mã số chức danh NN". A header that is not
// known as it stands is looked up again with its short words written out.

// shortHeaderWords are what the short words of headers stand for, without marks; which
// one is meant the rest of the header tells.
var shortHeaderWords = map[string][]string{
	"bhxh": {"bao hiem xa hoi"}, "bm": {"bo mon"}, "bp": {"bo phan"}, "c": {"chuc", "chuyen", "cong"}, "cb": {"can bo", "cap bang"}, "cbgv": {"can bo giang vien"}, "cbvc": {"can bo vien chuc"},
	"cc": {"cong chuc", "can cuoc"}, "cd": {"chuc danh", "cao dang"}, "cdnn": {"chuc danh nghe nghiep"}, "cm": {"chuyen mon"}, "cmnv": {"chuyen mon nghiep vu"}, "cmt": {"chung minh thu"},
	"cn": {"chuyen nganh", "cong nhan"}, "cq": {"co quan", "chinh quyen"}, "csdt": {"co so dao tao"}, "ct": {"cong tac", "chinh tri"}, "cv": {"chuc vu", "cong viec"}, "d": {"dien", "don", "dao"},
	"dc": {"dia chi"}, "dd": {"di dong"}, "dt": {"dao tao", "dien thoai"}, "dv": {"don vi"}, "g": {"gioi"}, "gd": {"giang day"}, "gddt": {"giao duc dao tao"}, "gv": {"giang vien"},
	"h": {"hoc", "he"}, "hd": {"hop dong"}, "hh": {"hoc ham"}, "hs": {"he so"}, "hsl": {"he so luong"}, "hv": {"hoc vi"}, "kh": {"khoa hoc"}, "khcn": {"khoa hoc cong nghe"}, "ld": {"lanh dao", "lao dong"},
	"lh": {"lien he"}, "ll": {"lien lac"}, "llct": {"ly luan chinh tri"}, "lv": {"linh vuc", "lam viec"}, "n": {"nam", "ngay"}, "nc": {"nghien cuu"}, "ng": {"ngay"}, "nn": {"nghe nghiep", "ngoai ngu", "nha nuoc"},
	"ns": {"nam sinh", "ngay sinh"}, "nv": {"nhan vien", "nghiep vu"}, "ql": {"quan ly"}, "qlnn": {"quan ly nha nuoc"}, "qt": {"quoc tich"}, "sd": {"so di dong"}, "sl": {"so luong"}, "t": {"trinh", "thang", "ten"},
	"td": {"trinh do", "tuyen dung"}, "th": {"thang", "tin hoc"}, "thg": {"thang"}, "tn": {"tot nghiep"}, "ts": {"tien si"}, "tt": {"trung tam"}, "vb": {"van bang"}, "vc": {"vien chuc"}, "vh": {"van hoa"}, "vtvl": {"vi tri viec lam"},
}

// Bounds of writing a header out.
const (
	maxShortWords = 4  // short words of one header
	maxWrittenOut = 48 // readings tried
)

// writtenOut looks a header up with its short words written out: by all that they may
// stand for, the readings with the fewest changes first.
func (d *headerDictionary) writtenOut(plain string) meaning {
	tokens := strings.Fields(plain)
	short := 0
	readings := [][]string{nil}
	for i, w := range tokens {
		options := shortHeaderWords[w]
		if len(options) > 0 && (len(w) > 1 || i+1 < len(tokens)) {
			short++
		} else {
			options = nil
		}
		readings = spelled(readings, w, options)
	}
	if short == 0 || short > maxShortWords || len(readings) > maxWrittenOut {
		return meaning{}
	}
	for _, r := range readings {
		written := strings.Join(r, " ")
		if written == plain {
			continue
		}
		if m, ok := d.plain[written]; ok {
			m.sure = 0.93
			return m
		}
	}
	return meaning{}
}

// spelled gives every reading with one more word: as it stands, or as it may be meant.
func spelled(readings [][]string, word string, options []string) [][]string {
	if len(readings)*(len(options)+1) > maxWrittenOut {
		options = nil
	}
	var more [][]string
	for _, w := range append([]string{word}, options...) {
		for _, r := range readings {
			more = append(more, append(slices.Clone(r), w))
		}
	}
	return more
}

// sameMarks says that words stand in a header with their marks, where it has any:
// "đang" is not "Đảng".
func sameMarks(header, words string) bool {
	return !vietnamese.HasMarks(header) || strings.Contains(" "+header+" ", " "+words+" ")
}
