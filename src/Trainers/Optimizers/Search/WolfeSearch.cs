namespace DeepML.Trainers;

/// <summary>
/// Looks along a line for a step that meets the strong Wolfe conditions: the loss has fallen by a share of what the slope promised, and
/// the slope is flat enough (Nocedal and Wright, Numerical Optimization, 2006, algorithms 3.5 and 3.6).
/// </summary>
internal static class WolfeSearch
{
    private const double Decrease = 1e-4; // c₁
    private const double Growth = 3; // of a step that is still too short
    private const double Inwards = 0.1; // share of an interval that a step keeps from its ends

    /// <summary>Looks for a step.</summary>
    /// <param name="at">Measures at a step.</param>
    /// <param name="start">Measured at 0, with a slope below 0.</param>
    /// <param name="first">The step to try first; above 0.</param>
    /// <param name="curvature">c₂ in (c₁, 1): the share of the slope that may be left.</param>
    /// <param name="most">Measurements at most.</param>
    /// <returns>What was found, or else the lowest point seen on the way; null if none lies lower than the start.</returns>
    public static SearchPoint? Run(Func<double, SearchPoint> at, SearchPoint start, double first, double curvature, int most)
    {
        var before = start;
        for (var (step, left) = (first, most); left > 0; left--)
        {
            var now = at(step);
            if (IsTooHigh(now, start) || (before.Step > 0 && now.Loss >= before.Loss))
                return Zoom(before, now, left - 1);
            if (IsFlat(now, start))
                return now;
            if (now.Slope >= 0)
                return Zoom(now, before, left - 1);
            before = now;
            step *= Growth;
        }
        return Lower(before);

        bool IsFlat(SearchPoint point, SearchPoint from) => Math.Abs(point.Slope) <= -curvature * from.Slope;

        SearchPoint? Lower(SearchPoint point) => point.Step > 0 && point.Loss < start.Loss ? point : null;

        // Between a point that is low enough and one behind which none need be looked for.
        SearchPoint? Zoom(SearchPoint low, SearchPoint high, int left)
        {
            for (; left > 0; left--)
            {
                var now = at(Between(low, high));
                if (IsTooHigh(now, start) || now.Loss >= low.Loss)
                {
                    high = now;
                    continue;
                }
                if (IsFlat(now, start))
                    return now;
                if (now.Slope * (high.Step - low.Step) >= 0)
                    high = low;
                low = now;
            }
            return Lower(low);
        }
    }

    private static bool IsTooHigh(SearchPoint point, SearchPoint start) =>
        !point.IsFinite || point.Loss > start.Loss + (Decrease * point.Step * start.Slope);

    // The minimum of the cubic through both ends, kept away from these; the middle where there is none.
    private static double Between(SearchPoint a, SearchPoint b)
    {
        var (low, high) = (Math.Min(a.Step, b.Step), Math.Max(a.Step, b.Step));
        var (from, to) = (low + (Inwards * (high - low)), high - (Inwards * (high - low)));
        var bend = a.Slope + b.Slope - (3 * (a.Loss - b.Loss) / (a.Step - b.Step));
        var root = Math.Sqrt((bend * bend) - (a.Slope * b.Slope)) * Math.Sign(b.Step - a.Step);
        var step = b.Step - ((b.Step - a.Step) * (b.Slope + root - bend) / (b.Slope - a.Slope + (2 * root)));
        return double.IsFinite(step) ? Math.Clamp(step, from, to) : (low + high) / 2;
    }
}
