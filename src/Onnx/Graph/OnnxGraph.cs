using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DeepML.Onnx.Format;
using Google.Protobuf;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace DeepML.Onnx;

/// <summary>A graph while it is written: values are known by their names, each made once.</summary>
internal sealed class OnnxGraph
{
    private readonly Format.Graph _graph;
    private readonly Dictionary<string, string> _constants = [];
    private readonly Dictionary<(OnnxType Type, string Shape, ByteString Bytes), string> _weights = []; // each is there once
    private Format.Graph _into; // where nodes are put: the graph, or the body of a loop
    private int _count;

    /// <param name="name">Name of the graph, for whoever looks at it.</param>
    public OnnxGraph(string name) => _into = _graph = new Format.Graph { Name = name };

    /// <summary>Why outputs cannot be written, by their names.</summary>
    public Dictionary<string, string> Refused { get; } = [];

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyCollection<string> OutputNames => [.. _graph.Output.Select(output => output.Name)];

    /// <summary>Adds an input.</summary>
    /// <returns>Its name, which is also that of its value.</returns>
    public string Input(string name, OnnxType type, params ReadOnlySpan<OnnxSize> shape)
    {
        if (_graph.Input.All(input => input.Name != name))
            _graph.Input.Add(Info(name, type, shape));
        return name;
    }

    /// <summary>Adds an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value that it is.</param>
    /// <param name="type">Type of its elements.</param>
    /// <param name="shape">Its dimensions.</param>
    public void Output(string name, string value, OnnxType type, params ReadOnlySpan<OnnxSize> shape)
    {
        _graph.Node.Add(new Node { OpType = "Identity", Name = NewName("output"), Input = { value }, Output = { name } });
        _graph.Output.Add(Info(name, type, shape));
    }

    /// <summary>Says of an output that it cannot be written.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="reason">A sentence without its end.</param>
    public void Refuse(string name, string reason) => Refused.Add(name, reason);

    /// <summary>Adds an operation with one result.</summary>
    /// <param name="operation">Its name in the format.</param>
    /// <param name="inputs">The values it reads; "" for one that is left out.</param>
    /// <param name="attributes">Whole numbers, floats, texts, or several whole numbers, floats or texts, or a graph.</param>
    /// <returns>The result.</returns>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Nodes(operation, 1, inputs, attributes)[0];

    /// <summary>Adds an operation with several results.</summary>
    /// <param name="operation">Its name in the format.</param>
    /// <param name="results">How many results.</param>
    /// <param name="inputs">The values it reads; "" for one that is left out.</param>
    /// <param name="attributes">As of <see cref="Node"/>.</param>
    /// <returns>The results.</returns>
    public string[] Nodes(
        string operation, int results, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new Node { OpType = operation, Name = NewName(operation), Domain = operation == "LabelEncoder" ? "ai.onnx.ml" : "" };
        foreach (var input in inputs)
            node.Input.Add(input);
        for (var i = 0; i < results; i++)
            node.Output.Add(NewName(operation));
        foreach (var (name, value) in attributes)
            node.Attribute.Add(AttributeOf(name, value));
        _into.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Adds rounds of the same operations, each of which is given what the one before has made.</summary>
    /// <param name="most">Rounds at most, int64 of no dimension; the first is always done.</param>
    /// <param name="carried">What the first round is given.</param>
    /// <param name="round">
    /// Writes a round, of what it is given: whether there is a next one, a boolean of no dimension, and what that is given, as many values
    /// and of the same types. It may read every value that was there before.
    /// </param>
    /// <returns>What the last round has made.</returns>
    public string[] Loop(
        string most, (string Value, OnnxType Type)[] carried, Func<string[], (string GoesOn, string[] Carried)> round)
    {
        var body = new Format.Graph { Name = NewName("round") };
        string[] given = Array.ConvertAll(carried, value => Entry(body, value.Type));
        var outer = _into;
        _into = body;
        var (goesOn, next) = round(given);
        Leave(body, goesOn, OnnxType.Boolean);
        foreach (var (value, (_, type)) in next.Zip(carried))
            Leave(body, value, type);
        _into = outer;
        var start = Cast(Whole(1), OnnxType.Boolean);
        return Nodes("Loop", carried.Length, [most, start, .. carried.Select(value => value.Value)], ("body", body));
    }

    /// <summary>Adds a dimension of one.</summary>
    public string Unsqueeze(string value, long axis) => Node("Unsqueeze", [value], ("axes", new[] { axis }));

    /// <summary>Takes a dimension of one away.</summary>
    public string Squeeze(string value, long axis) => Node("Squeeze", [value], ("axes", new[] { axis }));

    /// <summary>Sums along a dimension.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axis">The dimension.</param>
    /// <param name="keep">Whether a dimension of one stays.</param>
    public string Sum(string value, long axis, bool keep) =>
        Node("ReduceSum", [value], ("axes", new[] { axis }), ("keepdims", keep ? 1L : 0L));

    /// <summary>A value as elements of another type.</summary>
    public string Cast(string value, OnnxType type) => Node("Cast", [value], ("to", (long)type));

    /// <summary>A weight of a network, as float32 or int64.</summary>
    public string Weight(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var plain = weight.detach().to(weight.dtype == ScalarType.Int64 ? ScalarType.Int64 : ScalarType.Float32).cpu().contiguous();
        var type = plain.dtype == ScalarType.Int64 ? OnnxType.Int64 : OnnxType.Single;
        return Initializer(type, plain.shape, ByteString.CopyFrom(plain.bytes));
    }

    /// <summary>A constant of float32.</summary>
    public string Floats(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Initializer(OnnxType.Single, shape, ByteString.CopyFrom(MemoryMarshal.AsBytes(values)));

    /// <summary>A constant of float64.</summary>
    public string Doubles(ReadOnlySpan<double> values, params ReadOnlySpan<long> shape) =>
        Initializer(OnnxType.Double, shape, ByteString.CopyFrom(MemoryMarshal.AsBytes(values)));

    /// <summary>A single number, of no dimension.</summary>
    public string Number(float value) => Constant("f" + value.ToString("R", CultureInfo.InvariantCulture), () => Floats([value]));

    /// <summary>Constant whole numbers in a row.</summary>
    public string Wholes(params long[] values) => Constant(
        "i" + string.Join(',', values),
        () => Initializer(OnnxType.Int64, [values.Length], ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()))));

