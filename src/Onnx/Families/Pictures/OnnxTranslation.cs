using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>
/// Writes networks that make pictures of pictures, of any height and width: what does not fit the strides is padded as in .NET. Large
/// pictures go through in one piece, since squares of them would give the same.
/// </summary>
internal sealed class OnnxTranslation
{
    private const int Height = 2; // its dimension of (batch, channels, height, width)
    private const float SameLevel = 0.5f / 255; // bytes that became numbers

    private readonly OnnxGraph _graph;
    private readonly TranslationNetwork _network;
    private readonly string _given; // (batch, channels, height, width)
    private readonly string? _mask; // (batch, 1, height, width), yes or no: what is missing; null where nothing can be
    private readonly OnnxPictureSize _size;

    private OnnxTranslation(
        OnnxGraph graph, OnnxRows rows, TranslationNetwork network, ImageTranslationColumns columns, ImageFormat? format)
    {
        (_graph, _network) = (graph, network);
        _size = format is not null ? OnnxPictureSize.Of(format)
            : OnnxPictureSize.Any(Task.TakesGrey ? "channels" : columns.Format.Channels);
        var inputs = columns.Inputs(format ?? columns.Format).Cast<ImageInput>().ToArray();
        _given = OnnxPictures.Input(graph, inputs[0], _size);
        rows.Judge(_given, 4);
        if (inputs.Length > 1)
        {
            var mask = OnnxPictures.Input(graph, inputs[1], _size with { Channels = 1 });
            rows.Judge(mask, 4);
            _mask = graph.Node("Greater", [mask, graph.Number(0.5f)]);
        }
        else if (Task is InpaintingTask { HoleColor: { } hole })
        {
            var distance = graph.Node("Abs", [graph.Node("Sub", [_given, graph.Floats(hole, 1, hole.Length, 1, 1)])]);
            var farthest = graph.Node("ReduceMax", [distance], ("axes", new long[] { 1 }), ("keepdims", 1L));
            _mask = graph.Node("Less", [farthest, graph.Number(SameLevel)]);
        }
    }

    private ImageTask Task => _network.Architecture.Task;

    /// <summary>Writes a network whose answers are pictures.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="format">The pictures that come in; null for any height and width.</param>
    public static void Write(
        OnnxGraph graph, OnnxRows rows, TranslationNetwork network, ImageTranslationColumns columns, ImageFormat? format)
    {
        var writer = new OnnxTranslation(graph, rows, network, columns, format);
        var finished = graph.Node("Clip", [writer.Composed(), graph.Number(0), graph.Number(1)]);
        if (writer.Task is InpaintingTask)
            finished = graph.Node("Where", [writer._mask!, finished, writer._given]);
        rows.Pictures(
            columns.Output, finished, writer._size.Times(writer.Task.Scale, network.Architecture.OutputChannels));
    }

    /// <summary>Writes a network whose answers are classes of pixels: keys from 1, or their colours.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="description">Its columns, and how classes come out.</param>
    /// <param name="format">The pictures that come in; null for any height and width.</param>
    public static void WriteClasses(
        OnnxGraph graph, OnnxRows rows, TranslationNetwork network, SegmentationDescription description, ImageFormat? format)
    {
        var columns = description.Columns;
        var writer = new OnnxTranslation(graph, rows, network, columns, format);
        var classes = graph.Node("ArgMax", [writer.Composed()], ("axis", 1L), ("keepdims", 0L)); // (batch, height, width)
        if (description.Answer == SegmentationAnswer.Classes)
        {
            rows.KeyGrid(columns.Output, classes, writer._size);
            return;
        }
        const int colours = 3;
        var count = network.Architecture.OutputChannels;
        var palette = graph.Floats([.. Enumerable.Range(0, count).SelectMany(ClassColors.Of)], count, colours);
        var painted = graph.Node(
            "Transpose", [graph.Node("Gather", [palette, classes])], ("perm", new long[] { 0, 3, 1, 2 }));
        rows.Pictures(columns.Output, painted, writer._size.Times(1, colours));
    }

    private string Composed()
    {
        var read = Task switch
        {
            ColorizationTask => Grey(),
            InpaintingTask => _graph.Node("Concat", [Filled(), _graph.Cast(_mask!, OnnxType.Single)], ("axis", 1L)),
            _ => _given,
        };
        var answer = Answer(Larger(read, _network.Architecture.ReadScale));
        return Task switch
        {
            CleaningTask => _graph.Node("Add", [answer, _given]),
            ColorizationTask => Coloured(answer),
            InpaintingTask => _graph.Node("Add", [answer, Filled()]),
            SegmentationTask => answer,
            SuperResolutionTask enlarging => _graph.Node("Add", [answer, Larger(_given, enlarging.Factor)]),
            TranslationTask task => Translated(task, answer),
            _ => throw new NotSupportedException($"its task, a {Task.GetType().Name}, has no form in the format"),
        };
    }

