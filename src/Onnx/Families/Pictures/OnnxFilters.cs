using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>Writes filters of pictures.</summary>
/// <param name="graph">The graph.</param>
internal sealed class OnnxFilters(OnnxGraph graph)
{
    private const int Levels = 256;
    private const int Half = 16; // a level is a number of two digits of this base

    /// <summary>Writes filters one after the other.</summary>
    /// <exception cref="NotSupportedException">A filter is of a kind that is not known.</exception>
    public static void Write(OnnxGraph graph, OnnxRows rows, FilterImageTransformer transformer)
    {
        var description = (FilterDescription)transformer.Description;
        var given = OnnxPictures.Input(graph, (ImageInput)transformer.Inputs[0]);
        rows.Judge(given, 4);
        var bad = graph.Node("Or", [graph.Node("IsNaN", [given]), graph.Node("IsInf", [given])]);
        var current = graph.Node("Where", [bad, graph.Number(0), given]); // such a row has no answer, and must not stop the others
        var a = description.Architecture;
        var shape = new LayerShape(a.Channels, a.Height, a.Width);
        var writer = new OnnxFilters(graph);
        foreach (var filter in a.Filters)
        {
            current = writer.Apply(filter, current, shape);
            shape = filter.OutputOf(shape);
        }
        rows.Pictures(description.OutputColumn, current, new OnnxPictureSize(shape.Channels, shape.Height, shape.Width));
    }

    private string Apply(ImageFilter filter, string pictures, LayerShape shape) => filter switch
    {
        KernelFilter kernel => Convolved(kernel, pictures, shape),
        ResizeFilter resize => Resized(pictures, (shape.Height, shape.Width), (resize.Height, resize.Width)),
        ContrastStretchingFilter stretching => Stretched(stretching, pictures, shape),
        BinarizationFilter binarization => Binary(binarization, OnnxPictures.Grey(graph, pictures, shape.Channels), shape),
        ComplementFilter => graph.Node("Sub", [graph.Number(1), pictures]),
        GreyFilter => OnnxPictures.Grey(graph, pictures, shape.Channels),
        BoundaryFilter => Boundary(pictures, shape),
        HistogramEqualizationFilter => Equalized(pictures, shape),
        _ => throw new NotSupportedException($"the filter {filter.GetType().Name} has no form in the format"),
    };

    private string Convolved(KernelFilter filter, string pictures, LayerShape shape)
    {
        long up = filter.Kernel.Count / 2;
        long left = filter.Kernel[0].Count / 2;
        var planes = graph.Node("Reshape", [pictures, graph.Wholes(-1, 1, shape.Height, shape.Width)]);
        planes = graph.Node("Pad", [planes, graph.Wholes(0, 0, up, left, 0, 0, up, left)], ("mode", "edge"));
        planes = filter.Separated() is var (column, row)
            ? Sums(Sums(planes, column, column.Length, 1), row, 1, row.Length)
            : Sums(planes, [.. filter.Kernel.SelectMany(weights => weights)], filter.Kernel.Count, filter.Kernel[0].Count);
        var filtered = graph.Node("Reshape", [planes, graph.Wholes(-1, shape.Channels, shape.Height, shape.Width)]);
        return filter.Absolute ? graph.Node("Abs", [filtered]) : filtered;
    }

    private string Sums(string planes, double[] weights, int height, int width) => graph.Node(
        "Conv", [planes, graph.Floats(Array.ConvertAll(weights, weight => (float)weight), 1, 1, height, width)],
        ("kernel_shape", new long[] { height, width }));

    // Smaller by the mean of what falls together, larger by interpolation.
    private string Resized(string pictures, (int Height, int Width) from, (int Height, int Width) to)
    {
        var smaller = (Height: Math.Min(from.Height, to.Height), Width: Math.Min(from.Width, to.Width));
        if (smaller != from)
            pictures = OnnxPictures.Averaged(graph, pictures, from, smaller);
        return smaller == to ? pictures : OnnxPictures.Interpolated(graph, pictures, smaller, to);
    }

    private string Stretched(ContrastStretchingFilter filter, string pictures, LayerShape shape)
    {
        var at = (long)Math.Floor(filter.CutOff * (shape.Count - 1));
        var rows = graph.Node("Flatten", [pictures], ("axis", 1L));
        string Farthest(long largest) => graph.Node(
            "Slice",
            [graph.Nodes("TopK", 2, [rows, graph.Wholes(at + 1)], ("axis", 1L), ("largest", largest))[0], graph.Wholes(at),
                graph.Wholes(at + 1), graph.Wholes(1)]);
        var dark = Farthest(0);
        var reach = graph.Node("Sub", [Farthest(1), dark]); // (batch, 1)
        var stretched = graph.Node(
            "Clip", [graph.Node("Div", [graph.Node("Sub", [rows, dark]), reach]), graph.Number(0), graph.Number(1)]);
        var isReached = graph.Node("Greater", [reach, graph.Number(0)]); // one brightness has nothing to stretch
        return Pictures(graph.Node("Where", [isReached, stretched, rows]), shape);
    }

