namespace DeepML.Data;

/// <summary>A series whose values have been transformed and scaled once, ready to be cut into windows.</summary>
internal sealed class PreparedSeries
{
    private int? _dayOfMonth;

    /// <param name="history">The observations; values behind <paramref name="known"/> may be missing.</param>
    /// <param name="scale">The series' scale.</param>
    /// <param name="windowing">How windows are cut.</param>
    /// <param name="known">Observations whose values are used; null for all.</param>
    /// <exception cref="InvalidOperationException">A value is outside the domain of the transform.</exception>
    public PreparedSeries(SeriesHistory history, SeriesScale scale, SeriesWindowing windowing, int? known = null)
    {
        History = history;
        Scale = scale;
        Windowing = windowing;
        Scaled = new double[known ?? history.Count];
        for (var i = 0; i < Scaled.Length; i++)
        {
            var value = history.Values[i];
            windowing.Transform.Check(value, history.Rows[i]);
            Scaled[i] = scale.Forward(windowing.Transform.Forward(value));
        }
    }

    /// <summary>The observations.</summary>
    public SeriesHistory History { get; }

    /// <summary>The series' scale.</summary>
    public SeriesScale Scale { get; }

    /// <summary>How windows are cut.</summary>
    public SeriesWindowing Windowing { get; }

    /// <summary>The transformed and scaled values.</summary>
    public double[] Scaled { get; }

    /// <summary>The value that belongs to a scaled one.</summary>
    public double Back(double scaled) => Windowing.Transform.Back(Scale.Back(scaled));

    /// <summary>Further columns and calendar at a place in the series, or of a step ahead.</summary>
    /// <param name="index">Number of the observation; beyond the last one only the calendar is known.</param>
    /// <param name="first">0 for every further column, or the number of past ones for the future ones only.</param>
    /// <param name="destination">The further columns, then the calendar.</param>
    /// <returns>Whether everything was known.</returns>
    public bool WriteKnown(int index, int first, Span<float> destination)
    {
        var scales = Windowing.ExtraScales;
        var columns = scales.Length - first;
        if (columns > 0)
        {
            if (index >= History.Count)
                return false;
            for (var i = 0; i < columns; i++)
                destination[i] = (float)scales[first + i].Forward(History.Extras[index][first + i]);
        }
        if (destination.Length > columns)
            Windowing.WriteCalendar(TicksAt(index), destination[columns..]);
        return true;
    }

    private long TicksAt(int index) => index < History.Ticks.Count
        ? History.Ticks[index]
        : Windowing.Steps!.After(History.Ticks[^1], index - History.Ticks.Count + 1, _dayOfMonth ??= SeriesSteps.DayOfMonth(History.Ticks));
}
