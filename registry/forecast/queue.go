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

// take takes the i-th of the queue out and gives the place of the ring they stood in; -1 beyond its
// end, where nobody is taken.
func (q *queue) take(i int) int {
	for j := range q.at {
		if i < int(q.at[j]) {
			q.at[j]--
			q.all--
			return j
		}
		i -= int(q.at[j])
	}
	return -1
}

// put puts one in at a place of the ring.
func (q *queue) put(place int) {
	q.at[place]++
	q.all++
}
