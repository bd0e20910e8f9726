package forecast_test

import "time"

// cpu gives nothing where the system is not asked: a benchmark then reports 0.
func cpu() time.Duration { return 0 }
