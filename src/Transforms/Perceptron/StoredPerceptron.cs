using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// A small perceptron as its file holds it. It answers single rows from there; a network of torch is built for whatever else is asked of
/// it, so that a program that only predicts row by row does not wait for libtorch.
/// </summary>
internal sealed class StoredPerceptron
{
    private readonly MultilayerPerceptronArchitecture _architecture;
    private readonly Dictionary<string, StoredTensor> _weights;

    private StoredPerceptron(MultilayerPerceptronArchitecture architecture, Dictionary<string, StoredTensor> weights) =>
        (_architecture, _weights) = (architecture, weights);

    /// <summary>Reads and checks one.</summary>
    /// <returns>
    /// Null if it is too large, reads sparse rows or tables, normalizes batches, or has a function that is not computed here.
    /// </returns>
    /// <exception cref="FormatException">The weights are not those of the architecture, or not finite.</exception>
    public static StoredPerceptron? Of(MultilayerPerceptronArchitecture architecture, ArchivedWeights weights)
    {
        if (architecture.BatchNormalization || architecture.HiddenActivation == Activation.ParametricReLU
            || weights.Stored is not { } stored || !DensePass.IsOf(architecture, Learned(architecture)))
            return null;
        var shapes = Shapes(architecture).ToDictionary();
        weights.CheckFit(shapes.ToDictionary(shape => shape.Key, shape => (ScalarType.Float32, shape.Value)));
        foreach (var name in shapes.Keys.Order(StringComparer.Ordinal))
            if (Array.Exists(stored[name].Floats(), number => !float.IsFinite(number)))
                throw ArchivedWeights.NotFinite(name);
        return new StoredPerceptron(architecture, shapes.Keys.ToDictionary(name => name, name => stored[name]));
    }

    /// <summary>What there is to see of it.</summary>
    /// <param name="kind">Its kind in saved models.</param>
    public NetworkModel Seen(string kind) => new(
        kind, _weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Value.Shape)), Learned(_architecture));

    /// <summary>The pass of a single row.</summary>
    public DensePass Pass()
    {
        var count = Sizes(_architecture).Length - 1;
        return DensePass.Of(Enumerable.Range(1, count).Select(layer =>
        {
            var activation = layer == count ? Activation.Identity : _architecture.HiddenActivation;
            return new DensePassLayer(
                Floats($"layers.linear{layer}.weight"), Floats($"layers.linear{layer}.bias"), activation,
                DensePassLayer.Parameter(activation, _architecture.ActivationSlope, null));
        }), Scales());
    }

    /// <summary>The network; torch's generator stays where it is.</summary>
    public MultilayerPerceptronNetwork Network()
    {
        NativeGround.Require(OneDnnUse.None);
        using var gradientsOff = no_grad();
        MultilayerPerceptronNetwork network;
        using (WeightRoom.OfFile(_weights.Values.Sum(weight => weight.Count)))
            network = new MultilayerPerceptronNetwork(_architecture);
        using var scope = NewDisposeScope();
        NetworkWeights.Copy(_weights.ToDictionary(weight => weight.Key, weight => weight.Value.ToTensor()), network.state_dict());
        return network;
    }

    private ColumnScales? Scales()
    {
        if (_architecture.Scaling == ScalingForm.None)
            return null;
        var centres = Floats("scaling.centre");
        var isCurved = _architecture.Scaling == ScalingForm.Curved;
        return ColumnScaling.ScalesOf(
            centres, Floats("scaling.factor"), isCurved ? Floats("scaling.floor") : new float[centres.Length],
            isCurved ? Floats("scaling.bent") : new float[centres.Length]);
    }

    private float[] Floats(FormattableString name) => Floats(FormattableString.Invariant(name));

    private float[] Floats(string name) => _weights[name].Floats();

    private static int[] Sizes(MultilayerPerceptronArchitecture architecture) =>
        [architecture.InputSize, .. architecture.HiddenSizes, architecture.OutputSize];

    private static long Learned(MultilayerPerceptronArchitecture architecture)
    {
        var sizes = Sizes(architecture);
        return sizes.Zip(sizes.Skip(1), (inputs, outputs) => (inputs + 1L) * outputs).Sum();
    }

    // Names and shapes, in the order in which the network has them.
    private static IEnumerable<KeyValuePair<string, long[]>> Shapes(MultilayerPerceptronArchitecture architecture)
    {
        var sizes = Sizes(architecture);
        for (var layer = 1; layer < sizes.Length; layer++)
        {
            var name = FormattableString.Invariant($"layers.linear{layer}");
            yield return KeyValuePair.Create($"{name}.weight", new long[] { sizes[layer], sizes[layer - 1] });
            yield return KeyValuePair.Create($"{name}.bias", new long[] { sizes[layer] });
        }
        string[] scales = architecture.Scaling switch
        {
            ScalingForm.None => [],
            ScalingForm.Curved => ["centre", "factor", "floor", "bent"],
            _ => ["centre", "factor"],
        };
        foreach (var scale in scales)
            yield return KeyValuePair.Create($"scaling.{scale}", new long[] { architecture.InputSize });
    }
}
