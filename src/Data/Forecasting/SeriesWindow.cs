namespace DeepML.Data;

/// <summary>
/// One place in a series from which the network looks back and forecasts; its forecasts can be appended and looked back on in turn.
/// </summary>
internal sealed class SeriesWindow
{
    /// <summary>What is added to a window's deviation before it divides: a flat window must not divide by zero.</summary>
    public const double SmallestDeviation = 1e-3;

    private readonly PreparedSeries _series;
    private readonly SeriesWindowing _windowing;
    private readonly double[] _values;
    private readonly int _first;
    private int _count;
    private double _offset;
    private double _factor = 1;

    /// <param name="series">The series.</param>
    /// <param name="end">Observations before the forecast, at least <see cref="SeriesWindowing.RequiredHistory"/>.</param>
    /// <param name="appended">Values that will be appended at most.</param>
    public SeriesWindow(PreparedSeries series, int end, int appended = 0)
    {
        _series = series;
        _windowing = series.Windowing;
        _count = _windowing.RequiredHistory;
        _first = end - _count;
        _values = new double[_count + appended];
        Array.Copy(series.Scaled, _first, _values, 0, _count);
    }

    /// <summary>The series.</summary>
    public PreparedSeries Series => _series;

    /// <summary>Number of the observation that is forecast first.</summary>
    public int End => _first + _count;

    /// <summary>Writes the network's input for the current place, and fixes what <see cref="Back"/> gives back to its answers.</summary>
    /// <param name="input">Exactly <see cref="SeriesWindowing.InputSize"/> numbers, all 0.</param>
    /// <param name="steps">Steps that will be used of the answer; what is known of those behind them is left at 0.</param>
    /// <returns>False if further columns of the steps ahead are not known.</returns>
    public bool Write(Span<float> input, int steps = int.MaxValue)
    {
        var (size, channels) = (_windowing.WindowSize, _windowing.Channels);
        Span<double> window = size <= 512 ? stackalloc double[size] : new double[size];
        var start = _count - size;
        for (var i = 0; i < size; i++)
            window[i] = _values[start + i] - (_windowing.Lag > 0 ? _values[start + i - _windowing.Lag] : 0);
        (_offset, _factor) = Level(window);
        for (var i = 0; i < size; i++)
        {
            var observation = input.Slice(i * channels, channels);
            var index = _first + start + i;
            var at = 0;
            observation[at++] = (float)((window[i] - _offset) / _factor);
            if (_windowing.Mask)
                observation[at++] = index >= _series.Scaled.Length || _series.History.Observed[index] ? 1 : 0;
            if (at < channels && !_series.WriteKnown(index, 0, observation[at..]))
                return false;
        }
        var ahead = _windowing.FutureNumbers;
        for (var step = 0; step < Math.Min(steps, _windowing.Horizon) && ahead > 0; step++)
            if (!_series.WriteKnown(End + step, _windowing.PastColumns, input.Slice((size * channels) + (step * ahead), ahead)))
                return false;
        return true;
    }

    /// <summary>The scaled value that belongs to an answer of the network.</summary>
    /// <param name="step">Step ahead, from 0.</param>
    /// <param name="answer">What the network said.</param>
    public double Back(int step, double answer) => Base(step) + _offset + (_factor * answer);

    /// <summary>What the network should answer, if the series really goes on as it does.</summary>
    public float Target(int step)
    {
        var index = End + step;
        return _windowing.Mask && !_series.History.Observed[index]
            ? float.NaN
            : (float)((_series.Scaled[index] - Base(step) - _offset) / _factor);
    }

    /// <summary>Goes on as if these scaled values had been observed.</summary>
    public void Append(ReadOnlySpan<double> values)
    {
        values.CopyTo(_values.AsSpan(_count));
        _count += values.Length;
    }

    private double Base(int step) => _windowing.Differencing switch
    {
        SeriesDifferencing.First => _values[_count - 1], // the network answers with the whole change since the last value
        SeriesDifferencing.Seasonal => _values[_count - _windowing.Period + (step % _windowing.Period)],
        _ => 0,
    };

    private (double Offset, double Factor) Level(ReadOnlySpan<double> window)
    {
        switch (_windowing.Scaling)
        {
            case InstanceScaling.LastValue:
                return (window[^1], 1);
            case InstanceScaling.Mean:
                return (Mean(window), 1);
            case InstanceScaling.MeanAndDeviation:
                var mean = Mean(window);
                var squares = 0.0;
                foreach (var value in window)
                    squares += (value - mean) * (value - mean);
                return (mean, Math.Sqrt(squares / window.Length) + SmallestDeviation);
            default:
                return (0, 1);
        }
    }

    private static double Mean(ReadOnlySpan<double> window)
    {
        var sum = 0.0;
        foreach (var value in window)
            sum += value;
        return sum / window.Length;
    }
}
