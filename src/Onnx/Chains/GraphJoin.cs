using System.Globalization;
using DeepML.Onnx.Format;

namespace DeepML.Onnx.Chains;

/// <summary>Joins graphs that follow each other by the names of the columns that they read and make.</summary>
internal sealed class GraphJoin
{
    private readonly Graph _graph = new() { Name = "chain" };
    private readonly Dictionary<string, ValueInfo> _columns = new(StringComparer.Ordinal); // column → its value as it is now
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether a column was made by one of the graphs, and did not just pass through.</summary>
    public bool IsMade(string column) => _made.Contains(column);

    /// <summary>Says that a column has been made anew, and that its value is not known.</summary>
    public void Forget(string column)
    {
        _columns.Remove(column);
        _made.Remove(column);
    }

    /// <summary>Puts a graph behind those that are there.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="suffix">What stands behind the names of columns in the names of its outputs.</param>
    public void Append(Model model, string suffix)
    {
        var graph = model.Graph;
        var prefix = string.Create(CultureInfo.InvariantCulture, $"part{_count++}/");
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        foreach (var input in graph.Input)
            names.Add(input.Name, Read(input));
        foreach (var weight in graph.Initializer)
        {
            names.TryAdd(weight.Name, prefix + weight.Name);
            weight.Name = names[weight.Name];
            _graph.Initializer.Add(weight);
        }
        foreach (var node in graph.Node)
        {
            Rename(node, names, prefix);
            _graph.Node.Add(node);
        }
        var before = graph.Node.Where(node => node.OpType == "Identity").ToDictionary(node => node.Output[0], node => node.Input[0]);
        foreach (var output in graph.Output.Where(output => output.Name.EndsWith(suffix, StringComparison.Ordinal)))
            Make(output.Name[..^suffix.Length], new ValueInfo { Name = names[output.Name], Type = output.Type }, before);
    }

    /// <summary>The joined graph.</summary>
    /// <param name="columns">The columns to give out.</param>
    public Model ToModel(IReadOnlyCollection<string> columns)
    {
        foreach (var column in columns)
        {
            var (value, name) = (_columns[column], column + ".output");
            _graph.Node.Add(new Node { OpType = "Identity", Name = name, Input = { value.Name }, Output = { name } });
            var output = WithOpenBatch(value);
            output.Name = name;
            _graph.Output.Add(output);
        }
        GraphPruning.Keep(_graph, [.. columns.Select(column => column + ".output")]);
        return new Model
        {
            IrVersion = OnnxFormat.Version,
            ProducerName = "DeepML",
            Graph = _graph,
            OpsetImport = { OnnxFormat.Operations, OnnxFormat.ClassicOperations },
        };
    }

    private static void Rename(Node node, Dictionary<string, string> names, string prefix)
    {
        for (var i = 0; i < node.Input.Count; i++)
            node.Input[i] = names[node.Input[i]];
        foreach (var body in node.Attribute.Where(attribute => attribute.G is not null).Select(attribute => attribute.G))
        {
            foreach (var input in body.Input)
                input.Name = names[input.Name] = prefix + input.Name;
            foreach (var weight in body.Initializer)
                weight.Name = names[weight.Name] = prefix + weight.Name;
            foreach (var inner in body.Node)
                Rename(inner, names, prefix);
            foreach (var output in body.Output)
                output.Name = names[output.Name];
        }
        for (var i = 0; i < node.Output.Count; i++)
            node.Output[i] = node.Output[i].Length == 0 ? "" : names[node.Output[i]] = prefix + node.Output[i];
        if (node.Name.Length > 0)
            node.Name = prefix + node.Name;
    }

    // The value of a column as a graph wants it.
    private string Read(ValueInfo wanted)
    {
        if (!_columns.TryGetValue(wanted.Name, out var value))
        {
            value = WithOpenBatch(wanted);
            _graph.Input.Add(value);
            _columns.Add(wanted.Name, value);
        }
        var current = value.Name;
        if (value.Type.TensorType.ElemType != wanted.Type.TensorType.ElemType)
            current = Add("Cast", current, new Format.Attribute { Name = "to", I = wanted.Type.TensorType.ElemType, Type = 2 });
        return value.Type.TensorType.Shape.Dim.Count == wanted.Type.TensorType.Shape.Dim.Count ? current : Reshape(current, wanted);
    }

    // Pictures and sequences are rows of numbers to ML.NET.
    private string Reshape(string value, ValueInfo wanted)
    {
        var shape = new Tensor { Name = NewName("shape"), DataType = (int)OnnxType.Int64 };
        shape.Dims.Add(wanted.Type.TensorType.Shape.Dim.Count);
        foreach (var (size, place) in wanted.Type.TensorType.Shape.Dim.Select((size, place) => (size, place)))
            shape.Int64Data.Add(place == 0 ? 0 : size.DimParam.Length > 0 ? -1 : size.DimValue); // 0: as many as there are
        _graph.Initializer.Add(shape);
        return Add("Reshape", value, null, shape.Name);
    }

    private string Add(string operation, string value, Format.Attribute? attribute, string? second = null)
    {
        var node = new Node { OpType = operation, Name = NewName(operation), Input = { value }, Output = { NewName(operation) } };
        if (second is not null)
            node.Input.Add(second);
        if (attribute is not null)
            node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        return node.Output[0];
    }

    private void Make(string column, ValueInfo value, Dictionary<string, string> before)
    {
        // ML.NET's graphs hand on what they do not touch
        if (_columns.TryGetValue(column, out var now) && before.TryGetValue(value.Name, out var source) && source == now.Name)
            return;
        _columns[column] = value;
        _made.Add(column);
    }

    private static ValueInfo WithOpenBatch(ValueInfo value)
    {
        var open = value.Clone();
        open.Type.TensorType.Shape.Dim[0] = new Shape.Types.Dimension { DimParam = "batch" };
        return open;
    }

    private string NewName(string kind) => string.Create(CultureInfo.InvariantCulture, $"join/{kind}_{_count++}");
}
