using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp.Modules;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>
/// Writes passes of a forecasting network: what is taken off a window, its layers, and how answers become a centre and bounds.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="numbers">Its arithmetic.</param>
/// <param name="network">The network.</param>
/// <param name="description">What it reads and answers.</param>
internal sealed class OnnxForecastPass(
    OnnxGraph graph, OnnxForecastNumbers numbers, RecurrentForecastNetwork network, RecurrentForecastDescription description)
{
    private readonly RecurrentForecastArchitecture _architecture = description.Architecture;
    private readonly SeriesWindowing _windowing = description.Windowing;

    /// <summary>What one pass yields, in scaled units: (batch, steps) each; bounds are distances, null where a pass has none.</summary>
    public sealed record Answer(string Centre, string? Below, string? Above);

    /// <summary>Writes a pass.</summary>
    /// <param name="values">(batch, count), float64: scaled values, those that were forecast before behind those that were given.</param>
    /// <param name="count">How many.</param>
    /// <param name="told">(batch, window, numbers) of what is told beside the values; null for nothing.</param>
    /// <param name="ahead">(batch, steps, numbers) of what is known ahead; null for nothing.</param>
    /// <param name="steps">Steps that are used of the answer.</param>
    public Answer Write(string values, long count, string? told, string? ahead, int steps)
    {
        var size = _windowing.WindowSize;
        var window = numbers.Steps(values, count - size, size);
        if (_windowing.Lag > 0)
            window = numbers.Minus(window, numbers.Steps(values, count - size - _windowing.Lag, size));
        var (offset, factor) = Level(window);
        var even = offset is null ? window : numbers.Minus(window, offset);
        if (factor is not null)
            even = numbers.Over(even, factor);
        var seen = graph.Unsqueeze(graph.Cast(even, OnnxType.Single), 2); // (batch, window, 1)
        if (told is not null)
            seen = graph.Node("Concat", [seen, told], ("axis", 2L));
        var (centre, below, above) = Combined(numbers.Precise(Answers(seen, ahead, steps)));
        return new Answer(Back(values, count, centre, offset, factor, steps), Stretched(below, factor), Stretched(above, factor));
    }

    // The scaled values that belong to the network's answers.
    private string Back(string values, long count, string answer, string? offset, string? factor, int steps)
    {
        var back = Stretched(answer, factor)!;
        if (offset is not null)
            back = numbers.Plus(back, offset);
        switch (_windowing.Differencing)
        {
            case SeriesDifferencing.First:
                return numbers.Plus(back, numbers.Steps(values, count - 1, 1));
            case SeriesDifferencing.Seasonal:
                var season = numbers.Steps(values, count - _windowing.Period, _windowing.Period);
                var places = graph.Wholes([.. Enumerable.Range(0, steps).Select(step => (long)(step % _windowing.Period))]);
                return numbers.Plus(back, graph.Node("Gather", [season, places], ("axis", 1L)));
            default:
                return back;
        }
    }

    private (string? Offset, string? Factor) Level(string window)
    {
        switch (_windowing.Scaling)
        {
            case InstanceScaling.LastValue:
                return (numbers.Steps(window, _windowing.WindowSize - 1, 1), null);
            case InstanceScaling.Mean:
                return (numbers.Along("ReduceMean", window), null);
            case InstanceScaling.MeanAndDeviation:
                var mean = numbers.Along("ReduceMean", window);
                var off = numbers.Minus(window, mean);
                var deviation = graph.Node("Sqrt", [numbers.Along("ReduceMean", numbers.Times(off, off))]);
                return (mean, numbers.Plus(deviation, numbers.Constant(SeriesWindow.SmallestDeviation)));
            default:
                return (null, null);
        }
    }

    private string? Stretched(string? distance, string? factor) =>
        distance is null || factor is null ? distance : numbers.Times(distance, factor);

    // (batch, members, steps, answers), float32
    private string Answers(string seen, string? ahead, int steps)
    {
        var flat = graph.Node("Flatten", [seen], ("axis", 1L)); // (batch, window · channels)
        string[] members = [.. Enumerable.Range(0, _architecture.Members).Select(i =>
        {
            var member = Part(network, string.Create(CultureInfo.InvariantCulture, $"member{i}"));
            return graph.Unsqueeze(numbers.Steps(Member(member, seen, flat, ahead, steps), 0, steps), 1);
        })];
        return members.Length == 1 ? members[0] : graph.Node("Concat", members, ("axis", 1L));
    }

    // (batch, horizon or the steps that are used, answers)
    private string Member(nn.Module member, string seen, string flat, string? ahead, int steps)
    {
        var a = _architecture;
        var read = OnnxRecurrence.Write(graph, Part(member, "recurrent"), a.Stack, new OnnxSequence(seen));
        var summary = new OnnxSequences(graph, withLengths: false).Last(new OnnxSequence(read), a.Stack); // (batch, output)
        var forecast = OnnxLayers.Write(graph, Part(member, "head"), summary);
        if (PartOrNull(member, "skip") is { } skip)
            forecast = graph.Node("Add", [forecast, OnnxLayers.Write(graph, skip, flat)]);
        var answer = numbers.Steps(graph.Node("Reshape", [forecast, graph.Wholes(-1, a.Horizon, a.Answers)]), 0, steps);
        if (ahead is null)
            return answer;
        var repeated = graph.Node("Expand", [graph.Unsqueeze(summary, 1), graph.Wholes(1, steps, 1)]);
        var inner = DensePerStep(
            graph, Part<Linear>(member, "ahead"), graph.Node("Concat", [repeated, ahead], ("axis", 2L)));
        return graph.Node("Add", [answer, DensePerStep(graph, Part<Linear>(member, "effect"), graph.Node("Tanh", [inner]))]);
    }

    // (batch, steps) each: as ForecastDistribution.Combine
    private (string Centre, string? Below, string? Above) Combined(string answers)
    {
        string Place(long place) => graph.Node("Gather", [answers, graph.Whole(place)], ("axis", 3L)); // (batch, members, steps)
        string Mean(string of) => graph.Node("ReduceMean", [of], ("axes", new long[] { 1 }), ("keepdims", 0L));
        var width = numbers.Constant(description.Spread.Width(description.Spread.ConfidenceLevel));
        switch (description.Spread.Distribution)
        {
            case PointForecast:
                return (Mean(Place(0)), null, null);
            case GaussianForecast or StudentTForecast:
                var centres = Place(0);
                var (centre, deviation) = (Mean(centres), Deviation(Place(1)));
                var apart = numbers.Minus(Mean(numbers.Times(centres, centres)), numbers.Times(centre, centre));
                var variance = numbers.Plus(
                    Mean(numbers.Times(deviation, deviation)), graph.Node("Max", [apart, numbers.Constant(0)]));
                var bound = numbers.Times(width, graph.Node("Sqrt", [variance]));
                return (centre, bound, bound);
            case QuantileForecast:
                var (median, lower, upper) = (Mean(Place(0)), Mean(Place(1)), Mean(Place(2)));
                string Distance(string far) => numbers.Times(graph.Node("Max", [far, numbers.Constant(0)]), width);
                return (median, Distance(numbers.Minus(median, graph.Node("Min", [lower, upper]))),
                    Distance(numbers.Minus(graph.Node("Max", [lower, upper]), median)));
            case var other:
                throw new NotSupportedException($"its distribution, a {other.GetType().Name}, has no form in the format");
        }
    }

    // As DeviationAnswers.Deviation: the format has its logarithm in float32 only.
    private string Deviation(string raw)
    {
        var small = graph.Node("Exp", [graph.Node("Neg", [graph.Node("Abs", [raw])])]);
        var soft = numbers.Plus(
            graph.Node("Max", [raw, numbers.Constant(0)]), graph.Node("Log", [numbers.Plus(small, numbers.Constant(1))]));
        return numbers.Plus(soft, numbers.Constant(DeviationAnswers.SmallestDeviation));
    }
}
