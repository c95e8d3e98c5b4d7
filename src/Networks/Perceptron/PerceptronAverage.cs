using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// One network that answers with the mean of what several of the same sizes answer: their hidden layers lie side by side, and what leads
/// from one network's units to another's is 0.
/// </summary>
/// <remarks>
/// Means are those of the sums in front of the last function: of logits, which is the geometric mean of probabilities brought to a sum of 1
/// (Heskes, NeurIPS 10, 1998), and of numbers in the unit in which they are learned. The network is saved, written and explained as any.
/// </remarks>
internal static class PerceptronAverage
{
    /// <summary>The architecture of the mean of so many networks.</summary>
    /// <param name="one">That of each of them.</param>
    /// <param name="count">How many.</param>
    public static MultilayerPerceptronArchitecture Of(MultilayerPerceptronArchitecture one, int count) => one with
    {
        HiddenSizes = [.. one.HiddenSizes.Select(size => checked(size * count))],
        Table = one.Table is not { } table ? null : table with
        {
            Categories = [.. table.Categories.Select(category => category with { Size = category.Size * count })],
        },
    };

    /// <summary>Why networks of this kind have no mean that is one network; null if they have.</summary>
    public static string? WhyNot(Activation activation) =>
        activation == Activation.ParametricReLU ? "each network learns another slope for a whole layer" : null;

    /// <summary>Sets the weights of the mean.</summary>
    /// <param name="average">The network of <see cref="Of"/>.</param>
    /// <param name="networks">The networks; scales and known categories are alike in all.</param>
    public static void Set(MultilayerPerceptronNetwork average, IReadOnlyList<MultilayerPerceptronNetwork> networks)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var architecture = (MultilayerPerceptronArchitecture)networks[0].Architecture;
        var last = architecture.HiddenSizes.Length + 1;
        var weights = networks.Select(network => network.state_dict()).ToArray();
        foreach (var (name, into) in average.state_dict())
        {
            Tensor[] parts = [.. weights.Select(weight => weight[name])];
            var layer = LayerOf(name, "linear");
            if (layer == 0)
                Join(into, parts);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                Biases(into, parts, layer == last);
            else
                Connect(
                    IsBag(name) ? into.t() : into, IsBag(name) ? Array.ConvertAll(parts, part => part.t()) : parts,
                    layer == 1 ? architecture : null, layer == last);
        }
    }

    // What units have each for themselves lies side by side; what all networks share is that of the first.
    private static void Join(Tensor into, Tensor[] parts) =>
        into.copy_(parts[0].shape.SequenceEqual(into.shape) ? parts[0] : cat(parts, parts[0].dim() - 1));

    private static void Biases(Tensor into, Tensor[] parts, bool isLast) =>
        into.copy_(isLast ? stack(parts).mean([0L]) : cat(parts));

    // (outputs, inputs): a block for each network; the answers are means over all.
    private static void Connect(Tensor into, Tensor[] parts, MultilayerPerceptronArchitecture? first, bool isLast)
    {
        into.zero_();
        for (var k = 0; k < parts.Length; k++)
        {
            var (outputs, inputs) = (parts[k].size(0), parts[k].size(1));
            var rows = isLast ? into : into.narrow(0, k * outputs, outputs);
            var part = isLast ? parts[k].Times(1.0 / parts.Length) : parts[k];
            foreach (var (from, count, to) in first is null ? [(0, inputs, k * inputs)] : Read(first, inputs, k, parts.Length))
                rows.narrow(1, to, count).PlusInPlace(part.narrow(1, from, count));
        }
    }

    // Of what the first layer reads, all networks share everything but the numbers that each has learned for categories.
    private static IEnumerable<(long From, long Count, long To)> Read(
        MultilayerPerceptronArchitecture architecture, long inputs, int network, int networks)
    {
        if (architecture.Table is not { } table)
        {
            yield return (0, inputs, 0);
            yield break;
        }
        var from = (long)table.Numbers + table.Indicated.Length;
        var to = from;
        yield return (0, from, 0);
        foreach (var category in table.Categories)
        {
            yield return (from, category.Width, to + ((long)category.Size * network));
            from += category.Width;
            to += category.Size == 0 ? category.Width : (long)category.Size * networks;
        }
    }

    private static bool IsBag(string name) => name.Contains(".bag.", StringComparison.Ordinal);

    // "layers.linear2.weight" → 2; 0 for what is no such layer.
    private static int LayerOf(string name, string kind)
    {
        var part = name.Split('.').FirstOrDefault(part => part.StartsWith(kind, StringComparison.Ordinal));
        return part is not null && int.TryParse(part.AsSpan(kind.Length), out var layer) ? layer : 0;
    }
}
