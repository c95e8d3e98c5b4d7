namespace DeepML.Estimators;

/// <summary>Searches a minimum without slopes (Nelder and Mead, Computer J. 7, 1965).</summary>
internal static class NelderMead
{
    private const double Small = 1e-4; // size of the simplex at which the search ends

    /// <summary>Searches.</summary>
    /// <param name="cost">What is made least.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="size">Length of the first simplex's edges.</param>
    /// <param name="trials">Most points that are tried.</param>
    /// <returns>The best point tried.</returns>
    public static double[] Minimize(Func<double[], double> cost, double[] start, double size, int trials)
    {
        var count = start.Length;
        var points = Enumerable.Range(-1, count + 1)
            .Select(edge => start.Select((value, i) => i == edge ? value - size : value).ToArray())
            .Select(at => (At: at, Cost: cost(at))).ToArray();
        for (var tried = points.Length; tried < trials;)
        {
            Array.Sort(points, (a, b) => a.Cost.CompareTo(b.Cost));
            if (points.Max(p => p.At.Zip(points[0].At, (a, b) => Math.Abs(a - b)).Max()) < Small)
                break;
            var middle = Enumerable.Range(0, count).Select(i => points.Take(count).Average(p => p.At[i])).ToArray();
            var reflected = Try(-1);
            if (reflected.Cost < points[0].Cost)
                points[count] = Better(Try(-2), reflected);
            else if (reflected.Cost < points[count - 1].Cost)
                points[count] = reflected;
            else
                Contract(reflected);

            (double[] At, double Cost) Try(double share)
            {
                tried++;
                var at = middle.Select((value, i) => value + (share * (points[count].At[i] - value))).ToArray();
                return (at, cost(at));
            }

            void Contract((double[] At, double Cost) outside)
            {
                var contracted = Try(outside.Cost < points[count].Cost ? -0.5 : 0.5);
                if (contracted.Cost < Math.Min(outside.Cost, points[count].Cost))
                {
                    points[count] = contracted;
                    return;
                }
                for (var i = 1; i <= count; i++, tried++)
                {
                    var at = points[i].At.Zip(points[0].At, (a, b) => (a + b) / 2).ToArray();
                    points[i] = (at, cost(at));
                }
            }
        }
        return points.MinBy(p => p.Cost).At;
    }

    private static (double[] At, double Cost) Better((double[] At, double Cost) a, (double[] At, double Cost) b) => a.Cost < b.Cost ? a : b;
}
