package importer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"trithuc/registry/vietnamese"
)

// encodeText writes a text in an encoding of files.
func encodeText(s string, enc vietnamese.Encoding) ([]byte, error) {
	switch enc {
	case vietnamese.UTF16LE, vietnamese.UTF16BE:
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			if enc == vietnamese.UTF16LE {
				b = binary.LittleEndian.AppendUint16(b, u)
			} else {
				b = binary.BigEndian.AppendUint16(b, u)
			}
		}
		return b, nil
	case vietnamese.TCVN3, vietnamese.VNI:
		var b []byte
		for _, r := range vietnamese.Encode(s, enc) {
			if x, ok := charmap.Windows1252.EncodeRune(r); ok {
				b = append(b, x)
			} else if r < 0x100 {
				b = append(b, byte(r))
			} else {
				return nil, fmt.Errorf("no byte for %q", r)
			}
		}
		return b, nil
	case vietnamese.CP1258:
		return charmap.Windows1258.NewEncoder().Bytes([]byte(halfComposed(s)))
	}
	return []byte(s), nil
}

// halfComposed writes tones apart and the other marks in the letter, as cp1258 has
// them.
func halfComposed(s string) string {
	var b strings.Builder
	for _, r := range s {
		if _, ok := charmap.Windows1258.EncodeRune(r); ok {
			b.WriteRune(r)
			continue
		}
		var base, tone []rune
		for _, m := range norm.NFD.String(string(r)) {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", m) {
				tone = append(tone, m)
			} else {
				base = append(base, m)
			}
		}
		b.WriteString(norm.NFC.String(string(base)) + string(tone))
	}
	return b.String()
}

func csvCells(t testing.TB, content []byte) ([]sheetCells, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "danh-sach.xlsx") // the name is not believed
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, sheets, err := bookCells(t, path)
	return sheets, err
}

// tableOf gives the texts of a sheet by row and column.
func tableOf(s sheetCells) [][]string {
	var table [][]string
	for _, r := range s.rows {
		for len(table) < r.n {
			table = append(table, nil)
		}
		for _, c := range r.cells {
			line := &table[r.n-1]
			for len(*line) < c.col {
				*line = append(*line, "")
			}
			(*line)[c.col-1] = c.text
		}
	}
	return table
}

// TestCSVEncodings: every encoding, separator and line end gives the same cells.
func TestCSVEncodings(t *testing.T) {
	encodings := map[string]struct {
		enc  vietnamese.Encoding
		mark string
	}{
		"utf8": {}, "utf8 with mark": {mark: "\uFEFF"}, "utf16le": {enc: vietnamese.UTF16LE, mark: "\uFEFF"},
		"utf16be": {enc: vietnamese.UTF16BE, mark: "\uFEFF"}, "utf16le without mark": {enc: vietnamese.UTF16LE},
		"cp1258": {enc: vietnamese.CP1258}, "tcvn3": {enc: vietnamese.TCVN3}, "vni": {enc: vietnamese.VNI},
	}
	for name, e := range encodings {
		for _, sep := range []string{",", ";", "\t", "|"} {
			for _, end := range []string{"\n", "\r\n", "\r"} {
				content := bytesIn(t, e.mark+textOf(peopleTable, sep, end), e.enc)
				sheets, err := csvCells(t, content)
				if err != nil {
					t.Errorf("%s %q %q: %v", name, sep, end, err)
					continue
				}
				if got := tableOf(sheets[0]); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", peopleTable) {
					t.Errorf("%s %q %q:\n got %q\nwant %q", name, sep, end, got, peopleTable)
				}
			}
		}
	}
}

func TestCSVCells(t *testing.T) {
	long := strings.Repeat("ế", 5000)
	tests := []struct {
		name, in string
		want     [][]string
	}{
		{"separator line", "sep=|\r\na|b;c;d\r\n1|2;3;4\r\n", [][]string{{"a", "b;c;d"}, {"1", "2;3;4"}}},
		{"ragged", "a;b;c\n1;2\n;;x\n1;2;3;4\n", [][]string{{"a", "b", "c"}, {"1", "2"}, {"", "", "x"}, {"1", "2", "3", "4"}}},
		{"no line end at the end", "a,b\n1,2", [][]string{{"a", "b"}, {"1", "2"}}},
		{"quotes", "a,\"b \"\"c\"\" d\"\n\"1,5\",\"x\ny\"\n", [][]string{{"a", `b "c" d`}, {"1,5", "x\ny"}}},
		{"lone quote inside", "a,\"Trường \"Bến Hải\" cũ\"\n1,2\n", [][]string{{"a", `Trường "Bến Hải" cũ`}, {"1", "2"}}},
		{"stray quote", "a,b\n\"1,2\n3,\"x\"\n", [][]string{{"a", "b"}, {`"1`, "2"}, {"3", "x"}}},
		{"quote never closed", "a,b\n1,\"2\n3,4\n", [][]string{{"a", "b"}, {"1", `"2`}, {"3", "4"}}},
		{"inch sign", "a,b\n1,12\" ống\n", [][]string{{"a", "b"}, {"1", `12" ống`}}},
		{"kept zeros", "a,b\n1,=\"0912345678\"\n", [][]string{{"a", "b"}, {"1", "0912345678"}}},
		{"zero bytes", "a,b\x00\n1,\x002\n1,2\n3,4\n5,6\n", [][]string{{"a", "b"}, {"1", "2"}, {"1", "2"}, {"3", "4"}, {"5", "6"}}},
		{"decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", [][]string{{"a", "b"}, {"1,5", "2,5"}, {"3,5", "4,5"}}},
		{"long cell", "a,b\n1," + long + "\n", [][]string{{"a", "b"}, {"1", cut(long)}}},
		{"cell in another encoding", "họ,tên\nTrần,Bình\nlê,Hường\nđỗ,Hạ\nđỗ,Hạ\nđỗ,Hạ\nđỗ,Hạ\nNguy\xd4n V\xa8n,B\n", [][]string{
			{"họ", "tên"}, {"Trần", "Bình"}, {"lê", "Hường"}, {"đỗ", "Hạ"}, {"đỗ", "Hạ"}, {"đỗ", "Hạ"}, {"đỗ", "Hạ"}, {"Nguyễn Văn", "B"}}},
	}
	for _, test := range tests {
		sheets, err := csvCells(t, []byte(test.in))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := tableOf(sheets[0]); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
			t.Errorf("%s: got %.300q, want %.300q", test.name, got, test.want)
		}
	}
}

