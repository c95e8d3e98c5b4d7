using DeepML.Data;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>Arithmetic of a forecaster within a graph, in float64 as in .NET, and the numbers that each series has of its own.</summary>
/// <param name="graph">The graph.</param>
/// <param name="series">The series.</param>
/// <param name="place">(batch), int64: which series a row is of; null where there is one.</param>
internal sealed class OnnxForecastNumbers(OnnxGraph graph, IReadOnlyList<SavedSeries> series, string? place)
{
    /// <summary>A number.</summary>
    public string Constant(double value) => graph.Doubles([value]);

    /// <summary>A number of each row's series: (batch or 1, 1).</summary>
    public string Of(Func<SavedSeries, double> number) => Of(one => [number(one)], 1);

    /// <summary>Numbers of each row's series: (batch or 1, …).</summary>
    /// <param name="numbers">Gives those of a series.</param>
    /// <param name="shape">Their dimensions.</param>
    public string Of(Func<SavedSeries, double[]> numbers, params long[] shape)
    {
        var all = graph.Doubles([.. series.SelectMany(numbers)], [series.Count, .. shape]);
        return place is null ? all : graph.Node("Gather", [all, place]);
    }

    /// <summary>A yes or no of each row's series: (batch or 1, 1).</summary>
    public string Whether(Func<SavedSeries, bool> holds) => graph.Cast(Of(one => holds(one) ? 1 : 0), OnnxType.Boolean);

    /// <summary>a + b.</summary>
    public string Plus(string a, string b) => graph.Node("Add", [a, b]);

    /// <summary>a - b.</summary>
    public string Minus(string a, string b) => graph.Node("Sub", [a, b]);

    /// <summary>a · b.</summary>
    public string Times(string a, string b) => graph.Node("Mul", [a, b]);

    /// <summary>a ÷ b.</summary>
    public string Over(string a, string b) => graph.Node("Div", [a, b]);

    /// <summary>√(a² + b²).</summary>
    public string Together(string a, string b) => graph.Node("Sqrt", [Plus(Times(a, a), Times(b, b))]);

    /// <summary>Some steps of (batch, time, …).</summary>
    public string Steps(string values, long start, long count) =>
        graph.Node("Slice", [values, graph.Wholes(start), graph.Wholes(start + count), graph.Wholes(1)]);

    /// <summary>A result along the steps of (batch, time): (batch, 1).</summary>
    public string Along(string operation, string values) => graph.Node(operation, [values], ("axes", new long[] { 1 }), ("keepdims", 1L));

    /// <summary>Float64 of float32.</summary>
    public string Precise(string values) => graph.Cast(values, OnnxType.Double);

    /// <summary>Box-Cox transformed values.</summary>
    public string Transformed(ValueTransform transform, string values) => transform.Lambda switch
    {
        1 => values,
        0 => graph.Node("Log", [values]),
        var exponent => Over(
            Minus(graph.Node("Pow", [values, Constant(exponent)]), Constant(1)), Constant(exponent)),
    };

    /// <summary>The values that transformed ones stand for.</summary>
    public string Restored(ValueTransform transform, string values) => transform.Lambda switch
    {
        1 => values,
        0 => graph.Node("Exp", [values]),
        var exponent => graph.Node(
            "Pow",
            [graph.Node("Max", [Plus(Times(values, Constant(exponent)), Constant(1)), Constant(0)]), Constant(1 / exponent)]),
    };
}
