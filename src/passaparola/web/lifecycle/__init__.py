"""A life is a state graph declared as data; rows are the queue; a worker claims the rows that are due.

Beside the noun, in its models.py, the life is declared and the row carries it:

    LIFE = Graph(
        State("asked", try_every=TEN_SECONDS, times_out_to="failed", times_out_after=SIX_HOURS),
        State("following", try_every=FIVE_MINUTES),
        State("done", final=True),
        State("failed", final=True),
    )                                     # the first state is the initial one; checked when this line runs

    class Reading(Living):                # adds state, state_since, due_at, tried_at, attempts, failures,
        graph = LIFE                      # trouble, lease_until and fence
        class Meta:
            constraints = [LIFE.constraint("reading_state")]

In a file above it (actions may be called there), one handler for each state that has a `try_every`:

    def read(reading: Reading, now: datetime) -> Outcome:
        ...                               # runs outside any transaction; must be safe to run again
        with transaction.atomic():
            hold(reading)                 # raises LeaseLost when another worker has the row by now
            ...write...
        return "following"                # the next state
        return None                       # later: again after the state's try_every
        return Later(at=..., because="")  # later, at this time; `because` is shown to people as row.trouble
        return Next("failed", because="The post is gone.")

    READING = Life(Reading, {"asked": read, "following": reread})

Rows are born with `Reading.objects.create(..., **begin(LIFE, now))`; `move(row, "done", now)` pushes a row to
a state from outside (what a running handler returns after that is void); `wake(row, now)` makes it due now.
An exception in a handler is logged, counted in `failures`, told in `trouble`, and tried again with back-off.
`queries.heard(now)` says whether any worker is alive. The site lists its lives in `site/lives.py`.

Where: graph.py (Graph, State, Next, Later, Outcome), life.py (Life), models.py (Living, Worker), actions.py
(begin, move, wake, hold, LeaseLost), queue.py (claim and settle), worker.py (the loop), queries.py.
"""
