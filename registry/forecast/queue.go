package forecast

// queue is who may not take a step yet, by the step of the model in which they may, counted around
// in a ring.
type queue struct {
	at  [maxWait]int32
	all int32
}

// add puts n people in, in step t, who wait from 1 to maxWait years.
func (q *queue) add(t, wait int, n int32) {
	q.at[(t+wait)%maxWait] += n
	q.all += n
}

// ripen lets go who may rise from step t on, and says that nobody waits any more.
func (q *queue) ripen(t int) bool {
	due := &q.at[t%maxWait]
	q.all -= *due
	*due = 0
	return q.all == 0
}

// take takes the i-th of the queue out; beyond its end it takes nobody.
func (q *queue) take(i int) {
	for j := range q.at {
		if i < int(q.at[j]) {
			q.at[j]--
			q.all--
			return
		}
		i -= int(q.at[j])
	}
}
