# The constants of assembly/linear/elementary.ts: polynomials of smallest greatest error by Remez' exchange in 60 digits, rounded to f64.
# Run by hand (python3 with mpmath); prints the coefficients, and the error that they leave once they are rounded.
from mpmath import cos, exp, expm1, log, lu_solve, matrix, mp, mpf, pi, polyval, sqrt

mp.dps = 60


def remez(target, weight, low, high, terms):
    """the c that minimise max |weight(x)·(target(x) − Σ cₖxᵏ)| on [low, high]"""
    middle, half = (low + high) / 2, (high - low) / 2
    points = [middle - half * cos(pi * i / terms) for i in range(terms + 1)]
    grid = [middle - half * cos(pi * i / 4000) for i in range(4001)]
    for _ in range(12):
        rows = [[x**k for k in range(terms)] + [(-1) ** i / weight(x)] for i, x in enumerate(points)]
        solution = lu_solve(matrix(rows), matrix([target(x) for x in points]))
        c = list(solution)[:terms]
        off = [weight(x) * (target(x) - polyval(c[::-1], x)) for x in grid]
        points, best = [], None
        for x, e in zip(grid, off):
            if best is not None and (e > 0) != (best[1] > 0):
                points.append(best[0])
                best = None
            if best is None or abs(e) > abs(best[1]):
                best = (x, e)
        points.append(best[0])
        assert len(points) == terms + 1, len(points)
    return [float(ck) for ck in c], grid


def show(name, target, weight, low, high, terms):
    c, grid = remez(target, weight, low, high, terms)
    off = max(abs(weight(x) * (target(x) - polyval([mpf(ck) for ck in c[::-1]], x))) for x in grid)
    print(name, *[repr(ck) for ck in c], f"greatest relative error 2^{float(log(off, 2)):.2f}", sep="\n  ")


# eʳ = 1 + r + r²Q(r) on |r| ≤ ½ log 2; the error counts relative to eʳ. At 0 the quotient is its Taylor polynomial.
def q(r):
    if abs(r) < mpf(10) ** -6:
        return sum(r**k / mp.factorial(k + 2) for k in range(12))
    return (expm1(r) - r) / r**2


end = log(2) / 2 * (1 + mpf(2) ** -40)
show("Q", q, lambda r: max(r**2, mpf(10) ** -12) / exp(r), -end, end, 10)


# log(1 + f) = 2 atanh s = 2s + s·zR(z), s = f/(2 + f), z = s², for −¼ ≤ f ≤ ½, which is −1/7 ≤ s ≤ 1/5; relative to log(1 + f)
def remainder(z):
    if z < mpf(10) ** -8:
        return sum(2 * z**k / (2 * k + 3) for k in range(10))
    s = sqrt(z)
    return (log((1 + s) / (1 - s)) - 2 * s) / (s * z)


show("R", remainder, lambda z: max(z, mpf(10) ** -12) / 2, mpf(0), mpf(1) / 25 * (1 + mpf(2) ** -40), 7)

high = mpf(int(log(2) * 2**42)) / 2**42
print("log 2 in two parts", repr(float(high)), repr(float(log(2) - high)), sep="\n  ")