func TestNoTable(t *testing.T) {
	letter := "Kính gửi Sở Khoa học và Công nghệ,\n\nTrường xin gửi lời chào trân trọng.\nDanh sách sẽ gửi sau, vào tuần tới, qua thư điện tử.\n\nTrân trọng.\n"
	for name, test := range map[string]struct{ in, want string }{
		"letter":    {letter, "không chia thành cột"},
		"utf16":     {string(bytesIn(t, "\uFEFF"+letter, vietnamese.UTF16LE)), "không chia thành cột"},
		"picture":   {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f,\x10\x11,\x12", "không phải bảng tính"},
		"web page":  {"<html><table><tr><td>x</td></tr></table></html>", "HTML"},
		"rtf":       {`{\rtf1\ansi x, y}`, "RTF"},
		"excel 4":   {"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00", "quá cũ"},
		"no people": {"\n\n\n", "không chia thành cột"},
	} {
		_, err := csvCells(t, []byte(test.in))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want … %s …", name, err, test.want)
		}
	}
}

// TestCSVLateMarks: the encoding is found where the first Vietnamese letters are,
// far behind what is looked at first.
func TestCSVLateMarks(t *testing.T) {
	content := bytes.Repeat([]byte("1,plain,2\n"), 20_000)
	content = append(content, bytesIn(t, strings.Repeat("2,Nguyễn Văn Cường,Tiến sĩ\n", 50), vietnamese.TCVN3)...)
	sheets, err := csvCells(t, content)
	if err != nil {
		t.Fatal(err)
	}
	rows := sheets[0].rows
	if got := rows[len(rows)-1].at(2).text; got != "Nguyễn Văn Cường" || len(rows) != 20_050 || sheets[0].head.Rows != 20_050 {
		t.Errorf("got %q in the last of %d rows", got, len(rows))
	}
}

// TestCSVQuoteStorm: quotes that close nowhere must not make the reading quadratic.
func TestCSVQuoteStorm(t *testing.T) {
	for _, piece := range []string{`,"a`, `,"a""b`, "\"a,b\n", `,"""`, `"",`, "\"\n"} {
		content := append([]byte("a,b,c\n1,2,3\n1,2,3\n1,2,3\n"), bytes.Repeat([]byte(piece), 200_000)...)
		if _, err := csvCells(t, content); err != nil {
			t.Logf("%q: %v", piece, err)
		}
	}
}

func TestCSVWide(t *testing.T) {
	line := strings.Repeat("x,", 5000)
	sheets, err := csvCells(t, []byte(line+"\n"+line+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(sheets[0].rows[0].cells); n != maxColumns {
		t.Errorf("%d cells, want %d", n, maxColumns)
	}
}

// TestBlankLastColumn: few lines, and most of them with nothing in the last column.
func TestBlankLastColumn(t *testing.T) {
	head := "STT;Họ và tên;Ngày sinh;Học vị;Email;Ghi chú\n"
	for name, text := range map[string]string{
		"separators written": head + "1;Nguyễn Văn An;25/03/1980;TS;an@ctu.edu.vn;\n2;Lê Thị Bình;26/03/1981;ThS;;\n3;Trần Chí;27/03/1982;;;\n4;Phạm Dung;28/03/1983;TS;;x\n",
		"two lines":          head + "1;Nguyễn Văn An;25/03/1980;TS;;\n",
		"values missing":     "DANH SÁCH;;;;;\n" + head + "1;Nguyễn Văn An;;;;\n2;Lê Thị Bình;26/03/1981;;;\n3;Trần Chí;;TS;;\n",
	} {
		if c, err := sniffCSV(strings.NewReader(text), int64(len(text))); err != nil || c.sep != ';' {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}
