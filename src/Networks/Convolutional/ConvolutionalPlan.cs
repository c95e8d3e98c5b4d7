using System.Globalization;
using System.Text;

namespace DeepML.Networks;

/// <summary>Shapes, names and weight counts of every layer of a network, known without building it.</summary>
internal sealed class ConvolutionalPlan
{
    private ConvolutionalPlan(ConvolutionalArchitecture architecture, IReadOnlyList<PlannedLayer> layers)
    {
        Architecture = architecture;
        Layers = layers;
    }

    /// <summary>What was planned.</summary>
    public ConvolutionalArchitecture Architecture { get; }

    /// <summary>Every layer; the last one gives the answer, if there is one.</summary>
    public IReadOnlyList<PlannedLayer> Layers { get; }

    /// <summary>Number of blocks, the answer's included.</summary>
    public int BlockCount => Layers[^1].Block;

    /// <summary>Number of trained weights, without heads that are there in training only.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.Parameters);

    /// <summary>
    /// How many rows can be measured in the memory in which one is trained, at least: a training holds what all layers answer until it has
    /// gone back through them, and slopes of what one layer reads and answers; measuring holds no more than what one reads and answers.
    /// </summary>
    public int MeasuredForOneTrained
    {
        get
        {
            var most = Layers.Max(layer => layer.NumbersAtOnce);
            return (int)((Layers.Sum(layer => layer.NumbersKept) + most) / most);
        }
    }

    /// <summary>Goes through the layers and checks that each fits what comes out of the one before.</summary>
    /// <exception cref="ArgumentException">A layer does not fit, or two have the same name: it is named, with the sizes.</exception>
    public static ConvolutionalPlan Of(ConvolutionalArchitecture architecture)
    {
        var planned = new List<PlannedLayer>();
        var counts = new Dictionary<string, int>();
        var shape = new LayerShape(architecture.Channels, architecture.Height, architecture.Width);
        ConvolutionalLayer[] layers =
            architecture.AnswerSize == 0 ? architecture.Layers : [.. architecture.Layers, architecture.AnswerLayer()];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = layers[i];
            var number = counts[layer.Kind] = counts.GetValueOrDefault(layer.Kind) + 1;
            var name = layer.Name ?? string.Create(CultureInfo.InvariantCulture, $"{layer.Kind}{number}");
            var block = planned.Count == 0 ? 1 : planned[^1].Block + (layer.BeginsBlock && planned.Any(p => p.Layer.BeginsBlock) ? 1 : 0);
            var output = Output(layer, name, i, shape);
            planned.Add(new PlannedLayer(layer, name, shape, output, layer.ParametersFor(shape), block));
            shape = output;
        }
        CheckNames(planned);
        return new ConvolutionalPlan(architecture, planned);
    }

    /// <summary>Place of a layer in <see cref="Layers"/>.</summary>
    /// <exception cref="ArgumentException">There is no layer of that name: all names are listed.</exception>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Layers.Count; i++)
            if (Layers[i].Name == name)
                return i;
        throw new ArgumentException(
            $"There is no layer '{name}'; there are {string.Join(", ", Layers.Select(layer => layer.Name))}.", nameof(name));
    }

    /// <summary>A table of the layers: block, name, what it does, output shape, weights.</summary>
    public string Summary()
    {
        var rows = new List<string[]> { new[] { "block", "layer", "what", "output", "parameters" } };
        rows.Add(["", "input", "", Shape(Layers[0].Input), "0"]);
        rows.AddRange(Layers.Select(layer => new[]
        {
            Print(layer.Block), layer.Name, $"{layer.Layer.Kind} {layer.Layer.Details}".Trim(), Shape(layer.Output),
            Print(layer.Parameters),
        }));
        var widths = Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendLine(
                string.Join("  ", row.Select((cell, i) => i is 0 or 4 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        return text.Append(CultureInfo.InvariantCulture, $"{Print(ParameterCount)} parameters in {BlockCount} blocks").ToString();
    }

    private static string Shape(LayerShape shape) =>
        shape.IsFlat ? Print(shape.Channels) : $"{shape.Channels} x {shape.Height} x {shape.Width}";

    private static string Print(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static LayerShape Output(ConvolutionalLayer layer, string name, int index, LayerShape input)
    {
        try
        {
            var output = layer.OutputOf(input);
            _ = output.Count;
            return output;
        }
        catch (Exception e) when (e is LayerSizeException or OverflowException)
        {
            var reason = e is OverflowException ? "its sizes, or the numbers of its output, go beyond 2,147,483,647" : e.Message;
            throw new ArgumentException(
                $"Layers[{index}] '{name}' ({layer.Kind} {layer.Details}) does not fit its input of {input}: {reason}.", nameof(layer));
        }
    }

    private static void CheckNames(List<PlannedLayer> planned)
    {
        foreach (var group in planned.GroupBy(layer => layer.Name).Where(group => group.Count() > 1))
            throw new ArgumentException($"{group.Count()} layers are called '{group.Key}'; every name must be used once.", nameof(planned));
        foreach (var layer in planned)
            foreach (var other in planned)
                if (other.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal))
                    throw new ArgumentException(
                        $"The layer '{layer.Name}' cannot hold the layer '{other.Name}'; use another name for one of them.",
                        nameof(planned));
    }
}
