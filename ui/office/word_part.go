package office

// wordPart is one file inside a Word file.
type wordPart struct{ name, content string }

const (
	wordXML    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relSpace   = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relType    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordMain   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// wordParts are the parts that are the same in every document: Times New Roman 14 in
// Vietnamese, and the head of all pages but the first of a section's, which has none.
var wordParts = []wordPart{
	{"[Content_Types].xml", wordXML + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordMain + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + wordMain + `styles+xml"/>` +
		`<Override PartName="/word/header1.xml" ContentType="` + wordMain + `header+xml"/>` +
		`<Override PartName="/word/header2.xml" ContentType="` + wordMain + `header+xml"/></Types>`},
	{"_rels/.rels", wordXML + `<Relationships ` + relSpace + `><Relationship Id="rId1" Type="` + relType + `officeDocument" Target="word/document.xml"/></Relationships>`},
	{"word/_rels/document.xml.rels", wordXML + `<Relationships ` + relSpace + `>` +
		`<Relationship Id="rId1" Type="` + relType + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + relType + `header" Target="header1.xml"/>` +
		`<Relationship Id="rId3" Type="` + relType + `header" Target="header2.xml"/></Relationships>`},
	{"word/styles.xml", wordXML + `<w:styles ` + wordSpaces + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>` +
		`<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`},
	{"word/header1.xml", wordXML + `<w:hdr ` + wordSpaces + `><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`},
	{"word/header2.xml", wordXML + `<w:hdr ` + wordSpaces + `><w:p/></w:hdr>`},
}
