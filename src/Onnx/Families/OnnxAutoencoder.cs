using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp.Modules;

namespace DeepML.Onnx;

/// <summary>Writes autoencoders: the ways from a row to its code, from a code to a row, and what lies between.</summary>
/// <param name="graph">The graph.</param>
/// <param name="network">The network.</param>
internal sealed class OnnxAutoencoder(OnnxGraph graph, AutoencoderNetwork network)
{
    private readonly AutoencoderArchitecture _architecture = network.Architecture;
    private string _input = ""; // (batch, input)
    private string? _missing; // (batch, input), yes or no; null where nothing may be missing
    private string? _reconstructed;

    /// <summary>Writes what an autoencoder makes of its rows.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, AutoencoderNetwork network, AutoencoderColumns columns)
    {
        var writer = new OnnxAutoencoder(graph, network);
        var layers = writer.Read(rows, columns.InputOf(network.Architecture));
        var code = writer.Encode(layers);
        rows.Numbers(columns.Code, code, network.Architecture.CodeSize);
        if (columns.Outputs.LayerPrefix is { } prefix)
            foreach (var (size, i) in network.Architecture.LayerSizes().Select((size, i) => (size, i)))
                rows.Numbers($"{prefix}{i + 1}", layers[i], size);
        if (columns.Outputs.Reconstruction is { } reconstruction)
            rows.Numbers(reconstruction, writer.Decode(code), network.Architecture.OutputSize);
        writer.WriteErrors(rows, columns, code);
        if (columns.Outputs.Filled is not { } filled)
            return;
        if (network.Architecture.FillsByNormal)
            graph.Refuse(filled, "it solves a system of equations for each row; set FillFrom to the reconstruction to have it written");
        else
            rows.Numbers(
                filled, graph.Node("Where", [writer._missing!, writer.Decode(code), writer._input]), network.Architecture.InputSize);
    }

    /// <summary>Writes what a detector of anomalies makes of its rows.</summary>
    public static void WriteAnomaly(
        OnnxGraph graph, OnnxRows rows, AutoencoderNetwork network, AutoencoderColumns columns, float threshold)
    {
        var writer = new OnnxAutoencoder(graph, network);
        var code = writer.Encode(writer.Read(rows, columns.InputOf(network.Architecture)));
        var error = writer.MeanError(writer.Errors(code, target: null));
        if (network.Neighbours is { } known)
            error = OnnxNeighbours.Write(graph, known, OnnxScaling.Write(graph, network.Scaling, writer.Filled), error);
        error = graph.Node("Where", [graph.Node("IsNaN", [error]), graph.Number(float.PositiveInfinity), error]);
        rows.YesNo(ColumnNames.PredictedLabel, graph.Node("Sub", [error, graph.Number(threshold)]), float.PositiveInfinity);
        rows.Numbers(ColumnNames.Score, error, 1, float.PositiveInfinity);
    }

    /// <summary>Writes one layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="column">The column that is read.</param>
    /// <param name="layer">Its place: behind those before the code come the code and the reconstruction.</param>
    /// <returns>(batch, width of the layer).</returns>
    public static string WriteLayer(OnnxGraph graph, OnnxRows rows, AutoencoderNetwork network, SizedColumn column, int layer)
    {
        var writer = new OnnxAutoencoder(graph, network);
        var layers = writer.Read(rows, column);
        if (layer < network.FeatureLayer)
            return layers[layer];
        var code = writer.Encode(layers);
        return layer == network.FeatureLayer ? code : writer.Decode(code);
    }

    private string Filled => _missing is null ? _input : graph.Node("Where", [_missing, graph.Weight(network.Fill!), _input]);

