package api

import (
	"context"

	"trithuc/registry"
)

// statisticsTable is a table of counts: cells has one row and one column more than there
// are codes, for the sums; null is not told.
type statisticsTable struct {
	Rows    []string `json:"rows" doc:"Mã của từng dòng; chuỗi rỗng là chưa ghi."`
	Columns []string `json:"columns" doc:"Mã của từng cột; chuỗi rỗng là chưa ghi."`
	Cells   [][]*int `json:"cells" doc:"Dòng cuối và cột cuối là cộng; null là số không nêu vì nhóm quá nhỏ hoặc để không suy ra được nhóm nhỏ."`
}

type statisticsOut struct {
	Body struct {
		On      string          `json:"on"`
		Least   int             `json:"least" doc:"Nhóm dưới số này không được nêu."`
		ByField statisticsTable `json:"by_field" doc:"Lĩnh vực × học vị cao nhất."`
		ByAge   statisticsTable `json:"by_age" doc:"Nhóm tuổi × giới tính."`
	}
}

// statistics serves GET /statistics.
func (s *server) statistics(ctx context.Context, _ *struct{}) (*statisticsOut, error) {
	on := registry.DateOf(s.Now().In(registry.Vietnam))
	counted, err := s.Statistics.Statistics(ctx, on)
	if err != nil {
		return nil, err
	}
	out := &statisticsOut{}
	out.Body.On, out.Body.Least = on.String(), registry.LeastGroup
	out.Body.ByField, out.Body.ByAge = wireTable(counted.ByField), wireTable(counted.ByAge)
	return out, nil
}

func wireTable(x registry.CrossTable) statisticsTable {
	t := statisticsTable{Rows: x.Rows, Columns: x.Columns, Cells: [][]*int{}}
	for _, row := range x.Cells {
		line := make([]*int, len(row))
		for j := range row {
			if !row[j].Hidden {
				line[j] = &row[j].N
			}
		}
		t.Cells = append(t.Cells, line)
	}
	return t
}
