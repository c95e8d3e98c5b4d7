using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>
/// Writes forecasters: from the last values of a series, which are an input of their own since no row holds them, to the forecast with its
/// bounds. What each series has shown, by which .NET leans on a simple method and measures bounds, is part of the model; simple methods are
/// sums of the values that they look back on, and so one matrix for each series.
/// </summary>
internal sealed class OnnxForecast
{
    /// <summary>What stands behind the name of the value in that of which values were measured.</summary>
    public const string Observed = ".Observed";

    /// <summary>What stands behind the name of the time in that of the places in the calendar.</summary>
    public const string Calendar = ".Calendar";

    private readonly OnnxGraph _graph;
    private readonly OnnxRows _rows;
    private readonly RecurrentForecastDescription _description;
    private readonly SavedSeries[] _series;
    private readonly OnnxForecastNumbers _numbers;
    private readonly int _count; // values that are given
    private readonly string _values; // (batch, count), float64, scaled

    private OnnxForecast(OnnxGraph graph, OnnxRows rows, RecurrentForecastDescription description)
    {
        (_graph, _rows, _description, _series) = (graph, rows, description, description.Series);
        var memories = _series.Select(series => series.Guard is { Method: not null } guard ? guard.Memory : 0).Distinct().ToArray();
        if (memories.Where(memory => memory > 0).Skip(1).Any())
            throw new NotSupportedException("its series look back on unlike numbers of values, which has no form in the format");
        _count = Math.Max(Windowing.RequiredHistory, memories.Max());
        _numbers = new OnnxForecastNumbers(graph, _series, Place());
        var given = graph.Input(Columns.Value, OnnxType.Single, OnnxSize.Batch, _count);
        rows.Judge(given, 2);
        if (Windowing.Transform.Lambda is not 1)
            rows.Refuse(
                Windowing.Transform.Lambda == 0
                    ? graph.Node("Not", [graph.Node("Greater", [given, graph.Number(0)])])
                    : graph.Node("Less", [given, graph.Number(0)]), 2);
        _values = _numbers.Over(
            _numbers.Minus(_numbers.Transformed(Windowing.Transform, _numbers.Precise(given)), _numbers.Of(s => s.Scale.Mean)),
            _numbers.Of(s => s.Scale.Deviation));
    }

    private SeriesColumns Columns => _description.Columns.Series;

    private SeriesWindowing Windowing => _description.Windowing;

    private int Horizon => _description.Horizon;

    /// <summary>Writes a forecaster.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, RecurrentForecastNetwork network, RecurrentForecastDescription description)
    {
        if (description.Columns.Series.TooFar(description.Horizon, description.Architecture.Horizon) is { } fault)
            throw new NotSupportedException(fault.TrimEnd('.'));
        var writer = new OnnxForecast(graph, rows, description);
        var (centre, below, above) = writer.Said(network);
        var forecast = writer.Held(centre);
        writer.Output(description.Columns.Forecast, forecast);
        if (!description.Columns.HasBounds)
            return;
        writer.Output(description.Columns.Lower!, writer._numbers.Minus(forecast, writer.Distance(below)));
        writer.Output(description.Columns.Upper!, writer._numbers.Plus(forecast, writer.Distance(above)));
    }

    // Which series each row is of, (batch); null where there is one without a name.
    private string? Place()
    {
        if (Columns.Series is not { } column)
            return null;
        string[] names = [.. _series.Select(series => series.Name)];
        var given = _graph.Input(column, OnnxType.Text, OnnxSize.Batch, 1);
        var found = _graph.Node(
            "LabelEncoder", [given], ("keys_strings", names),
            ("values_int64s", Enumerable.Range(1, names.Length).Select(number => (long)number).ToArray()), ("default_int64", 0L));
        _rows.Refuse(_graph.Node("Less", [found, _graph.Whole(1)]), 2); // a series that was not there in training
        return _graph.Squeeze(_graph.Node("Max", [_graph.Node("Sub", [found, _graph.Whole(1)]), _graph.Whole(0)]), 1);
    }