    // What each layer answers, from the input to the code.
    private List<string> Read(OnnxRows rows, SizedColumn column)
    {
        if (column is ImageInput image)
        {
            var pictures = OnnxPictures.Input(graph, image);
            rows.Judge(pictures, 4, _architecture.FillsMissing);
            _input = graph.Node("Flatten", [pictures], ("axis", 1L));
        }
        else
        {
            _input = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, column.Width);
            rows.Judge(_input, 2, _architecture.FillsMissing);
        }
        if (_architecture.FillsMissing)
            _missing = graph.Node("IsNaN", [_input]);
        var layers = new List<string>();
        var inner = Follow("convolutions", OnnxScaling.Write(graph, network.Scaling, Filled), layers);
        Follow("encoder", inner, layers);
        return layers;
    }

    // The modules of a layer end in its number.
    private string Follow(string stack, string input, List<string> layers)
    {
        if (OnnxLayers.PartOrNull(network, stack) is not Sequential modules)
            return input;
        var (current, layer) = (input, '\0');
        foreach (var (name, module) in modules.named_children())
        {
            var number = char.IsAsciiDigit(name[^1]) ? name[^1] : layer;
            if (layer != '\0' && number != layer)
                layers.Add(Flat(current));
            (layer, current) = (number, OnnxLayers.Write(graph, module, current));
        }
        layers.Add(Flat(current));
        return current;
    }

    private string Flat(string value) => _architecture.Convolution is null ? value : graph.Node("Flatten", [value], ("axis", 1L));

    private string Encode(List<string> layers)
    {
        var code = layers[^1];
        if (_architecture.LogVarianceLimit is not null)
            return graph.Node("Slice", [code, graph.Wholes(0), graph.Wholes(_architecture.CodeSize), graph.Wholes(1)]);
        if (_architecture.CodesKept is not { } count || count >= _architecture.CodeSize)
            return code;
        var largest = graph.Nodes("TopK", 2, [code, graph.Wholes(count)], ("axis", 1L));
        var nothing = graph.Node("ConstantOfShape", [graph.Node("Shape", [code])]);
        return graph.Node("ScatterElements", [nothing, largest[1], largest[0]], ("axis", 1L));
    }

    private string Decode(string code) => OnnxScaling.Restore(graph, network.Scaling, DecodeScaled(code));

    private string DecodeScaled(string code)
    {
        if (_reconstructed is not null)
            return _reconstructed;
        var current = OnnxLayers.PartOrNull(network, "decoder") switch
        {
            null => code,
            TransposedStack tied => Tied(tied, code),
            var decoder => OnnxLayers.Write(graph, decoder, code),
        };
        return _reconstructed = OnnxLayers.PartOrNull(network, "deconvolutions") is { } deconvolutions
            ? OnnxLayers.Write(graph, deconvolutions, current)
            : current;
    }

    // The encoder's weights the other way round, with biases of its own.
    private string Tied(TransposedStack stack, string code)
    {
        var current = code;
        foreach (var (layer, i) in network.EncoderLayers.Reverse().Select((layer, i) => (layer, i + 1)))
        {
            current = graph.Node("Gemm", [current, graph.Weight(layer.weight!), graph.Weight(stack.get_parameter($"bias{i}")!)]);
            if (OnnxLayers.PartOrNull(stack, $"activation{i}") is { } activation)
                current = OnnxLayers.Write(graph, activation, current);
        }
        return current;
    }

    private void WriteErrors(OnnxRows rows, AutoencoderColumns columns, string code)
    {
        if (columns.Outputs is { Error: null, FeatureErrors: null })
            return;
        var target = columns.Target is { } name
            ? graph.Input(name, OnnxType.Single, OnnxSize.Batch, _architecture.OutputSize)
            : null;
        var errors = Errors(code, target);
        if (columns.Outputs.Error is { } error)
            rows.Numbers(error, MeanError(errors), 1);
        if (columns.Outputs.FeatureErrors is { } perFeature)
            rows.Numbers(perFeature, errors, _architecture.OutputSize);
    }

    // (batch, target); NaN where a value is missing
    private string Errors(string code, string? target)
    {
        var compared = network.Scaling is null
            ? graph.Node("Sub", [target ?? _input, DecodeScaled(code)])
            : graph.Node("Sub", [OnnxScaling.Write(graph, network.Scaling, Filled), DecodeScaled(code)]);
        var squares = graph.Node("Mul", [compared, compared]);
        return _missing is null ? squares : graph.Node("Where", [_missing, graph.Number(float.NaN), squares]);
    }

    // (batch, 1): of what is there
    private string MeanError(string errors)
    {
        if (_missing is null)
            return graph.Node("ReduceMean", [errors], ("axes", new long[] { 1 }), ("keepdims", 1L));
        var present = graph.Cast(graph.Node("Not", [_missing]), OnnxType.Single);
        var known = graph.Node("Where", [_missing, graph.Number(0), errors]);
        return graph.Node(
            "Div",
            [graph.Sum(known, 1, keep: true),
                graph.Sum(present, 1, keep: true)]);
    }
}
