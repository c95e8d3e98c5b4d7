namespace DeepML.Data;

/// <summary>Fills missing values.</summary>
/// <param name="Handling">Whether gaps are allowed at all.</param>
/// <param name="Maximum">Longest run of missing values that is filled.</param>
/// <param name="Period">Length of the season in observations; 0 for none.</param>
internal sealed record SeriesGaps(GapHandling Handling, int Maximum, int Period)
{
    /// <summary>Fills every gap of a training series, from both sides.</summary>
    /// <exception cref="InvalidOperationException">
    /// A gap is too long, or at an end with nothing on its other side that could fill it.
    /// </exception>
    public void Fill(SeriesHistory series, string column)
    {
        var values = series.Values;
        var season = SeasonalProfile(series);
        var lowest = Lowest(series);
        for (var i = 0; i < values.Count; i++)
        {
            if (!float.IsNaN(values[i]))
                continue;
            var end = i;
            while (end < values.Count && float.IsNaN(values[end]))
                end++;
            CheckRun(series, i, end - i, column);
            if (i == 0 && end == values.Count)
                throw new InvalidOperationException($"Column '{column}' holds no value at all{Of(series)}.");
            for (var at = i; at < end; at++)
                values[at] = InRange((float)(Between(i - 1, end, at) + season(at)), lowest);
            i = end;
        }

        // a straight line between the neighbours, both freed of the season
        double Between(int left, int right, int at)
        {
            if (left < 0)
                return values[right] - season(right);
            if (right == values.Count)
                return values[left] - season(left);
            var (from, to) = (values[left] - season(left), values[right] - season(right));
            return from + ((to - from) * (at - left) / (right - left));
        }
    }

    /// <summary>Fills a gap at the end of a series from its past: one season ago, or the value before.</summary>
    /// <exception cref="InvalidOperationException">The gap is too long, or there is no past.</exception>
    public void FillLast(SeriesHistory series, string column)
    {
        var last = series.Count - 1;
        if (!float.IsNaN(series.Values[last]))
            return;
        if (last == 0)
            throw new InvalidOperationException(
                $"Column '{column}' is NaN in row {series.Rows[last]}, the first{Of(series)}: there is nothing to fill it from.");
        var run = 1;
        while (run <= last && !series.Observed[last - run])
            run++;
        CheckRun(series, last - run + 1, Math.Max(run, series.MissingAtEnd), column); // a gap may be longer than what is remembered
        var before = series.Values[last - 1];
        series.Values[last] = Period > 0 && last > Period
            ? InRange(before + series.Values[last - Period] - series.Values[last - 1 - Period], Lowest(series))
            : before;
    }

    // A series of values above 0, or of none below it, is not filled with others: a logarithm or Box-Cox could not take them.
    private static float InRange(float filled, float lowest) =>
        (filled <= 0 && lowest > 0) || (filled < 0 && lowest == 0) ? lowest : filled;

    private static float Lowest(SeriesHistory series) => series.Values.Where(v => !float.IsNaN(v)).DefaultIfEmpty().Min();

    private void CheckRun(SeriesHistory series, int start, int length, string column)
    {
        if (Handling == GapHandling.Refuse)
            throw new InvalidOperationException(
                $"Column '{column}' is NaN in row {series.Rows[start]}{Of(series)}. Fill it first, or set Gaps to Fill or Mask.");
        if (length > Maximum)
            throw new InvalidOperationException(
                $"Column '{column}' is NaN in {length} rows on end, from row {series.Rows[start]}{Of(series)}; at most {Maximum} are "
                    + "filled. "
                + "Cut the series there, fill it by better means, or raise MaximumGap.");
    }

    // Mean distance of each place in the season from a running mean over one season.
    private Func<int, double> SeasonalProfile(SeriesHistory series)
    {
        if (Period < 2 || series.Count < 2 * Period)
            return _ => 0;
        var sums = new double[Period];
        var counts = new int[Period];
        for (var i = Period / 2; i + (Period / 2) < series.Count; i++)
        {
            var around = series.Values.GetRange(i - (Period / 2), Math.Min(Period, series.Count - i + (Period / 2)))
                .Where(v => !float.IsNaN(v)).ToArray();
            if (float.IsNaN(series.Values[i]) || around.Length < Period * 3 / 4)
                continue;
            sums[i % Period] += series.Values[i] - around.Average(v => (double)v);
            counts[i % Period]++;
        }
        if (counts.Any(c => c == 0))
            return _ => 0;
        var mean = sums.Zip(counts, (sum, count) => sum / count).Average();
        return i => (sums[i % Period] / counts[i % Period]) - mean;
    }

    private static string Of(SeriesHistory series) => series.Name.Length > 0 ? $" of series '{series.Name}'" : "";
}
