package bleve

// grade is how well one word was found: first how nearly as typed, then how
// good the place. Greater is better; zero is not at all.
type grade uint16

func gradeOf(c class, quality int) grade { return grade(c)<<12 | grade(quality) + 1 }

func (g grade) class() class { return class(g >> 12) }

// quality is what the word adds to a score.
func (g grade) quality() int {
	if g == 0 {
		return 0
	}
	return int(g&0xfff) - 1
}
