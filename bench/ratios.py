"""Paired measurements: two commands in turn, the ratio pair by pair, its median and 95 % interval."""
import math
import statistics


def interval(values):
    """The 95 % confidence interval of the median, by order statistics (no assumption on the distribution)."""
    ordered, n = sorted(values), len(values)
    below = 0
    tail = 0.0
    while True:
        tail += math.comb(n, below) * 0.5 ** n
        if tail > 0.025:
            break
        below += 1
    low = max(below - 1, 0)
    return ordered[low], ordered[n - 1 - low]


def summary(values):
    low, high = interval(values)
    return {"median": statistics.median(values), "low": low, "high": high, "pairs": len(values)}


def speed_ratios(measure, ours, other, pairs):
    """How many times as fast `ours` is as `other`: seconds of `other` / seconds of `ours`, in alternating order."""
    ratios = []
    for i in range(pairs):
        if i % 2 == 0:
            mine, theirs = measure(ours), measure(other)
        else:
            theirs, mine = measure(other), measure(ours)
        ratios.append(theirs / mine)
    return summary(ratios)


def text(result):
    return f"{result['median']:.3f}  [{result['low']:.3f}, {result['high']:.3f}]"