    // Pictures with sides that the strides do not allow have their last row and column repeated, and are cut again.
    private string Answer(string read)
    {
        var (form, generator) = (_network.Architecture.Generator, OnnxLayers.Part(_network, "generator"));
        var multiple = form.Multiple;
        if (_size.Times(_network.Architecture.ReadScale, 1).Fits(multiple))
            return OnnxImageGenerator.Write(_graph, generator, form, read);
        var sides = Sides(read, _network.Architecture.ReadScale);
        var over = _graph.Node("Mod", [sides, _graph.Whole(multiple)]);
        var missing = _graph.Node("Mod", [_graph.Node("Sub", [_graph.Whole(multiple), over]), _graph.Whole(multiple)]);
        var pads = _graph.Node("Concat", [_graph.Wholes(0, 0, 0, 0, 0, 0), missing], ("axis", 0L)); // all beginnings, then all ends
        var answer = OnnxImageGenerator.Write(_graph, generator, form, _graph.Node("Pad", [read, pads], ("mode", "edge")));
        var made = form.Enlarges ? _graph.Node("Mul", [sides, _graph.Whole(Task.Scale)]) : sides;
        return _graph.Node("Slice", [answer, _graph.Wholes(0, 0), made, _graph.Wholes(Height, Height + 1)]);
    }

    private string Translated(TranslationTask task, string answer) => task.Base switch
    {
        ImageBase.Input => _graph.Node("Add", [answer, WithChannels(task.TargetChannels)]),
        ImageBase.Negative => _graph.Node(
            "Add", [answer, _graph.Node("Sub", [_graph.Number(1), WithChannels(task.TargetChannels)])]),
        ImageBase.MeanPicture => _graph.Node("Add", [answer, Mean()]),
        _ => answer,
    };

    // Red and blue are the brightness and an answer each; green is what keeps the brightness.
    private string Coloured(string answer)
    {
        string Channel(long place) => _graph.Node("Slice", [answer, _graph.Wholes(place), _graph.Wholes(place + 1), _graph.Wholes(1)]);
        string Times(string value, double factor) => _graph.Node("Mul", [value, _graph.Number((float)factor)]);
        var (red, blue) = (Channel(0), Channel(1));
        var green = _graph.Node(
            "Add",
            [Times(red, -ColorizationTask.RedShare / ColorizationTask.GreenShare),
                Times(blue, -ColorizationTask.BlueShare / ColorizationTask.GreenShare)]);
        return _graph.Node("Add", [_graph.Node("Concat", [red, green, blue], ("axis", 1L)), Grey()]);
    }

    // One channel is the same in all when it is added to several.
    private string WithChannels(int channels) => channels == 1 ? Grey() : _given;

    private string Grey() => _size.Channels is { Name: null, Value: 1 }
        ? _given
        : OnnxPictures.Grey(_graph, _given, _network.Architecture.Channels);

    private string Filled() => _graph.Node("Where", [_mask!, Mean(), _given]);

    // The mean picture in the size of those that come in.
    private string Mean()
    {
        using var mean = _network.Mean!.detach().unsqueeze(0); // (1, channels, height, width)
        var weight = _graph.Weight(mean);
        if (IsSame(mean.size(Height), _size.Height) && IsSame(mean.size(Height + 1), _size.Width))
            return weight;
        var size = _graph.Node("Concat", [_graph.Wholes(1, mean.size(1)), Sides(_given, 1)], ("axis", 0L));
        return Resized([weight, Nothing, Nothing, size], ("mode", "linear"));
    }

    // One pixel is the same everywhere, which the operations that read it do by themselves.
    private static bool IsSame(long mean, OnnxSize side) => mean == 1 || (side.Name is null && side.Value == mean);

    // By Keys' cubic interpolation, whose parameter is torch's.
    private string Larger(string pictures, int factor) => factor == 1 ? pictures : Resized(
        [pictures, Nothing, _graph.Floats([1, 1, factor, factor], 4)], ("mode", "cubic"), ("cubic_coeff_a", -0.75f));

    // Stands where this version of the operation asks for what it does not use.
    private string Nothing => _graph.Floats([], 0);

    private string Resized(string[] inputs, params (string, object)[] attributes) =>
        _graph.Node("Resize", inputs, [("coordinate_transformation_mode", "half_pixel"), .. attributes]);

    // Height and width of what is given, or of what was made some times as large of it.
    private string Sides(string pictures, int scale)
    {
        var (_, height, width) = _size.Times(scale, 1);
        return height.Name is null && width.Name is null
            ? _graph.Wholes(height.Value, width.Value)
            : _graph.Node("Slice", [_graph.Node("Shape", [pictures]), _graph.Wholes(Height), _graph.Wholes(Height + 2)]);
    }
}