    // What the network says of all steps, in scaled units: (batch, horizon) each. Its own forecasts are fed back where it has no more.
    private (string Centre, string? Below, string? Above) Said(RecurrentForecastNetwork network)
    {
        var pass = new OnnxForecastPass(_graph, _numbers, network, _description);
        var (told, ahead) = Told();
        var (values, perPass) = (_values, _description.Architecture.Horizon);
        var said = new List<OnnxForecastPass.Answer>();
        for (var start = 0; start < Horizon; start += perPass)
        {
            var steps = Math.Min(perPass, Horizon - start);
            var answer = pass.Write(
                values, _count + start, told is null ? null : _numbers.Steps(told, start, Windowing.WindowSize),
                ahead is null ? null : _numbers.Steps(ahead, Windowing.WindowSize + start, steps), steps);
            if (said.Count > 0) // what is fed back carries its own uncertainty
                answer = answer with { Below = Grown(answer.Below, said[^1].Below), Above = Grown(answer.Above, said[^1].Above) };
            said.Add(answer);
            values = _graph.Node("Concat", [values, answer.Centre], ("axis", 1L));
        }
        string Joined(Func<OnnxForecastPass.Answer, string> part) =>
            said.Count == 1 ? part(said[0]) : _graph.Node("Concat", [.. said.Select(part)], ("axis", 1L));
        return said[0].Below is null
            ? (Joined(answer => answer.Centre), null, null)
            : (Joined(answer => answer.Centre), Joined(answer => answer.Below!), Joined(answer => answer.Above!));

        string? Grown(string? own, string? before) =>
            own is null ? null : _numbers.Together(own, _numbers.Steps(before!, perPass - 1, 1));
    }

    // (batch, window and steps ahead, numbers) of what is told beside the values, and of it what is known ahead.
    private (string? Told, string? Ahead) Told()
    {
        var (size, all) = (Windowing.WindowSize, Windowing.WindowSize + Horizon);
        List<string> told = [], ahead = [];
        if (Windowing.Mask)
            told.Add(Longer(_graph.Cast(
                _graph.Input(Columns.Value + Observed, OnnxType.Boolean, OnnxSize.Batch, size), OnnxType.Single), ones: true));
        foreach (var (column, i) in Columns.Extras.Select((column, i) => (column, i)))
        {
            var isAhead = i >= Windowing.PastColumns;
            var given = _graph.Input(column, OnnxType.Single, OnnxSize.Batch, isAhead ? all : size);
            _rows.Judge(given, 2);
            var scale = Windowing.ExtraScales[i];
            var scaled = _graph.Cast(
                _numbers.Over(
                    _numbers.Minus(_numbers.Precise(given), _numbers.Constant(scale.Mean)), _numbers.Constant(scale.Deviation)),
                OnnxType.Single);
            told.Add(isAhead ? _graph.Unsqueeze(scaled, 2) : Longer(scaled, ones: false));
            if (isAhead)
                ahead.Add(told[^1]);
        }
        var places = Windowing.Channels - 1 - (Windowing.Mask ? 1 : 0) - Windowing.ExtraScales.Length;
        if (places > 0)
        {
            told.Add(_graph.Input(Columns.Time + Calendar, OnnxType.Single, OnnxSize.Batch, all, places));
            _rows.Judge(told[^1], 3);
            ahead.Add(told[^1]);
        }
        return (Joined(told), Joined(ahead));

        string? Joined(List<string> parts) => parts.Count switch
        {
            0 => null,
            1 => parts[0],
            _ => _graph.Node("Concat", [.. parts], ("axis", 2L)),
        };
    }

    // (batch, window and steps ahead, 1): forecasts that are fed back count as measured; past columns are not looked at there.
    private string Longer(string window, bool ones) => _graph.Unsqueeze(
        _graph.Node("Pad", [window, _graph.Wholes(0, 0, 0, Horizon), _graph.Number(ones ? 1 : 0)]), 2);