    private string Binary(BinarizationFilter filter, string grey, LayerShape shape)
    {
        if (filter.Threshold is { } threshold)
            return graph.Cast(graph.Node("Greater", [grey, graph.Number((float)threshold)]), OnnxType.Single);
        var levels = LevelsOf(graph.Node("Flatten", [grey], ("axis", 1L)));
        var bright = graph.Cast(graph.Node("Greater", [levels, Otsu(levels, shape.Height * shape.Width)]), OnnxType.Single);
        return Pictures(bright, shape with { Channels = 1 });
    }

    private string Boundary(string pictures, LayerShape shape)
    {
        var inside = graph.Cast(graph.Node("Greater", [pictures, graph.Number(0.5f)]), OnnxType.Single);
        var padded = graph.Node("Pad", [inside, graph.Wholes(0, 0, 1, 1, 0, 0, 1, 1), graph.Number(0)]);
        string Beside(long down, long right) => graph.Node(
            "Slice", [padded, graph.Wholes(down, right), graph.Wholes(down + shape.Height, right + shape.Width), graph.Wholes(2, 3)]);
        string And(string a, string b) => graph.Node("Mul", [a, b]);
        var surrounded = And(And(Beside(0, 1), Beside(2, 1)), And(Beside(1, 0), Beside(1, 2)));
        return graph.Node("Sub", [inside, And(surrounded, inside)]);
    }

    private string Equalized(string pictures, LayerShape shape)
    {
        var pixels = shape.Height * shape.Width;
        var rows = graph.Node("Reshape", [pictures, graph.Wholes(-1, pixels)]); // (batch · channels, pixels)
        var levels = LevelsOf(rows);
        var shares = Shares(levels, pixels); // (rows, levels), float64
        var below = graph.Node("CumSum", [shares, graph.Whole(1)]);
        var isThere = graph.Node("Greater", [shares, graph.Doubles([0])]);
        var darkest = graph.Node(
            "ReduceMin", [graph.Node("Where", [isThere, below, graph.Doubles([1])])], ("axes", new long[] { 1 }), ("keepdims", 1L));
        var rest = graph.Node("Sub", [graph.Doubles([1]), darkest]);
        var found = graph.Node("GatherElements", [below, graph.Cast(levels, OnnxType.Int64)], ("axis", 1L));
        var even = graph.Cast(graph.Node("Div", [graph.Node("Sub", [found, darkest]), rest]), OnnxType.Single);
        var equal = graph.Node("Clip", [even, graph.Number(0), graph.Number(1)]);
        var isVaried = graph.Node("Greater", [rest, graph.Doubles([1e-9])]); // one brightness has nothing to equalize
        return Pictures(graph.Node("Where", [isVaried, equal, rows]), shape);
    }

    // (rows, pixels): whole numbers in [0, 255], as float32
    private string LevelsOf(string rows) => graph.Node(
        "Clip",
        [graph.Node("Round", [graph.Node("Mul", [rows, graph.Number(Levels - 1)])]), graph.Number(0), graph.Number(Levels - 1)]);

    // (rows, levels), float64: how often each first digit comes with each second one is a product of matrices
    private string Shares(string levels, int pixels)
    {
        float[] digits = [.. Enumerable.Range(0, Half).Select(digit => (float)digit)];
        var high = graph.Node("Floor", [graph.Node("Div", [levels, graph.Number(Half)])]);
        var low = graph.Node("Sub", [levels, graph.Node("Mul", [high, graph.Number(Half)])]);
        var highs = graph.Node("Equal", [graph.Unsqueeze(high, 1), graph.Floats(digits, 1, Half, 1)]); // (rows, digits, pixels)
        var lows = graph.Node("Equal", [graph.Unsqueeze(low, 2), graph.Floats(digits, 1, 1, Half)]); // (rows, pixels, digits)
        var counts = graph.Node("MatMul", [graph.Cast(highs, OnnxType.Single), graph.Cast(lows, OnnxType.Single)]);
        var all = graph.Cast(graph.Node("Reshape", [counts, graph.Wholes(-1, Levels)]), OnnxType.Double);
        return graph.Node("Div", [all, graph.Doubles([pixels])]);
    }

    // (rows, 1), float32: the level that parts dark from bright, as PictureLevels.Otsu
    private string Otsu(string levels, int pixels)
    {
        var shares = Shares(levels, pixels);
        var values = graph.Doubles([.. Enumerable.Range(0, Levels).Select(level => (double)level)], 1, Levels);
        var dark = graph.Node("CumSum", [shares, graph.Whole(1)]);
        var sum = graph.Node("CumSum", [graph.Node("Mul", [shares, values]), graph.Whole(1)]);
        var whole = graph.Node("Slice", [sum, graph.Wholes(Levels - 1), graph.Wholes(Levels), graph.Wholes(1)]);
        var apart = graph.Node("Sub", [graph.Node("Mul", [whole, dark]), sum]);
        var spread = graph.Node("Mul", [dark, graph.Node("Sub", [graph.Doubles([1]), dark])]);
        var isParted = graph.Node("Greater", [spread, graph.Doubles([1e-12])]);
        var variance = graph.Node("Where", [
            isParted, graph.Node("Div", [graph.Node("Mul", [apart, apart]), spread]), graph.Doubles([0])]);
        return graph.Cast(graph.Node("ArgMax", [variance], ("axis", 1L), ("keepdims", 1L)), OnnxType.Single);
    }

    private string Pictures(string rows, LayerShape shape) =>
        graph.Node("Reshape", [rows, graph.Wholes(-1, shape.Channels, shape.Height, shape.Width)]);
}