    /// <summary>A single whole number, of no dimension.</summary>
    public string Whole(long value) => Constant(
        "s" + value.ToString(CultureInfo.InvariantCulture),
        () => Initializer(OnnxType.Int64, [], ByteString.CopyFrom(MemoryMarshal.AsBytes(new[] { value }.AsSpan()))));

    /// <summary>The model, with those outputs only that are wanted and what they need.</summary>
    /// <param name="wanted">The outputs; null for all.</param>
    public Model ToModel(IReadOnlyCollection<string>? wanted = null)
    {
        var graph = _graph.Clone();
        if (wanted is not null)
            GraphPruning.Keep(graph, wanted);
        return new Model
        {
            IrVersion = OnnxFormat.Version,
            ProducerName = "DeepML",
            ProducerVersion = typeof(OnnxGraph).Assembly.GetName().Version?.ToString() ?? "",
            Graph = graph,
            OpsetImport = { OnnxFormat.Operations, OnnxFormat.ClassicOperations },
        };
    }

    private static Format.Attribute AttributeOf(string name, object value)
    {
        var attribute = new Format.Attribute { Name = name };
        switch (value)
        {
            case float number:
                (attribute.F, attribute.Type) = (number, 1);
                break;
            case long whole:
                (attribute.I, attribute.Type) = (whole, 2);
                break;
            case string text:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(text), 3);
                break;
            case float[] numbers:
                attribute.Floats.AddRange(numbers);
                attribute.Type = 6;
                break;
            case long[] wholes:
                attribute.Ints.AddRange(wholes);
                attribute.Type = 7;
                break;
            case Format.Graph body:
                (attribute.G, attribute.Type) = (body, 5);
                break;
            case string[] texts:
                attribute.Strings.AddRange(texts.Select(text => ByteString.CopyFrom(text, Encoding.UTF8)));
                attribute.Type = 8;
                break;
            default:
                throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}.", nameof(value));
        }
        return attribute;
    }

    private static ValueInfo Info(string name, OnnxType type, ReadOnlySpan<OnnxSize> shape)
    {
        var dimensions = new Shape();
        foreach (var size in shape)
            dimensions.Dim.Add(size.Name is { } free
                ? new Shape.Types.Dimension { DimParam = free }
                : new Shape.Types.Dimension { DimValue = size.Value });
        var tensor = new Format.Type.Types.TensorType { ElemType = (int)type, Shape = dimensions };
        return new ValueInfo { Name = name, Type = new Format.Type { TensorType = tensor } };
    }

    // Of any shape, which may change from round to round.
    private static ValueInfo Open(string name, OnnxType type) =>
        new() { Name = name, Type = new Format.Type { TensorType = new Format.Type.Types.TensorType { ElemType = (int)type } } };

    private string Entry(Format.Graph body, OnnxType type)
    {
        if (body.Input.Count == 0) // number of the round, and whether it is done
            body.Input.Add([Info(NewName("round"), OnnxType.Int64, []), Info(NewName("round"), OnnxType.Boolean, [])]);
        body.Input.Add(Open(NewName("given"), type));
        return body.Input[^1].Name;
    }

    private void Leave(Format.Graph body, string value, OnnxType type) => body.Output.Add(Open(Node("Identity", [value]), type));

    private string Initializer(OnnxType type, ReadOnlySpan<long> shape, ByteString bytes)
    {
        var key = (type, string.Join(',', shape.ToArray()), bytes);
        if (_weights.TryGetValue(key, out var known))
            return known;
        var tensor = new Format.Tensor { Name = NewName("weight"), DataType = (int)type, RawData = bytes };
        foreach (var size in shape)
            tensor.Dims.Add(size);
        _graph.Initializer.Add(tensor);
        _weights.Add(key, tensor.Name);
        return tensor.Name;
    }

    private string Constant(string key, Func<string> make)
    {
        if (!_constants.TryGetValue(key, out var name))
            _constants.Add(key, name = make());
        return name;
    }

    private string NewName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{_count++}");
}
