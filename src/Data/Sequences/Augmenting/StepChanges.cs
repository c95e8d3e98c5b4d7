namespace DeepML.Data;

/// <summary>Small changes of series in time and size, which leave what they are of (Um et al., ICMI 2017, arXiv:1706.00527).</summary>
/// <remarks>Series are (steps × numbers of a step), step by step. What lies between two steps is on the line between them.</remarks>
internal static class StepChanges
{
    private const int Knots = 4;

    /// <summary>A number of mean 0 and deviation 1 (Box and Muller, Ann. Math. Stat. 29, 1958).</summary>
    public static double Normal(Random random)
    {
        var (radius, angle) = (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
        return radius * Math.Cos(angle);
    }

    /// <summary>The series at other times.</summary>
    /// <param name="series">(steps × size), at least one step.</param>
    /// <param name="size">Numbers of a step.</param>
    /// <param name="times">When each step of the result is, in steps of the series; outside of them the first or last one holds.</param>
    public static float[] At(float[] series, int size, double[] times)
    {
        var last = (series.Length / size) - 1;
        var found = new float[times.Length * size];
        for (var step = 0; step < times.Length; step++)
        {
            var time = Math.Clamp(times[step], 0, last);
            var before = (int)time;
            var (after, share) = (Math.Min(before + 1, last), time - before);
            for (var i = 0; i < size; i++)
            {
                var (one, two) = (series[(before * size) + i], series[(after * size) + i]);
                found[(step * size) + i] = share == 0 ? one : (float)(one + (share * ((double)two - one)));
            }
        }
        return found;
    }

    /// <summary>The series over another number of steps, first and last step kept.</summary>
    public static float[] Resampled(float[] series, int size, int steps)
    {
        var (last, spread) = ((series.Length / size) - 1, Math.Max(1, steps - 1));
        return At(series, size, [.. Enumerable.Range(0, steps).Select(step => (double)step * last / spread)]);
    }

    /// <summary>The series with as many steps as before, gone through now faster, now slower: first and last step are kept.</summary>
    /// <param name="series">(steps × size), at least one step.</param>
    /// <param name="size">Numbers of a step.</param>
    /// <param name="strength">Deviation of the logarithm of the speed at four places, between which it goes smoothly.</param>
    /// <param name="random">Draws the speeds.</param>
    public static float[] Warped(float[] series, int size, double strength, Random random)
    {
        var steps = series.Length / size;
        var speeds = Enumerable.Range(0, Knots).Select(_ => Math.Exp(strength * Normal(random))).ToArray();
        var times = new double[steps];
        for (var step = 1; step < steps; step++)
        {
            var place = (step - 0.5) * (Knots - 1) / (steps - 1);
            var knot = (int)place;
            times[step] = times[step - 1] + speeds[knot] + ((place - knot) * (speeds[knot + 1] - speeds[knot]));
        }
        var scale = steps > 1 ? (steps - 1) / times[^1] : 1;
        return At(series, size, Array.ConvertAll(times, time => time * scale));
    }

    /// <summary>Adds normal noise, in place.</summary>
    /// <param name="series">(steps × size).</param>
    /// <param name="size">Numbers of a step.</param>
    /// <param name="share">Its deviation as a share of that of each of a step's numbers over the series; NaN is left out and stays.</param>
    /// <param name="random">Draws it.</param>
    public static void AddNoise(float[] series, int size, double share, Random random)
    {
        for (var i = 0; i < size; i++)
        {
            var (count, mean, squares) = (0L, 0.0, 0.0);
            for (var at = i; at < series.Length; at += size)
                if (float.IsFinite(series[at]))
                {
                    var away = series[at] - mean;
                    mean += away / ++count;
                    squares += away * (series[at] - mean); // Welford, Technometrics 4, 1962
                }
            var deviation = share * Math.Sqrt(squares / Math.Max(1, count));
            for (var at = i; at < series.Length; at += size)
                series[at] += (float)(deviation * Normal(random));
        }
    }
}