    // As SeriesGuard.Hold: the network's forecast drawn towards the simple method's, and held back far outside of the history.
    private string Held(string network)
    {
        if (!_series.Any(series => series.Guard?.Method is not null))
            return network;
        var n = _numbers;
        double OfGuard(SavedSeries series, Func<SeriesGuard, double> number, double otherwise) =>
            series.Guard is { Method: not null } guard ? number(guard) : otherwise;
        var weight = n.Of(series => OfGuard(series, guard => guard.NetworkWeight, 1));
        var drawn = n.Plus(n.Times(weight, network), n.Times(n.Minus(n.Constant(1), weight), Simple()));
        var recent = Recent();
        var lowest = _graph.Node("Min", [n.Along("ReduceMin", recent), n.Of(series => OfGuard(series, guard => guard.Lowest, 0))]);
        var highest = _graph.Node("Max", [n.Along("ReduceMax", recent), n.Of(series => OfGuard(series, guard => guard.Highest, 0))]);
        var span = n.Minus(highest, lowest);
        var margin = n.Times(span, n.Of(
            series => [.. Enumerable.Range(0, Horizon).Select(step => OfGuard(series, guard => guard.MarginAt(step), 0))], Horizon));
        var above = n.Minus(n.Minus(drawn, highest), margin);
        var below = n.Plus(n.Minus(drawn, lowest), margin);
        var beyond = n.Plus(
            _graph.Node("Max", [above, n.Constant(0)]), _graph.Node("Min", [below, n.Constant(0)])); // one of them is 0
        var half = n.Times(span, n.Constant(SeriesGuard.FarOutside));
        var isFlat = _graph.Node("Not", [_graph.Node("Greater", [span, n.Constant(0)])]);
        var bent = n.Times(half, _graph.Node("Tanh", [n.Over(beyond, _graph.Node("Where", [isFlat, n.Constant(1), half]))]));
        var held = n.Plus(n.Minus(drawn, beyond), bent);
        return _graph.Node("Where", [n.Whether(series => series.Guard?.Method is not null), held, network]);
    }

    // What the simple methods say, (batch, horizon): each of its numbers is a sum of values with weights, which unit values tell.
    private string Simple()
    {
        var memory = Memory;
        var weights = _numbers.Of(
            series => series.Guard?.Method is { } method ? Weights(method, memory) : new double[memory * Horizon], memory, Horizon);
        return _graph.Squeeze(_graph.Node("MatMul", [_graph.Unsqueeze(Recent(), 1), weights]), 1);
    }

    private double[] Weights(SimpleMethod method, int memory)
    {
        var (weights, values) = (new double[memory * Horizon], new double[memory]);
        for (var i = 0; i < memory; i++)
        {
            values[i] = 1;
            method.Forecast(values, Horizon).CopyTo(weights.AsSpan(i * Horizon));
            values[i] = 0;
        }
        return weights;
    }

    private int Memory => _series.Max(series => series.Guard is { Method: not null } guard ? guard.Memory : 0);

    private string Recent() => _numbers.Steps(_values, _count - Memory, Memory);

    // As ForecastModel.Bounds: the network's own, stretched, or as measured.
    private string Distance(string? own)
    {
        double[] PerStep(SavedSeries series, Func<SeriesGuard?, int, double> number) =>
            [.. Enumerable.Range(0, Horizon).Select(step => number(series.Guard is { HasBounds: true } guard ? guard : null, step))];
        var level = _description.Spread.ConfidenceLevel;
        var unmeasured = _description.Spread.Distribution.BoundsAreMeasured ? double.NaN : 0;
        var measured = _numbers.Of(
            series => PerStep(series, (guard, step) =>
                guard is null ? unmeasured : guard.BoundsOfNetwork ? 0 : guard.Distance(step, level)), Horizon);
        if (own is null)
            return measured;
        var stretch = _numbers.Of(
            series => PerStep(series, (guard, step) =>
                guard is null ? 1 : guard.BoundsOfNetwork ? guard.Distance(step, level) : 0), Horizon);
        return _numbers.Plus(_numbers.Times(own, stretch), measured);
    }

    // In the series' own unit; a series that was never below 0 is not forecast below it.
    private void Output(string column, string scaled)
    {
        var n = _numbers;
        var value = Back(scaled);
        if (_series.Any(IsNotNegative))
        {
            var stays = _graph.Node(
                "And",
                [n.Whether(IsNotNegative),
                    _graph.Node("Not", [_graph.Node("Less", [Back(n.Along("ReduceMin", Recent())), n.Constant(0)])])]);
            value = _graph.Node(
                "Where", [_graph.Node("And", [stays, _graph.Node("Less", [value, n.Constant(0)])]), n.Constant(0), value]);
        }
        _rows.Numbers(column, _graph.Cast(value, OnnxType.Single), Horizon);
    }

    private static bool IsNotNegative(SavedSeries series) => series.Guard is { Method: not null, IsNotNegative: true };

    private string Back(string scaled) => _numbers.Restored(
        Windowing.Transform,
        _numbers.Plus(_numbers.Times(scaled, _numbers.Of(series => series.Scale.Deviation)), _numbers.Of(series => series.Scale.Mean)));
}
